import type { Span } from "../text/span.js";
import type { MapEntry, MapNode, SeqItem, SeqNode, SyntaxFile, YamlNode } from "./tree.js";

/** Where an offset stands in the tree, as far as a half-typed text tells. */
export interface Cursor {
  /** Keys and item indices from the document's root; for a key that is being typed, the path of its mapping. */
  readonly path: readonly (string | number)[];
  /** What stands or would stand there. `item` is an item of a list; `none` is a place where nothing of ours can stand. */
  readonly role: "key" | "value" | "item" | "none";
  /** The word around the offset, without quotes; empty where there is none. */
  readonly word: Span & { readonly text: string };
  /** The scalar or alias at the offset. */
  readonly node?: YamlNode;
  /** The innermost collection around the offset. */
  readonly container?: MapNode | SeqNode;
  readonly entry?: MapEntry;
  readonly item?: SeqItem;
  readonly inComment: boolean;
}

/** Finds the place of an offset. On a blank line the column decides, as it will once something is typed there. */
export function cursorAt(file: SyntaxFile, offset: number): Cursor {
  const document = file.documents.findLast(({ start }) => start <= offset) ?? file.documents[0];
  const inComment = file.comments.some(({ start, end }) => start < offset && offset <= end);
  const at: At = { file, offset, ...lineOf(file, offset) };
  const found = document?.root === undefined ? nothing([], "key") : inNode(at, document.root, [], "none");
  return { ...found, word: wordAt(file, offset, found.node), inComment };
}

interface At {
  readonly file: SyntaxFile;
  readonly offset: number;
  readonly line: number;
  /** The offset's column when nothing but spaces stands before it on its line. */
  readonly column: number | undefined;
}

type Found = Omit<Cursor, "word" | "inComment">;
type Path = Cursor["path"];

function nothing(path: Path, role: Cursor["role"]): Found {
  return { path, role };
}

function lineOf({ lines, text }: SyntaxFile, offset: number): Pick<At, "line" | "column"> {
  const { line, character } = lines.position(offset);
  const start = lines.start(line);
  return { line, column: text.slice(start, start + character).trim() === "" ? character : undefined };
}

/** `role` is what a scalar would be here. */
function inNode(at: At, node: YamlNode, path: Path, role: Cursor["role"]): Found {
  if (node.kind === "map") return node.flow ? inFlowMap(at, node, path) : inBlockMap(at, node, path);
  if (node.kind === "seq") return node.flow ? inFlowSeq(at, node, path) : inBlockSeq(at, node, path);
  const touches = node.start <= at.offset && at.offset <= node.end;
  return touches ? { path, role, node } : nothing(path, "none");
}

function inBlockMap(at: At, map: MapNode, path: Path): Found {
  const index = map.entries.findLastIndex(({ start }) => start <= at.offset);
  const entry = map.entries[index];
  const column = columnOf(at.file, map);
  if (entry === undefined) return { path, role: "key", container: map };
  const below = at.line > lineAt(at.file, entry.start);
  if (below && at.column !== undefined && at.column <= column) return { path, role: "key", container: map };
  return { container: map, entry, ...inEntry(at, entry, path, below) };
}

function inEntry(at: At, entry: MapEntry, path: Path, below: boolean): Found {
  const here = [...path, entry.key.text];
  if (at.offset <= entry.key.end) return { path: here, role: "key", node: entry.key };
  if (entry.colon === undefined) return nothing(here, "none");
  if (at.offset <= entry.colon) return nothing(here, "none");
  if (entry.value === undefined) return nothing(here, "value");
  if (at.offset < beginning(entry.value)) return nothing(here, below || isCollection(entry.value) ? "none" : "value");
  const beyond = at.offset > entry.value.end && !goesOn(entry.value, below);
  return beyond ? nothing(here, "none") : inNode(at, entry.value, here, "value");
}

function inFlowMap(at: At, map: MapNode, path: Path): Found {
  if (isOutside(at, map)) return nothing(path, "none");
  const entry = map.entries.find(({ start, end }) => start <= at.offset && at.offset <= end);
  const before = map.entries.findLast(({ end }) => end < at.offset);
  if (entry !== undefined) return { container: map, entry, ...inEntry(at, entry, path, false) };
  // `{key: |}`: the entry ends at its colon, and the value is still to come.
  const open = before !== undefined && before.colon !== undefined && before.value === undefined;
  const comma = before !== undefined && at.file.text.slice(before.end, at.offset).includes(",");
  if (open && !comma) return { path: [...path, before.key.text], role: "value", container: map, entry: before };
  return { path, role: "key", container: map };
}

function inBlockSeq(at: At, seq: SeqNode, path: Path): Found {
  const index = seq.items.findLastIndex(({ start }) => start <= at.offset);
  const item = seq.items[index];
  if (item === undefined) return { path, role: "none", container: seq };
  const below = at.line > lineAt(at.file, item.start);
  if (below && at.column !== undefined && at.column <= columnOf(at.file, seq)) return { path, role: "none", container: seq };
  const here = [...path, index];
  if (at.offset <= item.start) return { path: here, role: "none", container: seq, item };
  const found = item.node === undefined ? nothing(here, "item") : inItem(at, item.node, here, below);
  return { container: seq, item, ...found };
}

function inItem(at: At, node: YamlNode, here: Path, below: boolean): Found {
  if (at.offset < beginning(node)) return nothing(here, "none");
  const beyond = at.offset > node.end && !goesOn(node, below);
  return beyond ? nothing(here, "none") : inNode(at, node, here, "item");
}

function inFlowSeq(at: At, seq: SeqNode, path: Path): Found {
  if (isOutside(at, seq)) return nothing(path, "none");
  const index = seq.items.findIndex(({ start, end }) => start <= at.offset && at.offset <= end);
  const item = seq.items[index];
  const before = seq.items.filter(({ end }) => end < at.offset).length;
  if (item?.node === undefined) return { path: [...path, before], role: "item", container: seq };
  return { container: seq, item, ...inNode(at, item.node, [...path, index], "item") };
}

/** Before the opening bracket, or after the closing one; an unclosed collection goes on to the end of its line. */
function isOutside({ file, offset, line }: At, { start, end, kind }: MapNode | SeqNode): boolean {
  if (offset <= start) return true;
  const closed = end - start > 1 && file.text[end - 1] === (kind === "map" ? "}" : "]");
  return closed ? offset >= end : offset > end && line > lineAt(file, end);
}

function isCollection(node: YamlNode): boolean {
  return node.kind === "map" || node.kind === "seq";
}

/** Whether a place after the node may still be in it: on a line below a block, or in brackets that nobody closed yet. */
function goesOn(node: YamlNode, below: boolean): boolean {
  return (node.kind === "map" || node.kind === "seq") && (node.flow || below);
}

/** Where the node's tag or anchor starts, or itself. */
function beginning(node: YamlNode): number {
  return Math.min(node.start, node.tag?.start ?? node.start, node.anchor?.start ?? node.start);
}

function lineAt({ lines }: SyntaxFile, offset: number): number {
  return lines.lineOf(offset);
}

function columnOf({ lines }: SyntaxFile, { start }: Span): number {
  return lines.position(start).character;
}

function wordAt({ text, lines }: SyntaxFile, offset: number, node: YamlNode | undefined): Cursor["word"] {
  const line = lines.lineOf(offset);
  const from = Math.max(lines.start(line), node?.start ?? 0);
  const to = Math.min(lines.end(line), node?.end ?? text.length);
  let start = Math.min(offset, to);
  let end = start;
  while (start > from && isWord(text[start - 1])) start--;
  while (end < to && isWord(text[end])) end++;
  return { start, end, text: text.slice(start, end) };
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[^\s"'[\]{},#]/u.test(character);
}
