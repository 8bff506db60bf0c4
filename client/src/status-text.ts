import type { StatusParams } from "../../server/src/lsp/protocol.js";

/** A check that takes longer than this is felt while typing, and worth a warning. */
export const budgetMilliseconds = 1000;

/** Whether the last check took longer than it may. */
export function isOver({ milliseconds }: StatusParams): boolean {
  return milliseconds > budgetMilliseconds;
}

/** Says a text in the language of the person: VS Code's `l10n.t`. */
export type Say = (text: string, ...put: (string | number)[]) => string;

/** What the status item says first. */
export function textOf({ state, counts }: StatusParams, t: Say): string {
  if (state === "off") return t("Watertight: off for this file");
  if (state === "skipped") return t("Watertight: not a compose file");
  if (state === "failed") return t("Watertight: cannot read this file");
  const findings = counts.error + counts.warning + counts.information + counts.hint;
  const many = findings === 0 ? t("no findings") : t("{0} findings", findings);
  const count = findings === 1 ? t("1 finding") : many;
  return state === "partial" ? t("Watertight: {0}, partly checked", count) : `Watertight: ${count}`;
}

/** What it says below: which findings, by whose settings, how fast, what is missing, and the way to the settings. */
export function detailOf(status: StatusParams, t: Say): string {
  const { state, preset, config, reasons } = status;
  if (state === "off" || state === "skipped") return settingsLink(t);
  const parts = [
    severities(status, t),
    config === undefined ? t("{0} preset", preset) : t("{0} preset, {1}", preset, config),
    timeOf(status, t),
    ...reasons,
  ].filter((part) => part !== "");
  return `${parts.map(plain).join(" · ")} · ${settingsLink(t)}`;
}

function settingsLink(t: Say): string {
  return `[${t("Settings")}](command:watertight.openSettings)`;
}

function severities({ counts: { error, warning } }: StatusParams, t: Say): string {
  const parts = [
    ...(error === 0 ? [] : [error === 1 ? t("1 error") : t("{0} errors", error)]),
    ...(warning === 0 ? [] : [warning === 1 ? t("1 warning") : t("{0} warnings", warning)]),
  ];
  return parts.join(", ");
}

function timeOf(status: StatusParams, t: Say): string {
  if (status.state === "failed") return "";
  const time = status.milliseconds >= 1000 ? `${(status.milliseconds / 1000).toFixed(1)} s` : `${Math.ceil(status.milliseconds)} ms`;
  return isOver(status) ? t("the last check took {0}, which is more than it may", time) : t("last check {0}", time);
}

/** VS Code makes links of `[text](command:...)` here, and reasons quote names of files, which anybody may have given. */
function plain(text: string): string {
  return text.replaceAll("](", "] (");
}
