import type { Edit } from "../../server/src/engine/index.js";
import type { Trial } from "./trial.js";

/** In each file that is changed, the lines that no edit touches are the same bytes in the same order; new ones end as the others do. */
export function keepsLines({ before: { texts }, changed, edits }: Trial): string | undefined {
  for (const [uri, text] of changed) {
    const before = texts.get(uri);
    if (before === undefined) return `A file is changed that nobody has read: ${uri}`;
    const own = edits.filter(({ at }) => at.file === uri);
    const fault = linesFault(before, text, own) ?? formFault(before, text) ?? emptyFault(before, own);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** With their ends, and without the byte order mark. */
function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const { 0: line, index } of text.matchAll(/(?!\uFEFF)(?:[^\n]*\n|[^\n]+$)/gu))
    lines.push({ text: line, start: index, end: index + line.length });
  return lines;
}

function linesFault(before: string, after: string, edits: readonly Edit[]): string | undefined {
  const now = linesOf(after).map(({ text }) => text);
  const touched: Line[] = [];
  const fresh: string[] = [];
  let next = 0;
  for (const line of linesOf(before)) {
    if (edits.some((edit) => touches(edit, line))) {
      touched.push(line);
      continue;
    }
    const found = now.indexOf(line.text, next);
    if (found < 0) return `An untouched line changes: ${JSON.stringify(line.text)}`;
    fresh.push(...now.slice(next, found));
    next = found + 1;
  }
  fresh.push(...now.slice(next));
  // A file whose last line has no end stays such a file.
  if (!before.endsWith("\n") && !after.endsWith("\n")) fresh.pop();
  const trimmed = new Set(fresh.map((line) => line.trimEnd()));
  const exact = new Set(fresh);
  const faded = touched.find(({ text }) => text.endsWith("\n") && text.trim() !== "" && !exact.has(text) && trimmed.has(text.trimEnd()));
  return faded && `Only the end of a line changes: ${JSON.stringify(faded.text)}`;
}

function touches({ at, text }: Edit, { start, end, text: line }: Line): boolean {
  if (at.start < at.end) return at.start < end && start < at.end;
  if (at.start === start) return !text.endsWith("\n");
  return start < at.start && (at.start < end || !line.endsWith("\n"));
}

/** Byte order mark, line ends, and the last line's own. */
function formFault(before: string, after: string): string | undefined {
  const marks = (text: string) => text.split("\uFEFF").length;
  if (marks(before) !== marks(after) || before.startsWith("\uFEFF") !== after.startsWith("\uFEFF")) return "The byte order mark changes.";
  const ends = (text: string) => new Set(text.match(/\r?\n/gu));
  const strange = [...ends(after)].find((end) => ends(before).size > 0 && !ends(before).has(end));
  if (strange !== undefined) return `Lines end in another way: ${JSON.stringify(strange)}`;
  return before.endsWith("\n") && !after.endsWith("\n") ? "The last line loses its end." : undefined;
}

function emptyFault(before: string, edits: readonly Edit[]): string | undefined {
  const empty = edits.find(({ at, text }) => before.slice(at.start, at.end) === text);
  return empty && `An edit changes nothing: ${JSON.stringify(empty.text)}`;
}
