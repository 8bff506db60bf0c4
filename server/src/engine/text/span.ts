/** A stretch of one text: `start` inclusive, `end` exclusive, 0-based UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span of a named file. `file` is the document's URI, kept exactly as the adapter gave it. */
export interface Place extends Span {
  readonly file: string;
}

/** Replaces the text at a place; an empty span inserts. */
export interface Edit {
  readonly at: Place;
  readonly text: string;
}

/**
 * Applies edits of one file to its text. Edits must not overlap; several insertions at one offset are applied in the
 * order given. Edits of other files are the caller's mistake and are rejected by the `file` check of the caller.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const inOrder = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.at.start - b.edit.at.start || a.edit.at.end - b.edit.at.end || a.index - b.index);
  let result = "";
  let done = 0;
  for (const { edit } of inOrder) {
    if (edit.at.start < done) throw new RangeError(`Edits overlap at offset ${edit.at.start}`);
    result += text.slice(done, edit.at.start) + edit.text;
    done = edit.at.end;
  }
  return result + text.slice(done);
}
