import { Composer, CST, Lexer, Parser } from "yaml";
import { t } from "../text/l10n.js";
import { Lines } from "../text/lines.js";
import type { Span } from "../text/span.js";
import { plainValue } from "./scalar-value.js";
import type {
  Comment,
  MapEntry,
  MapNode,
  Named,
  NodeProperties,
  ScalarNode,
  ScalarStyle,
  SeqItem,
  SeqNode,
  SyntaxFile,
  SyntaxProblem,
  YamlDocument,
  YamlNode,
} from "./tree.js";

/**
 * Reads YAML as Compose does. Never throws: what is wrong stands in `problems`, and the tree holds whatever could be read around it.
 * `uri` is kept as the name of the file; nothing is read from it.
 */
export function parse(uri: string, text: string): SyntaxFile {
  const lines = new Lines(text);
  const problems: SyntaxProblem[] = [];
  const comments: Comment[] = [];
  let documents: readonly YamlDocument[] = [];
  try {
    const tokens = tokenise(withoutDirective(text), text, comments);
    documents = readDocuments(tokens, { text, problems, anchors: new Map(), open: new Set(), depth: 0 });
    if (!problems.some(({ code }) => code === "too-deep")) problems.push(...complaints(tokens, text));
  } catch (error) {
    // The parser recurses: some thousand nested brackets exhaust the stack. The text is then unreadable, and that is what we say.
    const message = error instanceof RangeError ? t("The file is nested too deeply to be read.") : t("The file could not be read as YAML.");
    problems.push({ code: "unreadable", message, start: 0, end: Math.min(1, text.length), fatal: true });
  }
  problems.sort((a, b) => a.start - b.start);
  return { uri, text, lines, documents, comments, problems };
}

/** Deeper nodes are left out: no compose file comes near, and everything after us may recurse. */
const maxDepth = 100;

/** Compose ignores `%YAML 1.1`, while the library would change its reading: the line is blanked, offsets stay. */
function withoutDirective(text: string): string {
  return text.replace(
    /^(?<before>\uFEFF?(?:[ \t]*(?:#.*)?\r?\n)*)(?<directive>%YAML[^\r\n]*)/u,
    (_all, before: string, directive: string) => {
      return before + " ".repeat(directive.length);
    },
  );
}

function tokenise(source: string, text: string, comments: Comment[]): readonly CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let offset = 0;
  let scalar = false;
  for (const lexeme of new Lexer().lex(source)) {
    tokens.push(...parser.next(lexeme));
    if (!scalar && marks.has(lexeme)) {
      scalar = lexeme === CST.SCALAR;
      continue;
    }
    if (!scalar && lexeme.startsWith("#")) {
      comments.push({ start: offset, end: offset + lexeme.length, text: lexeme, ownLine: standsAlone(text, offset) });
    }
    scalar = false;
    offset += lexeme.length;
  }
  tokens.push(...parser.end());
  return tokens;
}

/** Lexemes that stand for no character of the text; after the one for scalars the next lexeme is text, whatever it looks like. */
const marks: ReadonlySet<string> = new Set([CST.SCALAR, CST.DOCUMENT, CST.FLOW_END]);

function standsAlone(text: string, offset: number): boolean {
  let before = offset - 1;
  while (text[before] === " " || text[before] === "\t" || text[before] === "\uFEFF") before--;
  return before < 0 || text[before] === "\n" || text[before] === "\r";
}

/** What the library finds wrong, once for each place. */
function complaints(tokens: readonly CST.Token[], text: string): readonly SyntaxProblem[] {
  // Anchors live on over `---` for Compose but not for the library, and duplicates are ours to find: neither is asked of it.
  const composer = new Composer({ version: "1.2", schema: "core", uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  return [...composer.compose(tokens, true, text.length)]
    .flatMap(({ errors }) => errors)
    .filter(({ code, message }) => !message.startsWith("Unresolved alias") && code !== "NON_STRING_KEY")
    .slice(0, maxComplaints)
    .map(({ code, message, pos: [from, to] }) => {
      const start = Math.min(from, text.length);
      const end = Math.min(Math.max(start, to), text.length);
      return { code: code.toLowerCase().replaceAll("_", "-"), message: t(plainWords[code] ?? message), start, end, fatal: true };
    });
}

/** One slip early in a text can make thousands of lines wrong; nobody reads more. */
const maxComplaints = 50;

/** What we find ourselves is bounded, too: a million lines that are all alike have a million duplicate keys. */
const maxProblems = 1000;

/** Where the library's words speak of YAML's grammar rather than of what was typed. */
const plainWords: Readonly<Record<string, string>> = {
  MULTILINE_IMPLICIT_KEY: "A colon is missing after this key.",
  BLOCK_AS_IMPLICIT_KEY: "A second colon on this line: a text that holds one has to be in quotes.",
};

interface Reading {
  readonly text: string;
  readonly problems: SyntaxProblem[];
  /** The last node of each name so far; they live as long as the file, over `---` too. */
  readonly anchors: Map<string, YamlNode>;
  /** Names whose node is being read: an alias in there would contain itself. */
  readonly open: Set<string>;
  depth: number;
}

function readDocuments(tokens: readonly CST.Token[], reading: Reading): readonly YamlDocument[] {
  const documents = tokens.filter((token) => token.type === "document");
  return documents.map((token, index) => {
    const root = nodeOf(token.value, propertiesOf(token.start), token.offset, reading);
    const end = documents[index + 1]?.offset ?? reading.text.length;
    const marked = token.start.some(({ type }) => type === "doc-start");
    if (root === undefined && documents.length > 1 && marked) {
      const message = t("This document is empty, and Compose refuses an empty document.");
      complain(reading, "empty-document", message, { start: token.offset, end: Math.min(token.offset + 3, reading.text.length) });
    }
    return { start: token.offset, end, ...(root && { root }) };
  });
}

/** The node of a token; absent where nothing is written, neither value nor tag nor anchor. */
function nodeOf(token: CST.Token | null | undefined, properties: NodeProperties, empty: number, reading: Reading): YamlNode | undefined {
  const name = properties.anchor?.name;
  const outer = name !== undefined && reading.open.has(name);
  if (name !== undefined) reading.open.add(name);
  reading.depth++;
  const node = reading.depth > maxDepth ? tooDeep(token, reading) : bareNode(token, properties, empty, reading);
  reading.depth--;
  if (name !== undefined && !outer) reading.open.delete(name);
  if (name !== undefined && node !== undefined && node.kind !== "alias") reading.anchors.set(name, node);
  return node;
}

function tooDeep(token: CST.Token | null | undefined, reading: Reading): undefined {
  if (token == null) return undefined;
  const known = reading.problems.some(({ code }) => code === "too-deep");
  const message = t`Nested more than ${maxDepth} levels deep: what stands further in is not read.`;
  if (!known) reading.problems.push({ code: "too-deep", message, start: token.offset, end: token.offset + 1, fatal: false });
  return undefined;
}

function bareNode(token: CST.Token | null | undefined, properties: NodeProperties, empty: number, reading: Reading): YamlNode | undefined {
  switch (token?.type) {
    case "alias":
      return aliasNode(token, properties, reading);
    case "scalar":
    case "single-quoted-scalar":
    case "double-quoted-scalar":
    case "block-scalar":
      return scalarNode(token, properties);
    case "block-map":
      return blockMap(token, properties, reading);
    case "block-seq":
      return blockSeq(token, properties, reading);
    case "flow-collection":
      return token.start.type === "flow-map-start" ? flowMap(token, properties, reading) : flowSeq(token, properties, reading);
    default:
      return emptyNode(properties, empty);
  }
}

/** `key: !reset` and `key: &name` write something without a value. */
function emptyNode(properties: NodeProperties, empty: number): ScalarNode | undefined {
  const end = Math.max(properties.tag?.end ?? -1, properties.anchor?.end ?? -1);
  if (end < 0) return undefined;
  const at = Math.max(end, Math.min(end, empty));
  return { kind: "scalar", style: "plain", text: "", value: properties.tag === undefined ? null : "", start: at, end: at, ...properties };
}

function aliasNode(token: CST.FlowScalar, properties: NodeProperties, reading: Reading): YamlNode {
  const name = token.source.slice(1);
  const target = reading.open.has(name) ? undefined : reading.anchors.get(name);
  const span = { start: token.offset, end: token.offset + token.source.length };
  if (target === undefined) {
    const message = reading.open.has(name) ? t`"*${name}" stands inside what it refers to.` : t`There is no anchor "&${name}" before this.`;
    complain(reading, "bad-alias", message, span);
  }
  return { kind: "alias", name, ...span, ...(target && { target }), ...properties };
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  QUOTE_DOUBLE: "double",
  QUOTE_SINGLE: "single",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

function scalarNode(token: CST.FlowScalar | CST.BlockScalar, properties: NodeProperties): ScalarNode {
  const { value, type, range } = CST.resolveAsScalar(token, false, ignoreErrors);
  const text = token.type === "block-scalar" && isWithoutEnd(token) ? value.replace(/\n$/u, "") : value;
  const style = styles[type ?? ""] ?? "plain";
  const start = token.type === "block-scalar" ? headerOf(token) : token.offset;
  const end = token.type === "block-scalar" ? start + blockLength(token, start) : range[1];
  const asText = style !== "plain" || (properties.tag !== undefined && !typed.has(properties.tag.name));
  return { kind: "scalar", style, text, value: asText ? text : plainValue(text), start, end, ...properties };
}

/** Tags under which a plain scalar keeps the type of its own looks; `!!str` and any local tag make it text. */
const typed: ReadonlySet<string> = new Set(["!!int", "!!bool", "!!float", "!!null"]);

/** The composer reports them too. */
function ignoreErrors(): void {}

function headerOf(token: CST.BlockScalar): number {
  return token.props.find(({ type }) => type === "block-scalar-header")?.offset ?? token.offset;
}

/** Whether the file ends within the last line of a block, which then has no line break; the library adds one. */
function isWithoutEnd({ source }: CST.BlockScalar): boolean {
  return source.slice(source.lastIndexOf("\n") + 1).trim() !== "";
}

/** From the header to the last character that is no white space. */
function blockLength(token: CST.BlockScalar, start: number): number {
  const header = token.props.map((prop) => ("source" in prop ? prop.source : "")).join("");
  const first = token.props[0]?.offset ?? start;
  return (header + token.source).trimEnd().length - (start - first);
}

/** Anchor and tag among the tokens before a node. */
function propertiesOf(tokens: readonly CST.SourceToken[]): NodeProperties {
  const anchor = tokens.findLast(({ type }) => type === "anchor");
  const tag = tokens.findLast(({ type }) => type === "tag");
  return { ...(anchor && { anchor: named(anchor, 1) }), ...(tag && { tag: named(tag, 0) }) };
}

function named({ offset, source }: CST.SourceToken, skip: number): Named {
  return { name: source.slice(skip), start: offset, end: offset + source.length };
}

function blockMap(token: CST.BlockMap, properties: NodeProperties, reading: Reading): MapNode {
  const entries = token.items.flatMap((item) => (item.key || item.sep ? entriesOf(item, reading) : []));
  return finishMap(
    entries,
    false,
    { start: entries[0]?.start ?? token.offset, end: entries.at(-1)?.end ?? token.offset },
    properties,
    reading,
  );
}

function flowMap(token: CST.FlowCollection, properties: NodeProperties, reading: Reading): MapNode {
  const entries = token.items.flatMap((item) => (item.key || item.sep || item.value ? entriesOf(item, reading) : []));
  return finishMap(entries, true, flowSpan(token, entries.at(-1)), properties, reading);
}

function finishMap(entries: readonly MapEntry[], flow: boolean, span: Span, properties: NodeProperties, reading: Reading): MapNode {
  const seen = new Set<string>();
  for (const { key, merge } of entries) {
    const name = merge ? "<<" : `=${key.text}`;
    if (seen.has(name)) complain(reading, "duplicate-key", t`"${key.text}" is written twice, and Compose refuses that.`, key);
    seen.add(name);
  }
  return { kind: "map", flow, entries, start: span.start, end: span.end, ...properties };
}

function flowSpan(token: CST.FlowCollection, last: Span | undefined): Span {
  const closing = token.end.find(({ type }) => type === "flow-map-end" || type === "flow-seq-end");
  return { start: token.offset, end: closing === undefined ? (last?.end ?? token.offset + 1) : closing.offset + 1 };
}

/** One item of a mapping; more than one entry where a key without a colon is being typed above another. */
function entriesOf(item: CST.CollectionItem, reading: Reading): readonly MapEntry[] {
  const sep = item.sep ?? [];
  const colon = sep.find(({ type }) => type === "map-value-ind")?.offset;
  const { unfinished, key } = keyOf(item, reading);
  const afterColon = sep.slice(sep.findIndex(({ type }) => type === "map-value-ind") + 1);
  const value = nodeOf(item.value, colon === undefined ? {} : propertiesOf(afterColon), (colon ?? key?.end ?? 0) + 1, reading);
  if (key === undefined) return unfinished;
  const merge = key.style === "plain" && key.tag === undefined && key.text === "<<";
  const end = value?.end ?? (colon === undefined ? key.end : colon + 1);
  return [...unfinished, { key, merge, start: key.start, end, ...(value && { value }), ...(colon !== undefined && { colon }) }];
}

interface Keys {
  readonly unfinished: readonly MapEntry[];
  readonly key: ScalarNode | undefined;
}

function keyOf(item: CST.CollectionItem, reading: Reading): Keys {
  const properties = propertiesOf(item.start);
  const token = item.key;
  const colon = item.sep?.find(({ type }) => type === "map-value-ind")?.offset;
  if (token?.type === "scalar" && /[\r\n]/u.test(token.source)) return splitKey(token, properties, colon !== undefined);
  const node = nodeOf(token, properties, colon ?? 0, reading);
  if (node === undefined) {
    const at = { start: colon ?? 0, end: (colon ?? -1) + 1 };
    if (colon !== undefined) complain(reading, "non-string-key", t("A key is missing before the colon."), at);
    return { unfinished: [], key: undefined };
  }
  if (node.kind !== "scalar") {
    complain(reading, "non-string-key", t("A key has to be plain text."), node);
    return { unfinished: [], key: undefined };
  }
  if (typeof node.value !== "string" && !(item.sep === undefined || colon === undefined)) {
    complain(reading, "non-string-key", t`The key ${node.text} is not text for Compose: put it in quotes.`, node);
  }
  return { unfinished: [], key: node };
}

/**
 * `cap_ad` typed on a line above `ports: ...` is one key over two lines for YAML. For the person it is a key without a colon and the
 * key that was there before: each line but the last becomes an entry of its own.
 */
function splitKey(token: CST.FlowScalar, properties: NodeProperties, hasColon: boolean): Keys {
  const keys: ScalarNode[] = [];
  for (const line of token.source.matchAll(/[^\r\n]+/gu)) {
    const text = line[0].trim();
    if (text === "" || text.startsWith("#")) continue;
    const start = token.offset + line.index + line[0].indexOf(text);
    keys.push({ kind: "scalar", style: "plain", text, value: plainValue(text), start, end: start + text.length });
  }
  const key = hasColon ? keys.pop() : undefined;
  const unfinished = keys.map((one) => ({ key: one, merge: false, start: one.start, end: one.end }));
  return { unfinished, key: key && { ...key, ...properties } };
}

function blockSeq(token: CST.BlockSequence, properties: NodeProperties, reading: Reading): SeqNode {
  const items = token.items.flatMap((item): readonly SeqItem[] => {
    const dash = item.start.findIndex(({ type }) => type === "seq-item-ind");
    const start = item.start[dash]?.offset;
    if (start === undefined) return [];
    const node = nodeOf(item.value, propertiesOf(item.start.slice(dash + 1)), start + 1, reading);
    return [{ start, end: node?.end ?? start + 1, ...(node && { node }) }];
  });
  const span = { start: items[0]?.start ?? token.offset, end: items.at(-1)?.end ?? token.offset };
  return { kind: "seq", flow: false, items, ...span, ...properties };
}

function flowSeq(token: CST.FlowCollection, properties: NodeProperties, reading: Reading): SeqNode {
  const items = token.items.flatMap((item): readonly SeqItem[] => {
    const node = item.key || item.sep ? pairNode(item, reading) : nodeOf(item.value, propertiesOf(item.start), token.offset, reading);
    if (node === undefined) return [];
    return [{ start: Math.min(node.start, node.tag?.start ?? node.start, node.anchor?.start ?? node.start), end: node.end, node }];
  });
  return { kind: "seq", flow: true, items, ...flowSpan(token, items.at(-1)), ...properties };
}

/** `[a: b]` holds a mapping of one entry. */
function pairNode(item: CST.CollectionItem, reading: Reading): YamlNode | undefined {
  const entries = entriesOf(item, reading);
  const [first] = entries;
  if (first === undefined) return undefined;
  return finishMap(entries, true, { start: first.start, end: entries.at(-1)?.end ?? first.end }, {}, reading);
}

function complain(reading: Reading, code: string, message: string, { start, end }: Span): void {
  if (reading.problems.length >= maxProblems) return;
  reading.problems.push({ code, message, start, end, fatal: true });
}
