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

/** How many findings there are, and of which severities. */
export function findingsRow(status: StatusParams): StatusRow {
  const { state, counts } = status;
  if (state === "off") return { text: "Watertight: off for this file", detail: "" };
  if (state === "skipped") return { text: "Watertight: not a compose file", detail: "" };
  if (state === "failed") return { text: "Watertight: cannot read this file", detail: "" };
  const findings = counts.error + counts.warning + counts.information + counts.hint;
  const count = findings === 1 ? "1 finding" : `${findings === 0 ? "no" : findings} findings`;
  return { text: state === "partial" ? `Watertight: ${count}, partly checked` : `Watertight: ${count}`, detail: severities(status) };
}

/** What could not be read or checked; absent when all could. */
export function gapsRow({ state, reasons: [first, ...more] }: StatusParams): StatusRow | undefined {
  if (first === undefined || (state !== "partial" && state !== "failed")) return undefined;
  const text = first.length > maxReason ? `${first.slice(0, maxReason - 1)}…` : first;
  return { text: plain(text), detail: more.length === 0 ? "" : `and ${more.length} more` };
}

/** As much as a row shows. */
const maxReason = 60;

/** By whose settings, and how fast. */
export function settingsRow(status: StatusParams): StatusRow {
  const { preset, config, milliseconds, state } = status;
  const text = config === undefined ? `Preset ${preset}` : `Preset ${preset}, ${plain(config)}`;
  if (state !== "checked" && state !== "partial") return { text, detail: "" };
  const time = milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.ceil(milliseconds)} ms`;
  return { text, detail: isOver(status) ? `last check ${time}, more than it may take` : `last check ${time}` };
}

function severities({ counts: { error, warning } }: StatusParams): string {
  return [
    ...(error === 0 ? [] : [error === 1 ? "1 error" : `${error} errors`]),
    ...(warning === 0 ? [] : [warning === 1 ? "1 warning" : `${warning} warnings`]),
  ].join(", ");
}

/** VS Code makes links of `[text](command:...)` here, and reasons quote names of files, which anybody may have given. */
function plain(text: string): string {
  return text.replaceAll("](", "] (");
}
