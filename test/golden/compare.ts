import { type CanonicalNode, type Json, toJson } from "../../server/src/engine/model/canonical/node.js";
import { isUnresolved } from "../../server/src/engine/model/sourced.js";

/** One place where we do not say what Compose says; what one side does not have at all is `undefined`. */
export interface Difference {
  /** Such as `services.web.ports[0].published`; empty for the whole project. */
  readonly path: string;
  readonly ours: Json | undefined;
  readonly theirs: Json | undefined;
}

/** Where a project as we resolved it is not what Compose made of it, to the kind of each value and the order of each list. */
export function differences(ours: CanonicalNode, theirs: Json): readonly Difference[] {
  return differ("", ours, theirs, false);
}

/**
 * The same, but what we do not know may be anything; a list that holds such a thing may be of any length, and its item, when a variable decides
 * about a part of it, may have more parts.
 */
export function contradictions(ours: CanonicalNode, theirs: Json): readonly Difference[] {
  return differ("", ours, theirs, true);
}

function differ(path: string, ours: CanonicalNode | undefined, theirs: Json | undefined, lenient: boolean): readonly Difference[] {
  if (ours === undefined) return theirs === undefined ? [] : [{ path, ours, theirs }];
  if (ours.kind === "list") return differList(path, ours.items, theirs, lenient);
  if (ours.kind === "map" && isObject(theirs)) {
    const isOpen = lenient && path.endsWith("]") && isUnknown(ours);
    const keys = new Set([...ours.entries.keys(), ...(isOpen ? [] : Object.keys(theirs))]);
    return [...keys].flatMap((key) => differ(path === "" ? key : `${path}.${key}`, ours.entries.get(key), theirs[key], lenient));
  }
  const agrees = ours.kind === "scalar" && (ours.value === theirs || (lenient && isUnresolved(ours.value)));
  return agrees ? [] : [{ path, ours: toJson(ours), theirs }];
}

function differList(path: string, ours: readonly CanonicalNode[], theirs: Json | undefined, lenient: boolean): readonly Difference[] {
  if (isList(theirs) && theirs.length === ours.length) {
    return ours.flatMap((item, index) => differ(`${path}[${index}]`, item, theirs[index], lenient));
  }
  return lenient && ours.some(isUnknown) ? [] : [{ path, ours: ours.map(toJson), theirs }];
}

/** Whether a variable that nobody has given decides about any part. */
function isUnknown(node: CanonicalNode): boolean {
  if (node.kind === "scalar") return isUnresolved(node.value);
  return node.kind === "list" ? node.items.some(isUnknown) : [...node.entries.values()].some(isUnknown);
}

/** Compose's answer without `x-` keys, which mean nothing to Compose save where keys are names, and which we leave out. */
export function comparable(theirs: Json, path: readonly string[] = []): Json {
  if (isList(theirs)) return theirs.map((item) => comparable(item, [...path, "[]"]));
  if (!isObject(theirs)) return theirs;
  const entries = Object.entries(theirs).filter(([key]) => hasNames(path) || !key.startsWith("x-"));
  return Object.fromEntries(entries.map(([key, value]) => [key, comparable(value, [...path, key])]));
}

function hasNames(path: readonly string[]): boolean {
  return path.length === 1 || (path.length === 3 && path[0] === "services" && path[2] === "depends_on");
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !isList(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
