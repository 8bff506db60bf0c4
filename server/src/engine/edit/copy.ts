import type { MapNode, SeqNode, YamlNode } from "../syntax/tree.js";
import type { Span } from "../text/span.js";
import type { Yaml, YamlMapping } from "./change.js";
import { effectiveEntries, followed } from "./inherited.js";

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
