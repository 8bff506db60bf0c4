/** A position as LSP counts: line and UTF-16 character, both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Converts between offsets and positions of one text. Lines end at `\n`, `\r\n` or a lone `\r`, as in LSP. */
export class Lines {
  readonly #starts: readonly number[];
  readonly #text: string;

  constructor(text: string) {
    const starts = [0];
    for (let offset = 0; offset < text.length; offset++) {
      const code = text.charCodeAt(offset);
      if (code === 13 && text.charCodeAt(offset + 1) === 10) continue;
      if (code === 10 || code === 13) starts.push(offset + 1);
    }
    this.#starts = starts;
    this.#text = text;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** The line and character of an offset; an offset beyond the text gives its end. */
  position(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, this.#text.length));
    const line = this.lineOf(clamped);
    return { line, character: clamped - this.start(line) };
  }

  /** The offset of a position; a character beyond the line's end gives the line's end, without its line break. */
  offset(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.#starts.length) return this.#text.length;
    return Math.min(this.start(position.line) + Math.max(0, position.character), this.end(position.line));
  }

  /** The index of the line that holds an offset. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.start(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Where a line starts. */
  start(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** Where a line's own characters end: before its line break. */
  end(line: number): number {
    let end = this.start(line + 1);
    while (end > this.start(line) && (this.#text[end - 1] === "\n" || this.#text[end - 1] === "\r")) end--;
    return end;
  }
}
