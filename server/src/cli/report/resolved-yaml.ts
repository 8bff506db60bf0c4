import { type CanonicalMap, type CanonicalNode, type CanonicalScalar, hiddenText, isUnresolved, scalarText } from "../../engine/index.js";
import type { ResolvedFiles } from "../resolve.js";
import { type Origins, originText } from "./origin.js";

/** A line of the output; what goes on over several lines has one comment, at its first. */
interface Line {
  readonly text: string;
  readonly comment: string;
}

/** Comments stand in one column, unless a line is longer than this. */
const maxColumn = 64;

/**
 * The resolved project as a compose file, each value with a comment that says where it is from. Literal dollar signs are doubled, and values that
 * nobody knows are as they are written, so that Compose reads it as the same project.
 */
export function resolvedYaml({ resolved }: ResolvedFiles, origins: Origins): string {
  const lines = entryLines(resolved.tree, 0, [], origins);
  let column = 0;
  for (const { text, comment } of lines) if (comment !== "" && text.length <= maxColumn) column = Math.max(column, text.length);
  return lines
    .map(({ text, comment }) => (comment === "" ? text : `${text.padEnd(column)}  # ${comment}`))
    .join("\n")
    .concat("\n");
}

function entryLines(map: CanonicalMap, indent: number, path: readonly string[], origins: Origins): readonly Line[] {
  return [...map.entries].flatMap(([key, node]) =>
    valueLines(`${" ".repeat(indent)}${scalarText(key, '"', false)}:`, node, indent, [...path, key], origins),
  );
}

/** A value behind its key. */
function valueLines(head: string, node: CanonicalNode, indent: number, path: readonly string[], origins: Origins): readonly Line[] {
  if (node.kind === "scalar") return scalarLines(head, node, indent, path, origins);
  const comment = originText(node, origins);
  if (node.kind === "list") {
    if (node.items.length === 0) return [{ text: `${head} []`, comment }];
    return [{ text: head, comment: "" }, ...node.items.flatMap((item) => itemLines(item, indent + 2, path, origins))];
  }
  if (node.entries.size === 0) return [{ text: `${head} {}`, comment }];
  return [{ text: head, comment: isThing(path) ? comment : "" }, ...entryLines(node, indent + 2, path, origins)];
}

/** A service, a network, a volume: what has a name and a place of its own. */
function isThing(path: readonly string[]): boolean {
  return path.length === 2;
}

function itemLines(node: CanonicalNode, indent: number, path: readonly string[], origins: Origins): readonly Line[] {
  const dash = `${" ".repeat(indent)}-`;
  if (node.kind !== "map" || node.entries.size === 0) return valueLines(dash, node, indent, path, origins);
  return entryLines(node, indent + 2, path, origins).map((line, index) =>
    index === 0 ? { ...line, text: `${dash} ${line.text.trimStart()}` } : line,
  );
}

function scalarLines(head: string, node: CanonicalScalar, indent: number, path: readonly string[], origins: Origins): readonly Line[] {
  const { value } = node;
  const comment = `${originText(node, origins)}${remark(node, path)}`;
  if (typeof value !== "string") {
    const text = isUnresolved(value) ? scalarText(value.unresolved, '"', false) : String(value);
    return [{ text: `${head} ${text}`, comment }];
  }
  const text = value.replaceAll("$", "$$$$");
  if (!isBlock(text)) return [{ text: `${head} ${scalarText(text, '"', false)}`, comment }];
  const ending = text.endsWith("\n") ? "" : "-";
  const pad = " ".repeat(indent + 2);
  const lines = text.replace(/\n$/u, "").split("\n");
  return [{ text: `${head} |${ending}`, comment }, ...lines.map((line) => ({ text: line === "" ? "" : pad + line, comment: "" }))];
}

function remark({ value }: CanonicalScalar, path: readonly string[]): string {
  if (typeof value === "string" && value.includes(hiddenText)) return ", secret";
  return value === null && path.at(-2) === "environment" ? ", taken from the shell" : "";
}

/** Whether a text reads well, and as the same text, as a block of lines. */
function isBlock(text: string): boolean {
  return text.includes("\n") && !/^[\s]|\n\n$|[^\P{Cc}\n]|[\u2028\u2029\uFEFF]/u.test(text);
}
