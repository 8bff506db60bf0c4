import type { Body } from "../model/project.js";
import type { Sourced, Step } from "../model/sourced.js";
import type { MapEntry, MapNode, SeqItem, SeqNode, SyntaxFile, YamlNode } from "../syntax/tree.js";
import type { Edit, Place } from "../text/span.js";
import type { Change, EditBuilder, Operation, Yaml } from "./change.js";
import { mergedValue, origin, ownEntry, plainItems } from "./inherited.js";
import { kinOf } from "./kin.js";
import { aliasOwner, entryAround, type LocatedEntry, locate, mapAt, sharedAnchors, usersOf } from "./located.js";
import { styleOf } from "./style.js";
import { fillEntry, insertEntry, listEdits, removeEntries, replaceNode, replaceSpan, spliceScalar, type Target } from "./text-edits.js";

/** Builds edits for the files of one project. Files are walked when the first edit in them is asked for. */
export function editBuilder(files: readonly SyntaxFile[]): EditBuilder {
  const targets = new Map<string, Target>();
  const targetOf = (uri: string): Target | undefined => {
    const file = files.find((one) => one.uri === uri);
    if (file === undefined) return undefined;
    const known = targets.get(uri);
    if (known !== undefined) return known;
    const located = locate(file);
    const root = file.documents[0]?.root;
    const target: Target = { located, style: styleOf(located), json: root?.kind === "map" && root.flow };
    targets.set(uri, target);
    return target;
  };
  return {
    change: (...operations) => {
      const plan = new Plan();
      for (const operation of operations) {
        const { at } = "into" in operation ? operation.into : operation.target;
        const target = targetOf(at.file);
        const refused = target === undefined ? "The value stands in a file that is not open here." : plan.add(target, operation);
        if (refused !== undefined) return { refused };
      }
      return plan.finish();
    },
  };
}

/** What is to be done with one list. */
interface ListWork {
  readonly target: Target;
  readonly seq: SeqNode;
  readonly removed: SeqItem[];
  readonly added: Yaml[];
}

/** What is to be done with one mapping. */
interface MapWork {
  readonly target: Target;
  readonly map: MapNode;
  readonly removed: MapEntry[];
  readonly inserted: { readonly key: string; value: Yaml }[];
}

type Refusal = string | undefined;

/** Collects what operations want, so that those which meet in one list or mapping become edits that do not overlap. */
class Plan {
  readonly #lists = new Map<SeqNode, ListWork>();
  readonly #maps = new Map<MapNode, MapWork>();
  readonly #edits: Edit[] = [];
  readonly #notes = new Set<string>();

  /** Takes one operation up; answers why it cannot be done. */
  add(target: Target, operation: Operation): Refusal {
    switch (operation.op) {
      case "set":
        return this.#set(target, operation.into, operation.key, operation.value);
      case "append":
        return this.#append(target, operation.into, operation.key, operation.items);
      case "remove":
        return this.#remove(target, operation.target);
      case "replace":
        return this.#replace(target, operation.target, operation.value);
      default:
        return this.#splice(target, operation.target, operation.part, operation.text);
    }
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
    if (overlap(this.#edits)) return { refused: "The parts of this change meet in one place of the text." };
    const note = [...this.#notes].join(" ");
    return note === "" ? { edits: this.#edits } : { edits: this.#edits, note };
  }

  #set(target: Target, into: Body, key: string, value: Yaml): Refusal {
    const map = this.#bodyOf(target, into);
    if (typeof map === "string") return map;
    const own = ownEntry(map, key);
    if (own === undefined) return this.#insert(target, map, key, value);
    if (own.value?.tag?.name === "!reset") return `"${key}" is reset here: take the !reset away first.`;
    if (own.value === undefined) this.#edits.push(fillEntry(target, map, own, value));
    else this.#edits.push(replaceNode(target, own.value, { map, entry: own }, value));
    return undefined;
  }

  #append(target: Target, into: Body, key: string, items: readonly Yaml[]): Refusal {
    const map = this.#bodyOf(target, into);
    if (typeof map === "string") return map;
    const own = ownEntry(map, key);
    if (own === undefined) return this.#appendToInherited(target, map, key, items);
    const { value } = own;
    if (value?.tag?.name === "!reset") return `"${key}" is reset here: take the !reset away first.`;
    if (value === undefined) {
      this.#edits.push(fillEntry(target, map, own, items));
      return undefined;
    }
    if (value.kind === "seq") return this.#appendToList(target, value, items);
    if (value.kind === "map") return `"${key}" is written as a mapping, where a list was expected.`;
    const before = value.kind === "alias" ? plainItems(value.target) : [value.text];
    if (before === undefined)
      return `"${key}" comes from *${value.kind === "alias" ? value.name : ""}, and its items cannot be written again here.`;
    const missing = items.filter((item) => !before.includes(String(item)));
    if (missing.length === 0) return undefined;
    if (value.kind === "alias") this.#notes.add(`The items of *${value.name} are written out here, so that nothing else changes.`);
    this.#edits.push(replaceNode(target, value, { map, entry: own }, [...before, ...missing]));
    return undefined;
  }

  #appendToList(target: Target, seq: SeqNode, items: readonly Yaml[]): Refusal {
    const work = this.#listWork(target, seq);
    const present = new Set(plainItems(seq, work.removed) ?? []);
    for (const item of items) if (!present.has(String(item)) && !work.added.includes(item)) work.added.push(item);
    this.#share(target, seq);
    return undefined;
  }

  /** An explicit key takes the place of a merged list, so the new list repeats it. */
  #appendToInherited(target: Target, map: MapNode, key: string, items: readonly Yaml[]): Refusal {
    const merged = mergedValue(map, key);
    if (merged === undefined) return this.#insert(target, map, key, items);
    const before = merged.node === undefined ? [] : plainItems(merged.node);
    if (before === undefined) return `"${key}" is merged from &${merged.anchor}, and its items cannot be written again here.`;
    const missing = items.filter((item) => !before.includes(String(item)));
    if (missing.length === 0) return undefined;
    this.#notes.add(`The items that came from &${merged.anchor} are written out here, since a list of its own takes their place.`);
    return this.#insert(target, map, key, [...before, ...missing]);
  }

  #insert(target: Target, map: MapNode, key: string, value: Yaml): Refusal {
    const work = this.#mapWork(target, map);
    const twin = work.inserted.find((one) => one.key === key);
    if (twin === undefined) work.inserted.push({ key, value });
    else if (Array.isArray(twin.value) && Array.isArray(value)) twin.value = [...new Set([...twin.value, ...value])];
    else twin.value = value;
    this.#share(target, map);
    return undefined;
  }

  #remove(target: Target, { at, key, via, value }: Sourced<unknown>): Refusal {
    const [use] = via;
    if (use !== undefined) return this.#removeInherited(target, { at, via, value, ...(key && { key }) }, use);
    if (key !== undefined) {
      const found = target.located.entries.get(key.start);
      if (found === undefined) return notFound;
      this.#mapWork(target, found.map).removed.push(found.entry);
      this.#share(target, found.map);
      return undefined;
    }
    const found = target.located.items.get(at.start);
    if (found === undefined) return notFound;
    this.#listWork(target, found.seq).removed.push(found.item);
    this.#share(target, found.seq);
    return undefined;
  }

  #removeInherited(target: Target, removed: Sourced<unknown>, use: Step): Refusal {
    if (use.at.file !== target.located.file.uri) return "The value stands in another file: change it there.";
    if (use.kind === "alias") return this.#removeAlias(target, removed, use);
    const service = this.#userOf(target, use);
    const name = this.#attributeOf(target, removed);
    if (service === undefined || name === undefined) return notFound;
    if (removed.key !== undefined && removed.value === true) {
      this.#notes.add(`Written at the service, since the value comes from ${origin(use)}.`);
      return this.#insert(target, service.map, name, false);
    }
    if (use.kind === "merge" && removed.key === undefined) return this.#rewriteMerged(target, service, name, removed);
    const remedy = use.kind === "extends" ? `write "${name}: !reset null" at the service (Compose 2.24.4 or newer)` : "change it there";
    return `The value comes from ${origin(use)}: ${remedy}.`;
  }

  #removeAlias(target: Target, { at, key }: Sourced<unknown>, use: Step): Refusal {
    const owner = aliasOwner(target.located, use.at);
    if (owner === undefined) return notFound;
    if ("seq" in owner) {
      this.#listWork(target, owner.seq).removed.push(owner.item);
      return undefined;
    }
    const { map, entry } = owner;
    if (entry.merge || (ownKeyOf(target, key) !== undefined && ownKeyOf(target, key) !== entry.key.text))
      return `The whole mapping comes from *${use.name}: change it there.`;
    const list = entry.value?.kind === "alias" ? entry.value.target : undefined;
    if (list?.kind !== "seq") {
      this.#mapWork(target, map).removed.push(entry);
      return undefined;
    }
    const rest = plainItems(
      list,
      list.items.filter(({ node }) => node?.start === at.start),
    );
    if (rest === undefined || entry.value === undefined)
      return `The items of *${use.name} cannot be written again here: change them there.`;
    if (rest.length === 0) this.#mapWork(target, map).removed.push(entry);
    else this.#edits.push(replaceNode(target, entry.value, owner, rest));
    this.#notes.add(`The other items of *${use.name} are written out here, so that nothing else changes.`);
    return undefined;
  }

  /** A list without one of its merged items, at the service. */
  #rewriteMerged(target: Target, { map }: LocatedEntry, name: string, { at }: Sourced<unknown>): Refusal {
    const merged = mergedValue(map, name);
    const list = merged?.node;
    if (merged === undefined || list?.kind !== "seq") return notFound;
    const rest = plainItems(
      list,
      list.items.filter(({ node }) => node?.start === at.start),
    );
    if (rest === undefined) return `The items of &${merged.anchor} cannot be written again here: change them there.`;
    this.#notes.add(`The other items that came from &${merged.anchor} are written out here, so that nothing else changes.`);
    return this.#insert(target, map, name, rest);
  }

  #replace(target: Target, replaced: Sourced<unknown>, value: Yaml): Refusal {
    const [use] = replaced.via;
    if (use?.kind === "alias") return this.#replaceAlias(target, use, value);
    if (use !== undefined) return this.#replaceInherited(target, replaced, use, value);
    const { located } = target;
    const entry = replaced.key === undefined ? undefined : located.entries.get(replaced.key.start);
    const node = replaced.key === undefined ? located.items.get(replaced.at.start)?.item.node : entry?.entry.value;
    if (node === undefined || node.start !== replaced.at.start) return notFound;
    this.#edits.push(replaceNode(target, node, located.owners.get(node), value));
    this.#share(target, node);
    return undefined;
  }

  #splice(target: Target, { at, key, via }: Sourced<unknown>, part: "start" | "end" | Place, text: string): Refusal {
    const [use] = via;
    if (use !== undefined) return `The value comes from ${origin(use)}: change it there.`;
    const { located } = target;
    const node = key === undefined ? located.items.get(at.start)?.item.node : located.entries.get(key.start)?.entry.value;
    if (node?.kind !== "scalar" || node.start !== at.start) return notFound;
    const edit = spliceScalar(target, node, part, text);
    if (edit === undefined) return "The text spans lines, and cannot be changed in part.";
    this.#edits.push(edit);
    this.#share(target, node);
    return undefined;
  }

  #replaceAlias(target: Target, use: Step, value: Yaml): Refusal {
    const owner = aliasOwner(target.located, use.at);
    if (owner === undefined) return notFound;
    const node = "map" in owner ? owner.entry.value : owner.item.node;
    if (node === undefined || ("map" in owner && owner.entry.merge)) return notFound;
    this.#edits.push(replaceNode(target, node, owner, value));
    return undefined;
  }

  #replaceInherited(target: Target, replaced: Sourced<unknown>, use: Step, value: Yaml): Refusal {
    if (replaced.key === undefined || use.at.file !== target.located.file.uri)
      return `The value comes from ${origin(use)}: change it there.`;
    const service = this.#userOf(target, use);
    const name = this.#attributeOf(target, replaced);
    if (service === undefined || name === undefined) return notFound;
    this.#notes.add(`Written at the service, since the value comes from ${origin(use)}.`);
    return this.#insert(target, service.map, name, value);
  }

  /** The entry by which a mapping takes from elsewhere: its `<<` or its `extends`. */
  #userOf({ located }: Target, use: Step): LocatedEntry | undefined {
    return entryAround(located, use.at, (entry) => (use.kind === "merge" ? entry.merge : entry.key.text === "extends"));
  }

  /** The mapping that a body stands for, or why nothing can be written into it. */
  #bodyOf(target: Target, { at, via }: Body): MapNode | string {
    const [use] = via;
    if (use !== undefined)
      return use.kind === "alias"
        ? `The whole mapping is *${use.name}: change it there.`
        : `The mapping comes from ${origin(use)}: change it there.`;
    return mapAt(target.located, at) ?? "Nothing is written there yet.";
  }

  /** The key under which an inherited value stands where it is written. */
  #attributeOf(target: Target, { at, key }: Sourced<unknown>): string | undefined {
    if (key !== undefined) return ownKeyOf(target, key);
    const list = target.located.items.get(at.start)?.seq;
    const owner = list && target.located.owners.get(list);
    return owner !== undefined && "map" in owner ? owner.entry.key.text : undefined;
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

  /** Says who else uses the text that is edited. */
  #share({ located }: Target, node: YamlNode): void {
    for (const anchor of sharedAnchors(located, node)) {
      const users = usersOf(located, anchor);
      this.#notes.add(
        users.length === 0 ? `Also changes what uses &${anchor}.` : `Also changes ${users.join(", ")}, which use &${anchor}.`,
      );
    }
  }

  #finishList({ target, seq, removed, added }: ListWork): Refusal {
    if (seq.items.every((item) => removed.includes(item)) && added.length === 0 && removed.length > 0) {
      const owner = target.located.owners.get(seq);
      if (owner === undefined || !("map" in owner)) return "The list would be empty, and cannot be removed.";
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
    if (map.entries.length > 0 && gone.length === map.entries.length && inserted.length === 0) return this.#removeOwner(target, map);
    for (const { key, value } of inserted) {
      const kin = kinOf(
        key,
        map.entries.map((entry) => entry.key.text),
      );
      const after = map.entries.find((entry) => entry.key.text === kin) ?? map.entries.at(-1);
      if (after !== undefined)
        this.#edits.push(insertEntry(target, map, map.flow && gone.includes(after) ? (lastKept(map, gone) ?? after) : after, key, value));
      else this.#edits.push(replaceSpan(target, { start: map.start + 1, end: map.start + 1 }, `${key}: ${JSON.stringify(value)}`));
    }
    const edits = removeEntries(target, map, gone);
    if (edits === undefined) return sharedLine;
    this.#edits.push(...edits);
    return undefined;
  }

  /** A mapping that would be empty goes with its key, except a service: that would be another fault. */
  #removeOwner(target: Target, map: MapNode): Refusal {
    const owner = target.located.owners.get(map);
    if (owner === undefined) return "It is all that the file holds.";
    if ("seq" in owner) {
      const edits = listEdits(target, owner.seq, [owner.item], []);
      if (owner.seq.items.length === 1 || edits === undefined) return sharedLine;
      this.#edits.push(...edits);
      return undefined;
    }
    const parent = target.located.owners.get(owner.map);
    const isTopLevel = parent === undefined || ("map" in parent && parent.entry.key.text === "services");
    if (isTopLevel) return `It is all that "${owner.entry.key.text}" holds.`;
    return this.#finishMap({ target, map: owner.map, removed: [owner.entry], inserted: [] });
  }
}

/** Whether two edits want the same characters. */
function overlap(edits: readonly Edit[]): boolean {
  const inOrder = edits.map(({ at }) => at).toSorted((a, b) => a.start - b.start || a.end - b.end);
  return inOrder.some((at, index) => index > 0 && at.start < (inOrder[index - 1]?.end ?? 0));
}

const notFound = "The text of the value was not found.";
const sharedLine = "It shares a line with something that has to stay.";

function lastKept(map: MapNode, gone: readonly MapEntry[]): MapEntry | undefined {
  return map.entries.findLast((entry) => !gone.includes(entry));
}

function ownKeyOf({ located }: Target, key: Sourced<unknown>["key"]): string | undefined {
  return key === undefined ? undefined : located.entries.get(key.start)?.entry.key.text;
}
