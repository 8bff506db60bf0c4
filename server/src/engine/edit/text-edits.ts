import type { AliasNode, MapEntry, MapNode, ScalarNode, SeqItem, SeqNode, YamlNode } from "../syntax/tree.js";
import type { Edit, Span } from "../text/span.js";
import type { Yaml } from "./change.js";
import type { Located, LocatedEntry, Owner } from "./located.js";
import { type Context, entryLines, inline, itemLines, keyText, type MergeTag } from "./render.js";
import { isPlainSafe, quoted } from "./scalar-text.js";

/** What the functions below need to know of a file. */
export interface Target extends Context {
  readonly located: Located;
}

export function columnOf({ located: { file } }: Target, offset: number): number {
  return file.lines.position(offset).character;
}

export function replaceSpan({ located: { file } }: Target, { start, end }: Span, text: string): Edit {
  return { at: { file: file.uri, start, end }, text };
}

/** Whole lines after the line of an offset, or after the end of a text without a last line break. */
export function insertLinesBelow(target: Target, offset: number, lines: readonly string[]): Edit {
  const { file } = target.located;
  const { eol } = target.style;
  const line = file.lines.lineOf(offset);
  if (line + 1 < file.lines.count) {
    const at = file.lines.start(line + 1);
    return replaceSpan(target, { start: at, end: at }, lines.map((one) => one + eol).join(""));
  }
  const end = file.text.length;
  return replaceSpan(target, { start: end, end }, lines.map((one) => eol + one).join(""));
}

/** An entry to be written; its tag, where it has one, stands before the value. */
export interface WrittenEntry {
  readonly key: string;
  readonly value: Yaml;
  readonly tag?: MergeTag;
}

/** `key: value` behind an entry of a mapping. */
export function insertEntry(target: Target, map: MapNode, after: MapEntry, written: WrittenEntry): Edit {
  if (map.flow) {
    const json = after.key.style === "double" ? target : { ...target, json: false };
    return replaceSpan(target, { start: after.end, end: after.end }, `, ${inlineEntry(written, json)}`);
  }
  const first = map.entries[0] ?? after;
  const column = columnOf(target, first.start);
  const [head = "", ...rest] = entryLines(written.key, written.value, column, target, written.tag);
  return insertLinesBelow(target, after.end, [" ".repeat(column) + head, ...rest]);
}

/** An entry as it stands in brackets. */
export function inlineEntry({ key, value, tag }: WrittenEntry, context: Context): string {
  return `${keyText(key, context, true)}: ${tag === undefined ? "" : `${tag} `}${inline(value, context, true)}`;
}

/** `key: *alias` made a mapping that merges what the alias brings, with entries beside it. */
export function openedAlias(target: Target, alias: AliasNode, { map, entry }: LocatedEntry, inserted: readonly WrittenEntry[]): Edit {
  // A space, since a bracket or comma may stand in an anchor's name.
  if (map.flow) {
    const entries = inserted.map((one) => inlineEntry(one, { ...target, json: false })).join(", ");
    return replaceSpan(target, alias, `{<<: *${alias.name} , ${entries}}`);
  }
  const column = columnOf(target, entry.start) + target.style.indent;
  const pad = " ".repeat(column);
  const lines = inserted.flatMap(({ key, value, tag }) => {
    const [head = "", ...rest] = entryLines(key, value, column, target, tag);
    return [pad + head, ...rest];
  });
  const text = ["", `${pad}<<: *${alias.name}`, ...lines].join(target.style.eol);
  return replaceSpan(target, { start: (entry.colon ?? entry.key.end) + 1, end: alias.end }, text);
}

/** Gives an entry that has no value one. */
export function fillEntry(target: Target, map: MapNode, { key, colon, end }: MapEntry, value: Yaml): Edit {
  if (map.flow) return replaceSpan(target, { start: end, end }, `${colon === undefined ? ":" : ""} ${inline(value, target, true)}`);
  const [head = "", ...rest] = entryLines(key.text, value, columnOf(target, key.start), target);
  const tail = head.slice(head.indexOf(":") + 1);
  return replaceSpan(target, { start: end, end }, [(colon === undefined ? ":" : "") + tail, ...rest].join(target.style.eol));
}

/** Puts a value in the place of a node: on its line where it fits there, else as a block below its key. */
export function replaceNode(target: Target, node: YamlNode, owner: Owner | undefined, value: Yaml, tag?: MergeTag): Edit {
  const span = { start: Math.min(node.start, node.tag?.start ?? node.start), end: node.end };
  const inFlow = owner !== undefined && ("map" in owner ? owner.map.flow : owner.seq.flow);
  if (tag !== undefined && inFlow) return replaceSpan(target, span, `${tag} ${inline(value, target, true)}`);
  if (tag === undefined && node.kind === "scalar" && typeof value === "string")
    return replaceSpan(target, span, sameStyle(target, node.style, inFlow, value));
  const complex = (typeof value === "object" && value !== null) || tag !== undefined;
  if (owner === undefined || !("map" in owner) || inFlow || !complex) return replaceSpan(target, span, inline(value, target, inFlow));
  const { key, colon, start } = owner.entry;
  const text = entryLines(key.text, value, columnOf(target, start), target, tag).join(target.style.eol);
  return replaceSpan(target, { start: (colon ?? key.end) + 1, end: node.end }, text.slice(text.indexOf(":") + 1));
}

function sameStyle(target: Target, style: string, inFlow: boolean, value: string): string {
  if (style === "double" || style === "single") return quoted(value, style === "double" ? '"' : "'");
  return inline(value, target, inFlow);
}

/** Changes a scalar in part; absent for places that are not in it, and for all but places within a line where it has several. */
export function spliceScalar(target: Target, node: ScalarNode, part: "start" | "end" | Span, text: string): Edit | undefined {
  const { file, owners } = target.located;
  const isQuoted = node.style === "double" || node.style === "single";
  const from = isQuoted ? node.start + 1 : node.start;
  const to = isQuoted ? node.end - 1 : node.end;
  const written = file.text.slice(from, to);
  if (node.style === "literal" || node.style === "folded" || /[\r\n]/u.test(written)) {
    return typeof part === "string" ? undefined : spliceLine(target, node, part, text);
  }
  const span = part === "start" ? { start: from, end: from } : part === "end" ? { start: to, end: to } : part;
  if (span.start < from || span.end > to) return undefined;
  const owner = owners.get(node);
  const inFlow = owner !== undefined && ("map" in owner ? owner.map.flow : owner.seq.flow);
  const after = written.slice(0, span.start - from) + text + written.slice(span.end - from);
  if (isQuoted || isPlainSafe(after, inFlow)) return replaceSpan(target, span, text);
  return replaceSpan(target, node, quoted(after, target.style.quote));
}

/** In a text over several lines only what stays within one of them, and needs no other quotes for it. */
function spliceLine(target: Target, node: ScalarNode, part: Span, text: string): Edit | undefined {
  const { file } = target.located;
  const isInside = node.start < part.start && part.end <= node.end;
  if (node.style === "plain" || !isInside || /[\r\n]/u.test(file.text.slice(part.start, part.end) + text)) return undefined;
  const isQuoted = node.style === "single" || node.style === "double";
  const fits = isQuoted ? !/['"\\]/u.test(text) : file.lines.lineOf(node.start) < file.lines.lineOf(part.start);
  return fits ? replaceSpan(target, part, text) : undefined;
}

/** Takes entries out of a mapping; at least one other stays or comes. Absent when a line is shared with something that has to stay. */
export function removeEntries(target: Target, map: MapNode, removed: readonly MapEntry[]): readonly Edit[] | undefined {
  if (map.flow) return removeFromFlow(target, map.entries, removed);
  const edits: Edit[] = [];
  for (const entry of removed) {
    const next = map.entries[map.entries.indexOf(entry) + 1];
    const edit = standsFirst(target, entry.start) ? removeLines(target, entry) : next && removeUpTo(target, entry, next);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  return edits;
}

/** `- first: x` shares its line with a dash: what follows moves up into its place. */
function removeUpTo(target: Target, entry: MapEntry, next: MapEntry): Edit {
  return replaceSpan(target, { start: entry.start, end: next.start }, "");
}

/** Whether only spaces stand before an offset on its line. */
function standsFirst({ located: { file } }: Target, offset: number): boolean {
  return (
    file.text
      .slice(file.lines.start(file.lines.lineOf(offset)), offset)
      .replace("\uFEFF", "")
      .trim() === ""
  );
}

/** All lines that a span touches, with the comment behind its end; the line break before it when the text ends there. */
function removeLines(target: Target, { start, end }: Span): Edit {
  const { lines, text } = target.located.file;
  const first = lines.lineOf(start);
  const last = lines.lineOf(end);
  // A byte order mark is the file's, not its first line's.
  const from = first === 0 && text.startsWith("\uFEFF") ? 1 : lines.start(first);
  if (last + 1 < lines.count) return replaceSpan(target, { start: from, end: lines.start(last + 1) }, "");
  return replaceSpan(target, { start: first === 0 ? from : lines.end(first - 1), end: text.length }, "");
}

function removeFromFlow<Part extends Span>(target: Target, parts: readonly Part[], removed: readonly Part[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (let index = 0; index < parts.length; index++) {
    if (!removed.includes(parts[index] as Part)) continue;
    const from = index;
    while (index + 1 < parts.length && removed.includes(parts[index + 1] as Part)) index++;
    const next = parts[index + 1];
    const before = parts[from - 1];
    const first = parts[from];
    const last = parts[index];
    if (first === undefined || last === undefined) continue;
    const span = next !== undefined ? { start: first.start, end: next.start } : { start: before?.end ?? first.start, end: last.end };
    edits.push(replaceSpan(target, span, ""));
  }
  return edits;
}

/** Takes items out of a list and puts others at its end. Something stays or comes: an empty list is the caller's to remove. */
export function listEdits(target: Target, seq: SeqNode, removed: readonly SeqItem[], added: readonly Yaml[]): readonly Edit[] | undefined {
  if (seq.flow) return flowListEdits(target, seq, removed, added);
  const edits: Edit[] = [];
  for (const item of removed) {
    if (!standsFirst(target, item.start)) return undefined;
    edits.push(removeLines(target, item));
  }
  const last = seq.items.at(-1);
  if (added.length > 0 && last !== undefined) {
    const column = columnOf(target, seq.start);
    edits.push(
      insertLinesBelow(
        target,
        last.end,
        added.flatMap((value) => itemLines(value, column, likeItems(target, seq))),
      ),
    );
  }
  return edits;
}

/** Tags a list with `!override`, and puts items before its own. */
export function overrideEdits(target: Target, seq: SeqNode, before: readonly Yaml[]): readonly Edit[] {
  const like = likeItems(target, seq);
  if (seq.flow || seq.items.length === 0) {
    const items = before.map((value) => `${inline(value, like, true)}${seq.items.length > 0 ? ", " : ""}`).join("");
    return [replaceSpan(target, { start: seq.start, end: seq.start + 1 }, `!override [${items}`)];
  }
  const owner = target.located.owners.get(seq);
  const at = owner !== undefined && "map" in owner ? (owner.entry.colon ?? owner.entry.key.end) + 1 : seq.start;
  const tag = replaceSpan(target, { start: at, end: at }, " !override");
  if (before.length === 0) return [tag];
  const column = columnOf(target, seq.start);
  const lines = before.flatMap((value) => itemLines(value, column, like)).map((line) => line + target.style.eol);
  const start = seq.start - column;
  return [tag, replaceSpan(target, { start, end: start }, lines.join(""))];
}

/** Where every item of a list stands in quotes, a new one does, too. */
function likeItems(target: Target, seq: SeqNode): Target {
  const styles = new Set(seq.items.map(({ node }) => (node?.kind === "scalar" ? node.style : undefined)));
  const [style] = styles;
  if (styles.size !== 1 || (style !== "double" && style !== "single")) return target;
  return { ...target, style: { ...target.style, quote: style === "double" ? '"' : "'" }, quoteAll: true };
}

function flowListEdits(target: Target, seq: SeqNode, removed: readonly SeqItem[], added: readonly Yaml[]): readonly Edit[] {
  const like = likeItems(target, seq);
  const texts = added.map((value) => inline(value, like, true));
  const last = seq.items.at(-1);
  if (texts.length === 0) return removeFromFlow(target, seq.items, removed);
  if (last === undefined) return [replaceSpan(target, { start: seq.start + 1, end: seq.start + 1 }, texts.join(", "))];
  if (removed.length === 0) return [replaceSpan(target, { start: last.end, end: last.end }, texts.map((text) => `, ${text}`).join(""))];
  const kept = seq.items.filter((item) => !removed.includes(item)).map(({ start, end }) => target.located.file.text.slice(start, end));
  const first = seq.items[0]?.start ?? seq.start + 1;
  return [replaceSpan(target, { start: first, end: last.end }, [...kept, ...texts].join(", "))];
}
