import type { ServerReport, SeverityCounts, StatusParams } from "../../server/src/lsp/protocol.js";

/** What a report is made of; none of it is the content or the name of a file. */
export interface ReportParts {
  readonly version: string;
  /** Name and version of the editor, and where it runs. */
  readonly editor: string;
  /** Absent while it does not answer. */
  readonly server: ServerReport | undefined;
  readonly serverState: string;
  /** Of the workspace: number and kinds of its folders, trusted or not. */
  readonly workspace: string;
  readonly documents: readonly StatusParams[];
  readonly settings: readonly SettingInForce[];
}

/** A setting as the manifest declares it, and as it is. */
export interface SettingInForce {
  readonly key: string;
  readonly value: unknown;
  /** Where it was set: default, user, workspace or folder. */
  readonly from: string;
  /** Values of which the text is ours, so that it may be shown. */
  readonly known: readonly unknown[];
  /** Of an object: the names that are ours. */
  readonly names: readonly string[];
}

/** The diagnostic report, as Markdown, in English for those who are to read it. Names of files, globs, registries and whatever else a person wrote are counted, never shown. */
export function diagnosticReport({ version, editor, server, serverState, workspace, documents, settings }: ReportParts): string {
  return [
    `Watertight ${version}, ${editor}`,
    server === undefined
      ? `Server: ${serverState}`
      : `Server: ${serverState}, ${server.version}, ${server.diagnostics} diagnostics, ${server.documents} documents open`,
    `Workspace: ${workspace}`,
    `Open files: ${documentsOf(documents)}`,
    ...(server?.workspaceFiles === undefined ? [] : [`Workspace check: ${server.workspaceFiles} files followed`]),
    "",
    ...table(["request", "count", "median ms", "longest ms"], (server?.timings ?? []).map(rowOf)),
    "",
    ...table(
      ["setting", "value", "set in"],
      settings.map((setting) => [setting.key, shownValue(setting), setting.from]),
    ),
    "",
  ].join("\n");
}

function rowOf({ name, count, median, longest }: ServerReport["timings"][number]): string[] {
  return [name, String(count), String(median), String(longest)];
}

function documentsOf(documents: readonly StatusParams[]): string {
  if (documents.length === 0) return "none";
  const states = [...new Set(documents.map(({ state }) => state))].map(
    (state) => `${documents.filter((one) => one.state === state).length} ${state}`,
  );
  const sum = (severity: keyof SeverityCounts): string =>
    `${documents.reduce((all, { counts }) => all + counts[severity], 0)} of severity ${severity}`;
  const longest = Math.max(...documents.map(({ milliseconds }) => milliseconds));
  return `${[...states, sum("error"), sum("warning"), sum("information"), sum("hint")].join(", ")}; the slowest last check took ${longest.toFixed(1)} ms`;
}

function shownValue({ value, known, names }: SettingInForce): string {
  if (value === null || typeof value === "boolean" || typeof value === "number" || known.includes(value)) return String(value);
  if (Array.isArray(value)) return `${value.length} entries`;
  if (typeof value !== "object") return "another value";
  const entries = Object.entries(value ?? {});
  const ours = entries.filter(([name, its]) => names.includes(name) && known.includes(its)).map(([name, its]) => `${name}: ${its}`);
  const others = entries.length - ours.length;
  return [...ours, ...(others === 0 && ours.length > 0 ? [] : [`${others} ${ours.length > 0 ? "other " : ""}entries`])].join(", ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
