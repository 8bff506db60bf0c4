import { type Finding, Lines, type Place, type Problem, type Severity } from "../../engine/index.js";
import { type CheckedFile, shownPath } from "../check.js";
import { countBySeverity } from "./json.js";

/** Wraps a text in the escape codes of a terminal, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

export type Style = Severity | "dim" | "bold";

const codes: Readonly<Record<Style, string>> = { error: "31;1", warning: "33", information: "36", hint: "2", dim: "2", bold: "1" };

export const painted: Paint = (style, text) => `\u001B[${codes[style]}m${text}\u001B[0m`;
export const plain: Paint = (_style, text) => text;

/** Longer lines are cut around the place they are shown for. */
const maxWidth = 120;

/** Findings for people: place, severity, rule and sentence, then the line with carets below it. */
export function textReport(files: readonly CheckedFile[], paint: Paint): string {
  const blocks = files.flatMap((file) => file.report.findings.map((finding) => findingText(file, finding, paint)));
  const counts = countBySeverity(files);
  const found = (Object.keys(counts) as Severity[])
    .filter((severity) => counts[severity] > 0)
    .map((severity) => amount(counts[severity], severity));
  const checked = files.filter(({ report }) => report.status === "checked" || report.status === "partial").length;
  const summary = `${found.length === 0 ? "No findings" : found.join(", ")} in ${amount(checked, "file")}.`;
  return `${[...blocks, paint("bold", summary)].join("\n")}\n`;
}

/** What could not be read or checked, a line each, for standard error. */
export function problemLines({ path, text, report }: CheckedFile): readonly string[] {
  const lines = new Lines(text);
  return report.problems.map((problem) => problemLine(problem, text === "" ? path : `${path}:${position(lines, problem.at)}`));
}

/** One problem at a place that is named already. */
export function problemLine({ message, fatal }: Problem, place: string): string {
  return `${place} ${fatal ? "unreadable" : "not checked"}: ${message}`;
}

function findingText(file: CheckedFile, { severity, rule, message, at, related }: Finding, paint: Paint): string {
  const { lines, shown } = printedOf(file);
  const head = `${paint("bold", `${file.path}:${position(lines, at)}`)} ${paint(severity, severity)} ${rule}  ${message}`;
  const others = related.map((place) => paint("dim", `    ${placeText(file, place.at)}: ${place.message}`));
  return [head, ...snippet(shown, lines, at, severity, paint), ...others, ""].join("\n");
}

/** What all findings of a file are printed from. */
interface Printed {
  readonly lines: Lines;
  /** The text with every secret made unreadable, at its own length. */
  readonly shown: string;
}

/** Worked out once for each file: large ones have thousands of findings. */
const printed = new WeakMap<CheckedFile, Printed>();

function printedOf(file: CheckedFile): Printed {
  const before = printed.get(file);
  if (before !== undefined) return before;
  const found = { lines: new Lines(file.text), shown: withoutSecrets(file) };
  printed.set(file, found);
  return found;
}

function withoutSecrets({ text, report }: CheckedFile): string {
  const own = report.secrets.filter(({ file }) => file === report.uri).toSorted((a, b) => a.start - b.start);
  let shown = "";
  for (const { start, end } of own) {
    const from = Math.max(start, shown.length);
    if (from < end) shown += text.slice(shown.length, from) + "*".repeat(end - from);
  }
  return shown + text.slice(shown.length);
}

function placeText(file: CheckedFile, at: Place): string {
  const path = shownPath(at.file, file);
  if (at.file === file.report.uri) return `${path}:${position(printedOf(file).lines, at)}`;
  const text = file.texts.get(at.file);
  return text === undefined ? path : `${path}:${position(new Lines(text), at)}`;
}

/** Line and column from 1, as editors show them; columns count characters as people see them. */
export function position(lines: Lines, { start }: Place): string {
  const { line, character } = lines.position(start);
  return `${line + 1}:${character + 1}`;
}

function snippet(text: string, lines: Lines, at: Place, severity: Severity, paint: Paint): readonly string[] {
  const line = lines.lineOf(at.start);
  const from = lines.start(line);
  const to = lines.end(line);
  const before = visible(text.slice(from, at.start));
  const marked = visible(text.slice(at.start, Math.max(at.start, Math.min(at.end, to))));
  const after = visible(text.slice(Math.min(at.end, to), to));
  const cut = Math.max(0, before.length + Math.min(marked.length, 40) - maxWidth + 20);
  const shown = `${cut > 0 ? "…" : ""}${(before + marked + after).slice(cut)}`;
  const number = String(line + 1);
  const gutter = `${number.padStart(5)} | `;
  const indent = width(before.slice(cut)) + (cut > 0 ? 1 : 0);
  const carets = "^".repeat(Math.max(1, Math.min(width(marked), maxWidth)));
  const code = shown.length > maxWidth ? `${shown.slice(0, maxWidth - 1)}…` : shown;
  return [`${paint("dim", gutter)}${code}`, `${paint("dim", `${" ".repeat(5)} | `)}${" ".repeat(indent)}${paint(severity, carets)}`];
}

/** Tabs become spaces, and control characters marks that no terminal acts upon. */
function visible(text: string): string {
  return text
    .replaceAll("\t", "    ")
    .replace("\uFEFF", "")
    .replaceAll(/\p{Cc}/gu, "\uFFFD");
}

/** Columns on a terminal: wide characters and most emoji take two, what joins to the one before takes none. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mn}|\p{Me}|\u200D|\uFE0F/u.test(character)) continue;
    columns += /[\p{Extended_Pictographic}\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\uFF01-\uFF60]/u.test(
      character,
    )
      ? 2
      : 1;
  }
  return columns;
}

function amount(count: number, what: string): string {
  const plural = what === "information" ? what : `${what}s`;
  return `${count} ${count === 1 ? what : plural}`;
}
