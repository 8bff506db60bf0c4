import type { Service } from "../model/project.js";
import type { Step } from "../model/sourced.js";
import type { AliasNode, MapEntry, MapNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Span } from "../text/span.js";
import { isList, isMapping, type Yaml } from "./change.js";
import { copy, type Patch } from "./copy.js";
import { notFound } from "./in-place.js";
import { effectiveEntries, followed, origin } from "./inherited.js";
import { aliasOwner, entryAround, type LocatedEntry, type LocatedItem } from "./located.js";
import { overrideBase } from "./over-base.js";
import type { Plan, Refusal } from "./plan.js";
import type { Target } from "./text-edits.js";
import type { TargetOf, Use } from "./wish.js";

/** Writes at the service what its inherited values are to be, where it wins over them; answers why that cannot be done. */
export function atService(plan: Plan, use: Use, targetOf: TargetOf, service: Service | undefined): Refusal {
  const { step, via } = use;
  const target = targetOf(step.at.file);
  if (target === undefined) return t("The value is used in a file that is not open here.");
  const base = via.find(({ kind }) => kind === "extends");
  if (base !== undefined) {
    const sink = sinkOf(plan, target, step);
    if (sink === undefined) return notFound;
    return overrideBase(plan, { use, base, sink, target, targetOf, service });
  }
  if (step.kind === "alias") return behindAlias(plan, target, use);
  const user = entryAround(target.located, step.at, ({ merge }) => merge);
  return user === undefined ? notFound : behindMerge(plan, target, use, user);
}

/** Where new settings of a service go. */
export interface Sink {
  /** The mapping as it is written; absent where the service is nothing but an alias. */
  readonly map: MapNode | undefined;
  /** What the service says there: the mapping, or that behind the alias. */
  readonly body: Span;
  readonly insert: Plan["insert"] extends (target: Target, map: MapNode, ...entry: infer Entry) => void ? (...entry: Entry) => void : never;
}

function sinkOf(plan: Plan, target: Target, step: Step): Sink | undefined {
  const { located } = target;
  const owner = step.kind === "alias" ? aliasOwner(located, step.at) : undefined;
  if (owner !== undefined && "map" in owner && !isExtends(owner.entry)) {
    const alias = owner.entry.value;
    if (alias?.kind !== "alias") return undefined;
    return { map: undefined, body: followed(alias) ?? alias, insert: (...entry) => plan.insertBeside(target, alias, owner, ...entry) };
  }
  const user = entryAround(located, step.at, (entry) => entry.merge || isExtends(entry));
  if (user === undefined) return undefined;
  return { map: user.map, body: user.map, insert: (...entry) => plan.insert(target, user.map, ...entry) };
}

function isExtends({ key }: MapEntry): boolean {
  return key.text === "extends";
}

function behindAlias(plan: Plan, target: Target, { step, patches }: Use): Refusal {
  const owner = aliasOwner(target.located, step.at);
  if (owner === undefined) return notFound;
  if (!("map" in owner)) return itemBehindAlias(plan, target, owner, patches);
  const alias = owner.entry.value;
  const body = followed(alias);
  const after = alias && copy(alias, patches);
  if (alias?.kind !== "alias" || after === undefined) return t`What *${step.name} brings cannot be written again here.`;
  if (!after.patched) return notFound;
  if (body?.kind === "map" && isMapping(after.data)) return besideAlias(plan, target, alias, owner, body, patches);
  if (isNothing(after.data) || after.data === false) plan.removeEntry(target, owner);
  else plan.replace(target, alias, owner, after.data ?? null);
  if (body?.kind === "seq") plan.note(t`The other items of *${step.name} are written out here, so that nothing else changes.`);
  return undefined;
}

function itemBehindAlias(plan: Plan, target: Target, owner: LocatedItem, patches: readonly Patch[]): Refusal {
  const { node } = owner.item;
  const after = copy(node, patches);
  if (node === undefined || after?.patched !== true) return notFound;
  if (after.data === undefined) plan.removeItem(target, owner);
  else plan.replace(target, node, owner, after.data);
  return undefined;
}

/** A mapping that stands for itself as `key: *alias` merges the alias instead, so that other keys can stand beside. */
function besideAlias(plan: Plan, target: Target, alias: AliasNode, owner: LocatedEntry, body: MapNode, patches: readonly Patch[]): Refusal {
  const changes = changesOf(body, patches);
  if (changes === undefined) return t`What *${alias.name} brings cannot be written again here.`;
  if (changes.some(({ after }) => after === undefined)) {
    if (effectiveEntries(body).size > maxWritten) return t`${`*${alias.name}`} brings more than can be written again here.`;
    const whole = copy(alias, patches)?.data;
    plan.replace(target, alias, owner, whole ?? null);
    plan.note(t`What else *${alias.name} brings is written out here, so that nothing else changes.`);
    return undefined;
  }
  for (const { key, after } of changes) plan.insertBeside(target, alias, owner, key, after ?? null);
  return undefined;
}

function behindMerge(plan: Plan, target: Target, { step, patches }: Use, user: LocatedEntry): Refusal {
  const { map } = user;
  const changes = changesOf(map, patches)?.filter(({ from }) => from === undefined || !map.entries.includes(from));
  if (changes === undefined) return t`The items of &${step.name} cannot be written again here: change them there.`;
  if (changes.length === 0) return notFound;
  if (changes.some(({ after }) => after === undefined)) return withoutMerge(plan, target, user, changes);
  for (const { key, after } of changes) {
    const others = t`The other items that came from &${step.name} are written out here, so that nothing else changes.`;
    plan.note(isList(after) ? others : t`Written at the service, since the value comes from ${origin(step)}.`);
    plan.insert(target, map, key, after ?? null);
  }
  return undefined;
}

/** Nothing written beside a `<<` takes away what it brings, so that its other settings are written instead. */
function withoutMerge(plan: Plan, target: Target, { map, entry }: LocatedEntry, changes: readonly Changed[]): Refusal {
  const merged = [...effectiveEntries(map)].filter(([, one]) => !map.entries.includes(one));
  const copies = merged.map(([key, one]) => ({ key, copied: copy(one.value) }));
  const name = entry.value?.kind === "alias" ? `&${entry.value.name}` : "the merge key";
  if (copies.length > maxWritten || copies.some(({ copied }) => copied === undefined))
    return t`${name} brings more than can be written again here.`;
  plan.removeEntry(target, { map, entry });
  for (const { key, copied } of copies) {
    const change = changes.find((one) => one.key === key);
    const data = change === undefined ? copied?.data : change.after;
    if (data !== undefined) plan.insert(target, map, key, data);
  }
  plan.note(t`What else came from ${name} is written out here, so that nothing else changes.`);
  return undefined;
}

/** Mappings with more keys are better changed at their anchor. */
const maxWritten = 12;

/** One key of a mapping whose value a patch changes. */
interface Changed {
  readonly key: string;
  /** The entry behind it; absent for a new key. */
  readonly from: MapEntry | undefined;
  readonly before: Yaml | undefined;
  /** Absent when it goes. */
  readonly after: Yaml | undefined;
}

/** The keys that a mapping has, by itself or merged, and that change; absent when they cannot be copied. */
function changesOf(map: MapNode, patches: readonly Patch[]): readonly Changed[] | undefined {
  const entries = effectiveEntries(map);
  const changes: Changed[] = [];
  for (const [key, from] of entries) {
    const after = copy(from.value, patches);
    const before = copy(from.value);
    if (after?.patched === true) changes.push({ key, from, before: before?.data, after: after.data });
    else if (after === undefined && mayHold(from, patches)) return undefined;
  }
  return [...changes, ...newKeys(map, patches, entries)];
}

/** What is to be written into the mapping itself. */
function newKeys(map: MapNode, patches: readonly Patch[], entries: ReadonlyMap<string, MapEntry>): readonly Changed[] {
  const own = patches.filter(({ at }) => at.start === map.start && at.end === map.end);
  const after = own.reduce<Yaml>((data, patch) => patch.change(data, map) ?? data, dataOf(entries));
  if (own.length === 0 || !isMapping(after)) return [];
  const before = dataOf(entries);
  return Object.entries(after)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]))
    .map(([key, value]) => ({ key, from: undefined, before: before[key], after: value }));
}

function dataOf(entries: ReadonlyMap<string, MapEntry>): Readonly<Record<string, Yaml>> {
  return Object.fromEntries(
    [...entries].flatMap(([key, { value }]) => {
      const data = copy(value)?.data;
      return data === undefined ? [] : [[key, data]];
    }),
  );
}

function mayHold({ value }: MapEntry, patches: readonly Patch[]): boolean {
  const node = followed(value);
  return node !== undefined && patches.some(({ at }) => node.start <= at.start && at.end <= node.end);
}

function isNothing(value: Yaml | undefined): boolean {
  return value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
}
