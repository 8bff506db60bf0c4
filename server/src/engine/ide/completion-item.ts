import type { Cursor } from "../syntax/cursor.js";
import type { SyntaxFile } from "../syntax/tree.js";
import type { Edit } from "../text/span.js";

export interface Completion {
  readonly label: string;
  readonly kind: "capability" | "option" | "namespace" | "rule" | "key";
  /** A word or two beside the label, for what sets it apart: that the image needs it, that it opens the host. */
  readonly note?: string;
  /** One line about it. */
  readonly detail: string;
  readonly markdown: string;
  /** Replaces the word that is being typed. */
  readonly edit: Edit;
  /** Orders the list; dangerous ones last. */
  readonly sortText: string;
  readonly dangerous: boolean;
}

/** The place where something is being typed. */
export interface Typed {
  readonly file: SyntaxFile;
  readonly cursor: Cursor;
  /** The path below the service, or below an extension field that anchors a part of one. */
  readonly attribute: readonly (string | number)[];
  /** The name of the service; absent in extension fields. */
  readonly service: string | undefined;
}

export function typedAt(file: SyntaxFile, cursor: Cursor): Typed {
  const [top, name, ...below] = cursor.path;
  if (top === "services" && typeof name === "string") return { file, cursor, attribute: below, service: name };
  const isExtension = typeof top === "string" && top.startsWith("x-");
  return { file, cursor, attribute: isExtension ? cursor.path.slice(1) : [], service: undefined };
}

/** The texts of the list's other items. */
export function siblings({ container, node }: Cursor): readonly string[] {
  if (container?.kind !== "seq") return [];
  return container.items.flatMap((item) => (item.node?.kind === "scalar" && item.node !== node ? [item.node.text] : []));
}

/** The word gives way to the text. */
export function replaceWord({ file, cursor: { word } }: Typed, text: string): Edit {
  return { at: { file: file.uri, start: word.start, end: word.end }, text };
}

/** The same for an item of a list, which is begun where there is none yet: in brackets beside its key, with a dash below it. */
export function replaceItem(typed: Typed, text: string): Edit {
  const { role, entry } = typed.cursor;
  if (role !== "value" || entry === undefined) return replaceWord(typed, text);
  return replaceWord(typed, isBeside(typed) ? `[${text}]` : `- ${text}`);
}

/** Whether the word stands on the line of its key. */
export function isBeside({ file, cursor: { word, entry } }: Typed): boolean {
  return entry !== undefined && file.lines.lineOf(word.start) === file.lines.lineOf(entry.key.start);
}
