import { ruleById } from "../rules/index.js";
import type { SyntaxFile } from "../syntax/tree.js";
import type { Edit } from "../text/span.js";
import type { Ignorable } from "./ignore.js";

/**
 * The comment that makes a finding silent, on a line of its own above it, at its indentation and with the file's line break. It ends
 * with `-- `: the reason is the person's to write. Absent inside a flow collection or text that spans lines, where a line
 * cannot be put before without changing what the file says, and for what is found in an ignore itself.
 */
export function ignoreEdit(file: SyntaxFile, finding: Ignorable): Edit | undefined {
  if (ruleById(finding.rule)?.about === "ignores") return undefined;
  const line = file.lines.lineOf(finding.at.start);
  const start = file.lines.start(line);
  const text = file.text.slice(start, file.lines.end(line));
  if (insideFlow(file, start)) return undefined;
  const indent = /^[ \uFEFF]*/u.exec(text)?.[0].replace("\uFEFF", "") ?? "";
  const at = start + (text.startsWith("\uFEFF") ? 1 : 0);
  const eol = file.text.includes("\r\n") ? "\r\n" : "\n";
  return { at: { file: file.uri, start: at, end: at }, text: `${indent}# watertight-ignore-next-line ${finding.rule} -- ${eol}` };
}

function insideFlow(file: SyntaxFile, offset: number): boolean {
  let nodes = file.documents.map(({ root }) => root);
  while (nodes.length > 0) {
    const around = nodes.find((node) => node !== undefined && node.start < offset && offset < node.end);
    if (around === undefined) return false;
    if (around.kind === "scalar" || around.kind === "alias") return true;
    if (around.flow) return true;
    nodes = around.kind === "map" ? around.entries.map(({ value }) => value) : around.items.map(({ node }) => node);
  }
  return false;
}
