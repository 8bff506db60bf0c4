import type { Step } from "../model/sourced.js";
import type { MapNode, YamlNode } from "../syntax/tree.js";
import { isList, isMapping, type Operation, type Yaml } from "./change.js";
import type { Patch } from "./copy.js";
import { entriesFor } from "./in-place.js";
import { followed, mergedValue, ownEntry, plainItems } from "./inherited.js";
import { aliasOwner, entryAround, type Located, type LocatedEntry } from "./located.js";
import { spliceScalar, type Target } from "./text-edits.js";

/** What an operation wants of a value that came from elsewhere: the way it came, and what becomes of its text when it is copied. */
export interface Wish {
  readonly via: readonly [Step, ...Step[]];
  readonly patch: FilePatch;
}

/** A patch of one file's text. */
export interface FilePatch extends Patch {
  readonly file: string;
}

/** The wishes that concern one place where a service takes from elsewhere: its alias, its `<<` or its `extends`. */
export interface Use {
  readonly step: Step;
  readonly via: Wish["via"];
  readonly patches: readonly FilePatch[];
}

export type TargetOf = (uri: string) => Target | undefined;

/** Puts what is wanted of inherited values together by the places where they come in. */
export function usesOf(wishes: readonly Wish[]): readonly Use[] {
  const uses = new Map<string, Use>();
  for (const { via, patch } of wishes) {
    const [step] = via;
    // What is extended is overridden as a whole service, by whichever way each value came.
    const id = `${step.at.file} ${step.at.start} ${via.some(({ kind }) => kind === "extends")}`;
    uses.set(id, { step, via, patches: [...(uses.get(id)?.patches ?? []), patch] });
  }
  return [...uses.values()];
}

/**
 * The way by which the value of an operation came to its service, nearest to the use first. Where all services stand behind an alias or a
 * merge key, a service is at home at that anchor.
 */
export function viaOf(operation: Operation, targetOf: TargetOf): readonly Step[] {
  const { via } = "into" in operation ? operation.into : operation.target;
  const first = via.findIndex((step) => !bringsServices(step, targetOf));
  return first < 0 ? [] : via.slice(first);
}

function bringsServices({ kind, at }: Step, targetOf: TargetOf): boolean {
  const located = targetOf(at.file)?.located;
  if (located === undefined || kind === "extends") return false;
  const owner = kind === "alias" ? aliasOwner(located, at) : entryAround(located, at, ({ merge }) => merge);
  if (owner === undefined || !("map" in owner)) return false;
  return kind === "alias" ? isServices(located, owner) : isServicesMap(located, owner.map);
}

function isServices({ owners }: Located, { map, entry }: LocatedEntry): boolean {
  return entry.key.text === "services" && owners.get(map) === undefined;
}

/** A merge key between the services. */
function isServicesMap(located: Located, map: MapNode): boolean {
  const owner = located.owners.get(map);
  return owner !== undefined && "map" in owner && isServices(located, owner);
}

/** What an operation wants of an inherited value; absent when its value stands where it is used. */
export function wishOf(operation: Operation, targetOf: TargetOf): Wish | undefined {
  const [first, ...rest] = viaOf(operation, targetOf);
  if (first === undefined) return undefined;
  const { at } = "into" in operation ? operation.into : operation.target;
  return { via: [first, ...rest], patch: { file: at.file, at, change: changeOf(operation, targetOf(at.file)) } };
}

/** What adding items to a list wants when the mapping has that list by an alias or a merge key: an own list takes the place of it. */
export function appendWish({ located: { file } }: Target, map: MapNode, { key, items }: Append): Wish | "done" | undefined {
  const own = ownEntry(map, key);
  const merged = own === undefined ? mergedValue(map, key) : undefined;
  const node = own?.value?.kind === "alias" ? followed(own.value) : followed(merged?.node);
  const use = own === undefined ? map.entries.find(({ merge }) => merge) : own.value;
  if (node === undefined || use === undefined || (own !== undefined && own.value?.kind !== "alias")) return undefined;
  const before = plainItems(node);
  if (before !== undefined && items.every((item) => before.includes(String(item)))) return "done";
  const step: Step = {
    kind: own === undefined ? "merge" : "alias",
    name: own?.value?.kind === "alias" ? own.value.name : (merged?.anchor ?? ""),
    at: { file: file.uri, start: use.start, end: use.end },
  };
  const change: Patch["change"] = (data) => (isMapping(data) ? { ...data, ...entriesFor(key, items) } : joined(data, items));
  return { via: [step], patch: { file: file.uri, at: node, change } };
}

type Append = Extract<Operation, { readonly op: "append" }>;

function changeOf(operation: Operation, target: Target | undefined): Patch["change"] {
  switch (operation.op) {
    case "remove": {
      // A switch that is on is turned off: what is written beside an inherited value cannot take it away.
      const { value, key } = operation.target;
      return () => (value === true && key !== undefined ? false : undefined);
    }
    case "replace":
      return () => operation.value;
    case "splice":
      return (data, node) => spliced(data, node, operation, target);
    case "set":
      return (data) => (isMapping(data) ? { ...data, [operation.key]: operation.value } : data);
    default:
      return (data) => (isMapping(data) ? { ...data, [operation.key]: joined(data[operation.key], operation.items) } : data);
  }
}

function joined(before: Yaml | undefined, items: readonly Yaml[]): Yaml {
  const list = before === undefined || before === null ? [] : isList(before) ? before : [before];
  return [...list, ...items.filter((item) => !list.includes(item))];
}

/** The text with a part of it changed, read again as YAML would: the part may stand in the middle of a variable. */
function spliced(
  data: Yaml,
  node: YamlNode | undefined,
  operation: Operation & { readonly op: "splice" },
  target: Target | undefined,
): Yaml {
  if (node?.kind !== "scalar" || target === undefined) return data;
  const { text } = target.located.file;
  const [from, to] = node.style === "plain" ? [node.start, node.end] : [node.start + 1, node.end - 1];
  // With escapes in it the text does not stand as it reads.
  if (text.slice(from, to) !== node.text || spliceScalar(target, node, operation.part, operation.text) === undefined) return data;
  const { part } = operation;
  const span = part === "start" ? { start: from, end: from } : part === "end" ? { start: to, end: to } : part;
  return text.slice(from, span.start) + operation.text + text.slice(span.end, to);
}
