import type { MapEntry, MapNode, SeqNode, YamlNode } from "../syntax/tree.js";
import type { Span } from "../text/span.js";
import type { Yaml, YamlMapping } from "./change.js";
import { followed, mergeSources } from "./inherited.js";

/** What becomes of the node with a span while its surroundings are copied. */
export interface Patch {
  readonly at: Span;
  /** Gives the new data of a node, or `undefined` to leave it out. */
  readonly change: (data: Yaml, node: YamlNode | undefined) => Yaml | undefined;
}

/** What a node says as plain data, aliases and merge keys followed. */
export interface Copy {
  /** Absent when a patch left all of it out. */
  readonly data: Yaml | undefined;
  /** Whether a patch met its node. */
  readonly patched: boolean;
}

/** More than this is not worth to be written twice. */
const maxNodes = 500;

/** Copies a node, with some nodes in it changed; absent where it holds a tag, a loop or more than anyone wants to read again. */
export function copy(node: YamlNode | undefined, patches: readonly Patch[] = []): Copy | undefined {
  let nodes = 0;
  let patched = false;
  let fails = false;

  function walk(written: YamlNode | undefined): Yaml | undefined {
    const one = followed(written);
    if (++nodes > maxNodes || one?.kind === "alias" || written?.tag !== undefined || one?.tag !== undefined) fails = true;
    if (fails) return undefined;
    let data: Yaml | undefined =
      one === undefined ? null : one.kind === "map" ? walkMap(one) : one.kind === "seq" ? walkList(one) : plain(one);
    for (const { at, change } of patches) {
      if (one === undefined || data === undefined || one.start !== at.start || one.end !== at.end) continue;
      patched = true;
      data = change(data, one);
    }
    return data;
  }

  function walkList(list: SeqNode): readonly Yaml[] {
    return list.items.flatMap((item) => {
      const data = walk(item.node);
      return data === undefined ? [] : [data];
    });
  }

  function walkMap(map: MapNode): YamlMapping {
    const entries: Record<string, Yaml> = {};
    for (const [key, entry] of effectiveEntries(map)) {
      const data = walk(entry.value);
      if (data !== undefined) entries[key] = data;
    }
    return entries;
  }

  const data = walk(node);
  return fails ? undefined : { data, patched };
}

function plain(node: YamlNode): Yaml {
  if (node.kind !== "scalar") return null;
  return typeof node.value === "string" ? node.text : node.value;
}

/** The entries of a mapping and those that are merged into it, in the order of their text; own ones win, then the first that is merged. */
export function effectiveEntries(map: MapNode, depth = 0): ReadonlyMap<string, MapEntry> {
  const entries = new Map<string, MapEntry>();
  if (depth > maxDepth) return entries;
  for (const entry of map.entries) {
    if (!entry.merge) entries.set(entry.key.text, entry);
    for (const source of entry.merge ? mergeSources(entry) : []) {
      const merged = followed(source);
      if (merged?.kind !== "map") continue;
      for (const [key, one] of effectiveEntries(merged, depth + 1)) if (!entries.has(key)) entries.set(key, one);
    }
  }
  return entries;
}

const maxDepth = 30;
