import type { AliasNode, MapEntry, MapNode, SeqItem, SeqNode, YamlNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Edit } from "../text/span.js";
import type { Change, Edits, Yaml } from "./change.js";
import { kinOf } from "./kin.js";
import type { LocatedEntry, LocatedItem, Owner } from "./located.js";
import type { MergeTag } from "./render.js";
import {
  inlineEntry,
  insertEntry,
  listEdits,
  openedAlias,
  overrideEdits,
  removeEntries,
  replaceNode,
  replaceSpan,
  type Target,
} from "./text-edits.js";

/** Why something cannot be done; absent when it can. */
export type Refusal = string | undefined;

/** A new entry of a mapping. */
interface NewEntry {
  readonly key: string;
  value: Yaml;
  tag?: MergeTag;
}

/** What is to be done with one list. */
interface ListWork {
  readonly target: Target;
  readonly seq: SeqNode;
  readonly removed: SeqItem[];
  readonly added: Yaml[];
  /** Set when the list is to override what it was added to: the items of that which stay. */
  override?: readonly Yaml[];
}

/** What is to be done with one mapping. */
interface MapWork {
  readonly target: Target;
  readonly map: MapNode;
  readonly removed: MapEntry[];
  readonly inserted: NewEntry[];
}

/** What is to stand beside all that an alias brings. */
interface AliasWork {
  readonly target: Target;
  readonly alias: AliasNode;
  readonly owner: LocatedEntry;
  readonly inserted: NewEntry[];
}

/** Collects what operations want, so that those which meet in one list or mapping become edits that do not overlap. */
export class Plan {
  readonly #lists = new Map<SeqNode, ListWork>();
  readonly #maps = new Map<MapNode, MapWork>();
  readonly #aliases = new Map<AliasNode, AliasWork>();
  readonly #edits: Edit[] = [];
  readonly #notes = new Set<string>();
  /** Whether a service may be left without settings in one file, since it has others elsewhere. */
  readonly #mayEmpty: boolean;

  constructor(mayEmpty: boolean) {
    this.#mayEmpty = mayEmpty;
  }

  note(text: string): void {
    this.#notes.add(text);
  }

  edit(edit: Edit): void {
    this.#edits.push(edit);
  }

  replace(target: Target, node: YamlNode, owner: Owner | undefined, value: Yaml, tag?: MergeTag): void {
    this.#edits.push(replaceNode(target, node, owner, value, tag));
  }

  removeEntry(target: Target, { map, entry }: LocatedEntry): void {
    this.#mapWork(target, map).removed.push(entry);
  }

  removeItem(target: Target, { seq, item }: LocatedItem): void {
    this.#listWork(target, seq).removed.push(item);
  }

  /** Items that are not to be removed stay first; what is there already is not added again. */
  addItems(target: Target, seq: SeqNode, items: readonly Yaml[], present: readonly string[]): void {
    const { added } = this.#listWork(target, seq);
    for (const item of items) if (!present.includes(String(item)) && !added.includes(item)) added.push(item);
  }

  /** The items that a list is to remove from its list of items. */
  removedFrom(target: Target, seq: SeqNode): readonly SeqItem[] {
    return this.#listWork(target, seq).removed;
  }

  /** Tags a list with `!override`, behind the items of what it was added to that stay. */
  override(target: Target, seq: SeqNode, before: readonly Yaml[]): void {
    this.#listWork(target, seq).override = before;
  }

  insert(target: Target, map: MapNode, key: string, value: Yaml, tag?: MergeTag): void {
    put(this.#mapWork(target, map).inserted, key, value, tag);
  }

  /** `key: *alias` becomes a mapping that merges the alias and has an entry of its own. */
  insertBeside(target: Target, alias: AliasNode, owner: LocatedEntry, key: string, value: Yaml, tag?: MergeTag): void {
    const work = this.#aliases.get(alias) ?? { target, alias, owner, inserted: [] };
    this.#aliases.set(alias, work);
    put(work.inserted, key, value, tag);
  }

  finish(): Change {
    for (const work of this.#lists.values()) {
      const refused = this.#finishList(work);
      if (refused !== undefined) return { refused };
    }
    // Where two mappings end on one line, what goes into the inner one has to stand before what goes into the outer one.
    for (const work of [...this.#maps.values()].toSorted((a, b) => b.map.start - a.map.start)) {
      const refused = this.#finishMap(work);
      if (refused !== undefined) return { refused };
    }
    for (const { target, alias, owner, inserted } of this.#aliases.values()) this.#edits.push(openedAlias(target, alias, owner, inserted));
    if (overlap(this.#edits)) return { refused: t("The parts of this change meet in one place of the text.") };
    const note = [...this.#notes].join(" ");
    const edits: Edits = { edits: this.#edits };
    return note === "" ? edits : { ...edits, note };
  }

  #listWork(target: Target, seq: SeqNode): ListWork {
    const work = this.#lists.get(seq) ?? { target, seq, removed: [], added: [] };
    this.#lists.set(seq, work);
    return work;
  }

  #mapWork(target: Target, map: MapNode): MapWork {
    const work = this.#maps.get(map) ?? { target, map, removed: [], inserted: [] };
    this.#maps.set(map, work);
    return work;
  }

  #finishList({ target, seq, removed, added, override }: ListWork): Refusal {
    if (override !== undefined) {
      if (removed.length > 0) return t("What is inherited and what is written here cannot be taken away in one step.");
      this.#edits.push(...overrideEdits(target, seq, override));
    }
    if (seq.items.every((item) => removed.includes(item)) && added.length === 0 && removed.length > 0) {
      if (isUsed(target, seq) || seq.tag?.name === "!override") {
        this.#edits.push(replaceSpan(target, seq, "[]"));
        return undefined;
      }
      const owner = target.located.owners.get(seq);
      if (owner === undefined || !("map" in owner)) return t("The list would be empty, and cannot be removed.");
      this.#mapWork(target, owner.map).removed.push(owner.entry);
      return undefined;
    }
    const edits = listEdits(target, seq, [...new Set(removed)], added);
    if (edits === undefined) return sharedLine;
    this.#edits.push(...edits);
    return undefined;
  }

  #finishMap({ target, map, removed, inserted }: MapWork): Refusal {
    const gone = [...new Set(removed)];
    if (gone.some(({ value }) => value !== undefined && holdsUsed(target, value))) return t("Other places take a part of it by an alias.");
    if (map.entries.length > 0 && gone.length === map.entries.length && inserted.length === 0) return this.#removeOwner(target, map);
    const [first] = map.entries;
    if (map.flow && first !== undefined && gone.length === map.entries.length) {
      const text = inserted.map((one) => inlineEntry(one, { ...target, json: false })).join(", ");
      this.#edits.push(replaceSpan(target, { start: first.start, end: map.entries.at(-1)?.end ?? first.end }, text));
      return undefined;
    }
    for (const { key, value, tag } of inserted) {
      const kin = kinOf(
        key,
        map.entries.map((entry) => entry.key.text),
      );
      const after = map.entries.find((entry) => entry.key.text === kin) ?? map.entries.at(-1);
      if (after !== undefined) {
        const place = map.flow && gone.includes(after) ? (lastKept(map, gone) ?? after) : after;
        this.#edits.push(insertEntry(target, map, place, { key, value, ...(tag && { tag }) }));
      } else this.#edits.push(replaceSpan(target, { start: map.start + 1, end: map.start + 1 }, `${key}: ${JSON.stringify(value)}`));
    }
    const edits = removeEntries(target, map, gone);
    if (edits === undefined) return sharedLine;
    this.#edits.push(...edits);
    return undefined;
  }

  /** A mapping that would be empty goes with its key, except a service: that would be another fault, unless it has settings elsewhere. */
  #removeOwner(target: Target, map: MapNode): Refusal {
    const owner = target.located.owners.get(map);
    if (owner === undefined) return t("It is all that the file holds.");
    if (isUsed(target, map)) {
      this.#edits.push(replaceSpan(target, map, "{}"));
      return undefined;
    }
    if ("seq" in owner) {
      const edits = listEdits(target, owner.seq, [owner.item], []);
      if (owner.seq.items.length === 1 || edits === undefined) return sharedLine;
      this.#edits.push(...edits);
      return undefined;
    }
    const parent = target.located.owners.get(owner.map);
    const isService = parent !== undefined && "map" in parent && parent.entry.key.text === "services";
    if (isService && this.#mayEmpty) {
      this.replace(target, map, owner, {});
      return undefined;
    }
    if (parent === undefined || isService) return t`It is all that "${owner.entry.key.text}" holds.`;
    return this.#finishMap({ target, map: owner.map, removed: [owner.entry], inserted: [] });
  }
}

/** Two wishes for one key are put together when both are lists, what stays of a base before what is new; else the later one counts. */
function put(entries: NewEntry[], key: string, value: Yaml, tag: MergeTag | undefined): void {
  const twin = entries.find((one) => one.key === key);
  if (twin === undefined) {
    entries.push(tag === undefined ? { key, value } : { key, value, tag });
    return;
  }
  const [before, after] = tag === undefined ? [twin.value, value] : [value, twin.value];
  if (Array.isArray(before) && Array.isArray(after)) twin.value = [...new Set([...before, ...after])];
  else if (tag === "!reset" && Array.isArray(after)) twin.value = after;
  else twin.value = value;
  if (tag !== undefined) twin.tag = Array.isArray(twin.value) ? "!override" : tag;
}

/** Whether an alias elsewhere means a node. */
function isUsed({ located }: Target, node: YamlNode): boolean {
  return node.anchor !== undefined && located.aliases.some(({ target }) => target === node);
}

/** Whether an alias outside of a node means it or a part of it. */
function holdsUsed({ located }: Target, { start, end }: YamlNode): boolean {
  return located.aliases.some(({ target, ...alias }) => {
    const isInside = target !== undefined && start <= target.start && target.end <= end;
    return isInside && (alias.start < start || alias.end > end);
  });
}

/** Whether two edits want the same characters. */
function overlap(edits: readonly Edit[]): boolean {
  const inOrder = edits.toSorted(
    ({ at: a }, { at: b }) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1) || a.start - b.start || a.end - b.end,
  );
  return inOrder.some(({ at }, index) => {
    const before = inOrder[index - 1]?.at;
    return before !== undefined && before.file === at.file && at.start < before.end;
  });
}

const sharedLine = "It shares a line with something that has to stay.";

function lastKept(map: MapNode, gone: readonly MapEntry[]): MapEntry | undefined {
  return map.entries.findLast((entry) => !gone.includes(entry));
}
