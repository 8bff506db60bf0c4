import type { StatusParams } from "../../server/src/lsp/protocol.js";

/** A check that takes longer than this is felt while typing, and worth a warning. */
export const budgetMilliseconds = 1000;

/** One row of the language status, which cuts off what is long. */
export interface StatusRow {
  readonly text: string;
  readonly detail: string;
}

/** Whether the last check took longer than it may. */
export function isOver({ milliseconds }: StatusParams): boolean {
  return milliseconds > budgetMilliseconds;
}

/** Says a text in the language of the person: VS Code's `l10n.t`. */
export type Say = (text: string, ...put: (string | number)[]) => string;

/** How many findings there are, and of which severities. */
export function findingsRow(status: StatusParams, t: Say): StatusRow {
  const { state, counts } = status;
  if (state === "off") return { text: t("Watertight: off for this file"), detail: "" };
  if (state === "skipped") return { text: t("Watertight: not a compose file"), detail: "" };
  if (state === "failed") return { text: t("Watertight: cannot read this file"), detail: "" };
  const findings = counts.error + counts.warning + counts.information + counts.hint;
  const many = findings === 0 ? t("no findings") : t("{0} findings", findings);
  const count = findings === 1 ? t("1 finding") : many;
  return {
    text: state === "partial" ? t("Watertight: {0}, partly checked", count) : `Watertight: ${count}`,
    detail: severities(status, t),
  };
}

/** What could not be read or checked; absent when all could. */
export function gapsRow({ state, reasons: [first, ...more] }: StatusParams, t: Say): StatusRow | undefined {
  if (first === undefined || (state !== "partial" && state !== "failed")) return undefined;
  const text = first.length > maxReason ? `${first.slice(0, maxReason - 1)}…` : first;
  return { text: plain(text), detail: more.length === 0 ? "" : t("and {0} more", more.length) };
}

/** As much as a row shows. */
const maxReason = 60;

/** By whose settings, and how fast. */
export function settingsRow(status: StatusParams, t: Say): StatusRow {
  const { preset, config, milliseconds, state } = status;
  const text = config === undefined ? t("Preset {0}", preset) : t("Preset {0}, {1}", preset, plain(config));
  if (state !== "checked" && state !== "partial") return { text, detail: "" };
  const time = milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.ceil(milliseconds)} ms`;
  return { text, detail: isOver(status) ? t("last check {0}, more than it may take", time) : t("last check {0}", time) };
}

function severities({ counts: { error, warning } }: StatusParams, t: Say): string {
  return [
    ...(error === 0 ? [] : [error === 1 ? t("1 error") : t("{0} errors", error)]),
    ...(warning === 0 ? [] : [warning === 1 ? t("1 warning") : t("{0} warnings", warning)]),
  ].join(", ");
}

/** VS Code makes links of `[text](command:...)` here, and reasons quote names of files, which anybody may have given. */
function plain(text: string): string {
  return text.replaceAll("](", "] (");
}
