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

/** How many findings there are; below, of which severities, or what could not be read. */
export function findingsRow(status: StatusParams): StatusRow {
  const { state, counts, reasons } = status;
  if (state === "off") return { text: "Watertight: off for this file", detail: "" };
  if (state === "skipped") return { text: "Watertight: not a compose file", detail: "" };
  const [first, ...more] = reasons;
  const gaps = more.length === 0 ? (first ?? "") : `${first} (and ${more.length} more)`;
  if (state === "failed") return { text: "Watertight: cannot read this file", detail: plain(gaps) };
  const findings = counts.error + counts.warning + counts.information + counts.hint;
  const count = findings === 1 ? "1 finding" : `${findings === 0 ? "no" : findings} findings`;
  return state === "partial"
    ? { text: `Watertight: ${count}, partly checked`, detail: plain(gaps) }
    : { text: `Watertight: ${count}`, detail: severities(status) };
}

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
