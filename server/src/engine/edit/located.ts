import type { AliasNode, MapEntry, MapNode, SeqItem, SeqNode, SyntaxFile, YamlNode } from "../syntax/tree.js";
import type { Span } from "../text/span.js";

/** An entry and the mapping that holds it. */
export interface LocatedEntry {
  readonly map: MapNode;
  readonly entry: MapEntry;
}

/** An item and the list that holds it. */
export interface LocatedItem {
  readonly seq: SeqNode;
  readonly item: SeqItem;
}

/** What holds a node. */
export type Owner = LocatedEntry | LocatedItem;

/** Every node of one file by its place, and what holds it. */
export interface Located {
  readonly file: SyntaxFile;
  /** By the start of the key. */
  readonly entries: ReadonlyMap<number, LocatedEntry>;
  /** By the start of the item's node. */
  readonly items: ReadonlyMap<number, LocatedItem>;
  readonly owners: ReadonlyMap<YamlNode, Owner>;
  readonly maps: readonly MapNode[];
  readonly aliases: readonly AliasNode[];
}

/** Walks a file once. */
export function locate(file: SyntaxFile): Located {
  const entries = new Map<number, LocatedEntry>();
  const items = new Map<number, LocatedItem>();
  const owners = new Map<YamlNode, Owner>();
  const maps: MapNode[] = [];
  const aliases: AliasNode[] = [];
  const open: YamlNode[] = file.documents.flatMap(({ root }) => root ?? []);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === "alias") aliases.push(node);
    if (node.kind === "map") maps.push(node);
    for (const owner of ownersIn(node)) {
      const child = "map" in owner ? owner.entry.value : owner.item.node;
      if ("map" in owner) entries.set(owner.entry.key.start, owner);
      else if (child !== undefined) items.set(child.start, owner);
      if (child === undefined) continue;
      owners.set(child, owner);
      open.push(child);
    }
  }
  return { file, entries, items, owners, maps, aliases };
}

function ownersIn(node: YamlNode): readonly Owner[] {
  if (node.kind === "map") return node.entries.map((entry) => ({ map: node, entry }));
  return node.kind === "seq" ? node.items.map((item) => ({ seq: node, item })) : [];
}

/** The mapping of a place; the innermost when several share it. */
export function mapAt({ maps }: Located, { start, end }: Span): MapNode | undefined {
  return maps.findLast((map) => map.start === start && map.end === end);
}

/** The innermost entry that holds a place and fulfils a condition. */
export function entryAround({ entries }: Located, place: Span, accept: (entry: MapEntry) => boolean): LocatedEntry | undefined {
  let found: LocatedEntry | undefined;
  for (const located of entries.values()) {
    const { entry } = located;
    const holds = entry.start <= place.start && place.end <= entry.end && accept(entry);
    if (holds && (found === undefined || entry.end - entry.start <= found.entry.end - found.entry.start)) found = located;
  }
  return found;
}

/** What the alias at a place is the value of. */
export function aliasOwner({ aliases, owners }: Located, place: Span): Owner | undefined {
  const alias = aliases.find(({ start, end }) => start === place.start && end === place.end);
  return alias && owners.get(alias);
}
