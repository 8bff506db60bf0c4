import type { Step } from "../model/sourced.js";
import type { MapEntry, MapNode, SeqItem, YamlNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";

/** The entry that a mapping itself holds for a key, merge keys aside. */
export function ownEntry(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.findLast((entry) => !entry.merge && entry.key.text === key);
}

/** A value that `<<` brings, and the anchor it comes from. */
export interface Merged {
  readonly node: YamlNode | undefined;
  readonly anchor: string;
}

/** What `<<` brings for a key that the mapping itself does not have; absent when it brings nothing. */
export function mergedValue(map: MapNode, key: string): Merged | undefined {
  for (const source of map.entries.flatMap((entry) => (entry.merge ? mergeSources(entry) : []))) {
    const base = followed(source);
    const found = base?.kind === "map" ? effectiveEntries(base).get(key) : undefined;
    if (found !== undefined) return { node: followed(found.value), anchor: source.kind === "alias" ? source.name : "<<" };
  }
  return undefined;
}

/** The entries of a mapping and those that are merged into it, in the order of their text; own ones win, then the first that is merged. */
export function effectiveEntries(map: MapNode): ReadonlyMap<string, MapEntry> {
  const known = effective.get(map);
  if (known !== undefined) return known;
  const entries = new Map<string, MapEntry>();
  // A mapping that merges itself brings nothing more, and a bomb of merge keys is unfolded once for each of its mappings.
  effective.set(map, entries);
  for (const entry of map.entries) {
    if (!entry.merge) entries.set(entry.key.text, entry);
    for (const source of entry.merge ? mergeSources(entry) : []) {
      const merged = followed(source);
      if (merged?.kind !== "map") continue;
      for (const [key, one] of effectiveEntries(merged)) if (!entries.has(key)) entries.set(key, one);
    }
  }
  return entries;
}

const effective = new WeakMap<MapNode, ReadonlyMap<string, MapEntry>>();

/** What one `<<` names, in the order of its weight. */
export function mergeSources({ value }: MapEntry): readonly YamlNode[] {
  const list = followed(value);
  if (list?.kind === "seq") return list.items.flatMap(({ node }) => node ?? []);
  return value === undefined ? [] : [value];
}

/** The node behind an alias, and behind those that it leads to. */
export function followed(node: YamlNode | undefined): YamlNode | undefined {
  let one = node;
  for (let steps = 0; one?.kind === "alias" && steps < maxSteps; steps++) one = one.target;
  return one;
}

const maxSteps = 100;

/** The texts of a list's items but those that go; absent when one of them is no plain text. */
export function plainItems(node: YamlNode | undefined, gone: readonly SeqItem[] = []): readonly string[] | undefined {
  if (node?.kind === "scalar") return [node.text];
  if (node?.kind !== "seq") return undefined;
  const texts: string[] = [];
  for (const item of node.items) {
    if (gone.includes(item)) continue;
    const value = followed(item.node);
    if (value?.kind !== "scalar") return undefined;
    texts.push(value.text);
  }
  return texts;
}

/** Where an inherited value comes from, in words. */
export function origin({ kind, name }: Step): string {
  if (kind === "merge" || kind === "alias") return `&${name}`;
  return t`the extended service "${name}"`;
}
