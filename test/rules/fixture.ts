import { readFileSync } from "node:fs";

/** One fenced block of a rule's fixture file. */
export interface Block {
  /**
   * The words after the fence: `yaml`, `yaml clean`, `yaml fixed="Title"`, `yaml refused="..."`; before a text, what stands around it:
   * `dotenv`, `dotenv file="path"`, `yaml file="path"`, `json settings`.
   */
  readonly info: string;
  /** The text with caret lines. */
  readonly text: string;
  /** Lines of the file that the text stands on, `from` inclusive and `to` exclusive, both from 0. */
  readonly from: number;
  readonly to: number;
}

export interface Fixture {
  readonly path: URL;
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
}

const folder = new URL("../../../server/src/engine/rules/", import.meta.url);

/** The fixtures of a rule; throws when it has none, for each rule must have some. */
export function readFixture(id: string): Fixture {
  const path = new URL(`${id}.md`, folder);
  const lines = readFileSync(path, "utf8").split("\n");
  const blocks: Block[] = [];
  let open: { info: string; from: number } | undefined;
  lines.forEach((line, index) => {
    const fence = /^```(?<info>.*)$/u.exec(line)?.groups?.["info"];
    if (fence === undefined) return;
    if (open === undefined) open = { info: fence.trim(), from: index + 1 };
    else {
      blocks.push({ ...open, to: index, text: lines.slice(open.from, index).join("\n") + (index > open.from ? "\n" : "") });
      open = undefined;
    }
  });
  return { path, lines, blocks };
}

const caretLine = /^#? *\^+ [a-z-]+ *$/u;

/** The text without its caret lines. */
export function withoutCarets(text: string): string {
  return text
    .split("\n")
    .filter((line) => !caretLine.test(line))
    .join("\n");
}

/** A caret line under columns `from`..`to` (exclusive); the `#` that makes it a comment gives way to carets in the first column. */
export function caretLineOf(from: number, to: number, label: string): string {
  const carets = "^".repeat(Math.max(1, to - from));
  return from === 0 ? `${carets} ${label}` : `#${" ".repeat(from - 1)}${carets} ${label}`;
}
