import type { MapEntry } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Reading } from "./reading.js";
import type { Step } from "./sourced.js";
import { type Entry, follow, maxSteps, placeIn, type View } from "./view.js";

/**
 * What a mapping says, merge keys included: an explicit key beats `<<` wherever it stands, the first mapping of a merge list beats the
 * later ones, and nothing is merged below the first level. Empty for anything that is no mapping.
 */
export function entriesOf(reading: Reading, view: View): ReadonlyMap<string, Entry> {
  const before = reading.entries.get(view);
  if (before !== undefined) return before;
  const entries = readEntries(reading, view);
  reading.entries.set(view, entries);
  return entries;
}

/** The items of a list, aliases followed; those tagged `!reset` are left out. Empty for anything that is no list. */
export function itemsOf(reading: Reading, view: View): readonly View[] {
  const { node, file, via } = view;
  if (node?.kind !== "seq") return [];
  const items: View[] = [];
  for (const item of node.items) {
    if (!reading.spend(placeIn(file, item))) break;
    const found = follow(view, { node: item.node, via, empty: item });
    if (found.view !== undefined && found.tag !== "reset") items.push(found.view);
  }
  return items;
}

function readEntries(reading: Reading, view: View): ReadonlyMap<string, Entry> {
  const { node, file, via } = view;
  const entries = new Map<string, Entry>();
  if (node?.kind !== "map") return entries;
  for (const entry of node.entries) {
    if (entry.merge) continue;
    const key = placeIn(file, entry.key);
    if (!reading.spend(key)) return entries;
    const found = follow(view, { node: entry.value, key, via, empty: { start: entry.end, end: entry.end } });
    const reset = found.tag === "reset";
    if (found.view === undefined && !reset) continue;
    const cut = found.tag !== undefined && view.cutsNothing !== true;
    entries.set(entry.key.text, { view: reset ? undefined : found.view, cut, cutting: cut ? found.view : undefined });
  }
  for (const entry of node.entries) {
    if (!entry.merge) continue;
    for (const source of mergeSources(reading, view, entry)) addMissing(entries, entriesOf(reading, source));
  }
  return entries;
}

/** A `!reset` key is cut out before `<<` is merged, so that a merged value may stand in its place. */
function addMissing(entries: Map<string, Entry>, merged: ReadonlyMap<string, Entry>): void {
  for (const [name, { view, cut, cutting }] of merged) {
    const present = entries.get(name);
    const joined = { view: present?.view ?? view, cut: present?.cut === true || cut, cutting: present?.cutting ?? cutting };
    if (joined.view !== undefined || joined.cut) entries.set(name, joined);
  }
}

/** The mappings that one `<<` entry names, in the order of their weight. */
function mergeSources(reading: Reading, view: View, entry: MapEntry): readonly View[] {
  const { file, via } = view;
  const use = placeIn(file, entry);
  if (via.length > maxSteps) {
    reading.gap("too-deep", t("Merge keys are nested too deeply to be followed."), use);
    return [];
  }
  if (!reading.spend(use)) return [];
  const target = mergeTarget(view, entry);
  if (target?.node?.kind === "map") return [target];
  if (target?.node?.kind !== "seq") {
    refuseMerge(reading, entry, view);
    return [];
  }
  const sources: View[] = [];
  const inline = entry.value?.kind === "seq";
  for (const item of target.node.items) {
    // One hop for `<<: [*a]`, as for `<<: *a`; through an anchored list there are two.
    const name = item.node?.kind === "alias" ? item.node.name : "<<";
    const found = inline
      ? follow(view, { node: targetOf(item.node), via: [...via, step(name, view, entry)], empty: item })
      : follow(view, { node: item.node, via: target.via, empty: item });
    if (found.view?.node?.kind === "map") sources.push({ ...found.view, cutsNothing: true });
    else refuseMerge(reading, entry, view);
  }
  return sources;
}

function mergeTarget(view: View, entry: MapEntry): View | undefined {
  const name = entry.value?.kind === "alias" ? entry.value.name : "<<";
  const via = entry.value?.kind === "seq" ? view.via : [...view.via, step(name, view, entry)];
  return follow(view, { node: targetOf(entry.value), via, empty: entry }).view;
}

function targetOf(node: MapEntry["value"]): MapEntry["value"] {
  return node?.kind === "alias" ? node.target : node;
}

function step(name: string, view: View, entry: MapEntry): Step {
  return { kind: "merge", name, at: placeIn(view.file, entry) };
}

function refuseMerge(reading: Reading, entry: MapEntry, { file }: View): void {
  const broken = entry.value?.kind === "alias" && entry.value.target === undefined;
  if (!broken) reading.refuse("bad-merge", t("A merge key takes a mapping, an alias of one, or a list of those."), placeIn(file, entry));
}
