import type { StatusParams } from "../../server/src/lsp/protocol.js";

/** A check that takes longer than this is felt while typing, and worth a warning. */
export const budgetMilliseconds = 1000;

/** Whether the last check took longer than it may. */
export function isOver({ milliseconds }: StatusParams): boolean {
  return milliseconds > budgetMilliseconds;
}

/** What the status item says first. */
export function textOf({ state, counts }: StatusParams): string {
  if (state === "off") return "Watertight: off for this file";
  if (state === "skipped") return "Watertight: not a compose file";
  if (state === "failed") return "Watertight: cannot read this file";
  const findings = counts.error + counts.warning + counts.information + counts.hint;
  const count = findings === 1 ? "1 finding" : `${findings === 0 ? "no" : findings} findings`;
  return state === "partial" ? `Watertight: ${count}, partly checked` : `Watertight: ${count}`;
}

/** What it says below: which findings, by whose settings, how fast, what is missing, what all files of the workspace came to, and the way to the settings. */
export function detailOf(status: StatusParams, workspace?: string): string {
  const { state, preset, config, reasons } = status;
  if (state === "off" || state === "skipped") return settingsLink;
  const parts = [
    severities(status),
    config === undefined ? `${preset} preset` : `${preset} preset, ${config}`,
    timeOf(status),
    ...reasons,
    workspace ?? "",
  ].filter((part) => part !== "");
  return `${parts.map(plain).join(" · ")} · ${settingsLink}`;
}

const settingsLink = "[Settings](command:watertight.openSettings)";

function severities({ counts: { error, warning } }: StatusParams): string {
  const parts = [
    ...(error === 0 ? [] : [error === 1 ? "1 error" : `${error} errors`]),
    ...(warning === 0 ? [] : [warning === 1 ? "1 warning" : `${warning} warnings`]),
  ];
  return parts.join(", ");
}

function timeOf(status: StatusParams): string {
  if (status.state === "failed") return "";
  const time = status.milliseconds >= 1000 ? `${(status.milliseconds / 1000).toFixed(1)} s` : `${Math.ceil(status.milliseconds)} ms`;
  return isOver(status) ? `the last check took ${time}, which is more than it may` : `last check ${time}`;
}

/** VS Code makes links of `[text](command:...)` here, and reasons quote names of files, which anybody may have given. */
function plain(text: string): string {
  return text.replaceAll("](", "] (");
}
