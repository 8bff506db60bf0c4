import assert from "node:assert/strict";
import { parse } from "../../server/src/engine/syntax/parse.js";
import type { SyntaxFile, YamlNode } from "../../server/src/engine/syntax/tree.js";

/** The tree in one line: `{a: 1, b: ["x"]}`, with `∅` for an empty item and `key?` for a key without a colon. */
export function treeText(text: string): string {
  return parse("file:///compose.yml", text)
    .documents.map(({ root }) => nodeText(root))
    .join(" --- ");
}

function nodeText(node: YamlNode | undefined): string {
  if (node === undefined) return "∅";
  const before = `${node.tag === undefined ? "" : `${node.tag.name} `}${node.anchor === undefined ? "" : `&${node.anchor.name} `}`;
  return before + bareText(node);
}

function bareText(node: YamlNode): string {
  switch (node.kind) {
    case "map":
      return `{${node.entries.map(({ key, value, colon }) => `${key.text}${colon === undefined ? "?" : ":"}${value ? ` ${nodeText(value)}` : ""}`).join(", ")}}`;
    case "seq":
      return `[${node.items.map(({ node: item }) => nodeText(item)).join(", ")}]`;
    case "alias":
      return `*${node.name}${node.target === undefined ? "!" : ""}`;
    default:
      return JSON.stringify(node.value);
  }
}

/** Every span lies in the text and in its parent's span, children stand in order, and a span's characters are those it claims. */
export function checkSpans(file: SyntaxFile): void {
  for (const { root } of file.documents) if (root !== undefined) checkNode(file.text, root, 0, file.text.length);
  for (const { start, end, text } of file.comments) assert.equal(file.text.slice(start, end), text);
  for (const { start, end } of file.problems) assert.ok(0 <= start && start <= end && end <= file.text.length);
}

function checkNode(text: string, node: YamlNode, from: number, to: number): void {
  assert.ok(
    from <= node.start && node.start <= node.end && node.end <= to,
    `${node.kind} at ${node.start}..${node.end} leaves ${from}..${to}`,
  );
  if (node.anchor) assert.equal(text.slice(node.anchor.start, node.anchor.end), `&${node.anchor.name}`);
  if (node.tag) assert.equal(text.slice(node.tag.start, node.tag.end), node.tag.name);
  if (node.kind === "alias") assert.equal(text.slice(node.start, node.end), `*${node.name}`);
  if (node.kind === "map") checkEntries(text, node);
  if (node.kind === "seq") {
    let done = node.start;
    for (const item of node.items) {
      assert.ok(done <= item.start && item.end <= node.end);
      if (item.node) checkNode(text, item.node, item.start, item.end);
      done = item.end;
    }
  }
}

function checkEntries(text: string, map: Extract<YamlNode, { kind: "map" }>): void {
  let done = map.start;
  for (const entry of map.entries) {
    assert.ok(done <= entry.start && entry.end <= map.end, `entry ${entry.key.text}`);
    checkNode(text, entry.key, entry.start, entry.end);
    if (entry.colon !== undefined) assert.equal(text[entry.colon], ":");
    if (entry.value) checkNode(text, entry.value, entry.key.end, entry.end);
    done = entry.end;
  }
}
