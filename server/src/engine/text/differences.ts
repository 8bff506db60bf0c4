import type { Edit } from "./span.js";

/** The edits between two texts by whole lines: what is the same between two changes stays untouched, and so do cursors and folds in it. */
export function differences(file: string, before: string, after: string): readonly Edit[] {
  const a = linesOf(before);
  const b = linesOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const edits: Edit[] = [];
  let offset = lengthOf(a, 0, start);
  let i = start;
  let j = start;
  while (i < a.length - end || j < b.length - end) {
    const [di, dj] = nextSame(a, b, i, j, end);
    edits.push({ at: { file, start: offset, end: offset + lengthOf(a, i, di) }, text: b.slice(j, dj).join("") });
    offset += lengthOf(a, i, di);
    i = di;
    j = dj;
    while (i < a.length - end && j < b.length - end && a[i] === b[j]) {
      offset += a[i]?.length ?? 0;
      i++;
      j++;
    }
  }
  return edits;
}

/** The lines from which on both texts agree again, the nearest; their ends where they never do. */
function nextSame(a: readonly string[], b: readonly string[], i: number, j: number, end: number): readonly [number, number] {
  const [lastA, lastB] = [a.length - end, b.length - end];
  for (let far = 1; far <= maxFar; far++) {
    for (let di = 0; di <= far; di++) {
      const dj = far - di;
      if (i + di < lastA && j + dj < lastB && isSame(a, b, i + di, j + dj)) return [i + di, j + dj];
    }
  }
  return [lastA, lastB];
}

/** One blank line is like another: two in a row have to agree, unless the text ends. */
function isSame(a: readonly string[], b: readonly string[], i: number, j: number): boolean {
  return a[i] === b[j] && a[i + 1] === b[j + 1];
}

/** Changes of a file that lie further apart than this many lines of difference are one. */
const maxFar = 60;

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}

function lengthOf(lines: readonly string[], from: number, to: number): number {
  let length = 0;
  for (let at = from; at < to; at++) length += lines[at]?.length ?? 0;
  return length;
}
