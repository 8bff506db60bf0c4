import { type CanonicalNode, hiddenText, toJson, type VariableUse } from "../../engine/index.js";
import type { ResolvedFiles } from "../resolve.js";
import type { Origins } from "./origin.js";

/**
 * The report of `resolve --json`, version 1: what it holds only changes together with its version. `value` is the project; `origins` says where
 * each single value comes from, by its JSON pointer (RFC 6901) in `value`.
 */
export function resolvedJson({ resolved }: ResolvedFiles, origins: Origins, version: string): string {
  const report = {
    version: 1,
    tool: { name: "watertight", version },
    files: resolved.own.map((file) => origins.range({ file, start: 0, end: 0 }).path),
    problems: resolved.problems.map(({ message, at, fatal }) => ({ ...origins.range(at), message, fatal })),
    value: toJson(resolved.tree),
    origins: Object.fromEntries(originEntries(resolved.tree, "", origins)),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

type Entry = readonly [pointer: string, origin: object];

function originEntries(node: CanonicalNode, pointer: string, origins: Origins): readonly Entry[] {
  const inside = childrenOf(node).flatMap(([key, child]) =>
    originEntries(child, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, origins),
  );
  return inside.length > 0 || pointer === "" ? inside : [[pointer, originOf(node, origins)]];
}

function childrenOf(node: CanonicalNode): readonly (readonly [key: string, node: CanonicalNode])[] {
  if (node.kind === "map") return [...node.entries];
  return node.kind === "list" ? node.items.map((item, index) => [String(index), item]) : [];
}

function originOf(node: CanonicalNode, origins: Origins): object {
  const { from, implied } = node;
  const isSecret = node.kind === "scalar" && typeof node.value === "string" && node.value.includes(hiddenText);
  return {
    ...(from !== undefined && origins.range(from.at)),
    ...(implied && { implied }),
    ...(isSecret && { secret: true }),
    ...(from !== undefined && from.via.length > 0 && { via: from.via.map(({ kind, name, at }) => ({ kind, name, ...origins.range(at) })) }),
    ...(from?.variables !== undefined && { variables: from.variables.map((use) => variableOf(use, origins)) }),
  };
}

function variableOf({ name, source, set }: VariableUse, { shown }: Origins): object {
  return { name, source, ...(set !== undefined && { path: shown(set.file), line: set.line }) };
}
