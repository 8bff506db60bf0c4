import type { YamlNode } from "../server/src/engine/syntax/tree.js";

/** YAML as tests put it together: a scalar is its token as written (`"80:80"`, `true`, `*base`), quotes and all. */
export type Tree = string | readonly Tree[] | TreeMap;

/** A mapping; with the one key `!reset` or `!override`, the value behind that tag. */
export interface TreeMap {
  readonly [key: string]: Tree;
}

export function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}

/** Whether a tree is a mapping, and not a value behind a tag. */
export function isMap(tree: Tree): tree is TreeMap {
  return typeof tree === "object" && !isList(tree) && tagged(tree) === undefined;
}

function tagged(tree: Tree): readonly [tag: string, value: Tree] | undefined {
  const [entry, ...more] = typeof tree === "string" || isList(tree) ? [] : Object.entries(tree);
  return more.length === 0 && entry?.[0].startsWith("!") === true ? entry : undefined;
}

/** A node as it is written in a text, comments and anchors left out. */
export function treeOf(node: YamlNode | undefined, text: string): Tree {
  const value = contentOf(node, text);
  const tag = node?.tag?.name;
  return tag === undefined ? value : { [tag]: value };
}

function contentOf(node: YamlNode | undefined, text: string): Tree {
  if (node === undefined) return "";
  if (node.kind === "alias") return `*${node.name}`;
  if (node.kind === "seq") return node.items.map((item) => treeOf(item.node, text));
  if (node.kind === "map") return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, treeOf(value, text)]));
  const written = text.slice(node.start, node.end);
  const onOneLine = node.style !== "literal" && node.style !== "folded" && !/[\r\n]/u.test(written);
  const isSafe = node.style !== "plain" || typeof node.value !== "string" || !/[,[\]{}]/u.test(written);
  return onOneLine && isSafe ? written : JSON.stringify(node.text);
}

/** On one line, in brackets. */
export function flow(tree: Tree): string {
  // A space, since a comma or a bracket may stand in a name.
  if (typeof tree === "string") return tree.startsWith("*") ? `${tree} ` : tree;
  if (isList(tree)) return `[${tree.map(flow).join(", ")}]`;
  const behind = tagged(tree);
  if (behind !== undefined) return `${behind[0]} ${flow(behind[1])}`;
  return `{${Object.entries(tree)
    .map(([key, value]) => `${keyToken(key)}: ${flow(value)}`)
    .join(", ")}}`;
}

/** On lines of their own from `column` on, each with its line break. */
export function block(tree: TreeMap, column = 0): string {
  return Object.entries(tree)
    .map(([key, value]) => `${" ".repeat(column)}${keyToken(key)}:${behindKey(value, column)}`)
    .join("");
}

function behindKey(tree: Tree, column: number): string {
  const behind = tagged(tree);
  if (behind !== undefined) return ` ${behind[0]}${behindKey(behind[1], column)}`;
  if (isMap(tree) && Object.keys(tree).length > 0) return `\n${block(tree, column + 2)}`;
  if (isList(tree) && tree.length > 0) return `\n${tree.map((item) => `${" ".repeat(column + 2)}- ${flow(item).trimEnd()}\n`).join("")}`;
  return `${` ${flow(tree)}`.trimEnd()}\n`;
}

function keyToken(key: string): string {
  return key === "<<" || /^[A-Za-z_][\w./-]*$/u.test(key) ? key : JSON.stringify(key);
}
