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
 * The same, but where a variable decides that nobody has given, what we do not know may be anything: a value; the things that have names, when
 * one name is not known; a list with such items, each of which may take the place of one that we do know; and the services that another one
 * waits for, some of which come by its namespaces, links and mounts.
 */
export function contradictions(ours: CanonicalNode, theirs: Json): readonly Difference[] {
  return differ("", ours, theirs, true);
}

function differ(path: string, ours: CanonicalNode | undefined, theirs: Json | undefined, lenient: boolean): readonly Difference[] {
  if (lenient && /^services\.[^.]+\.depends_on$/u.test(path)) return [];
  if (ours === undefined) return theirs === undefined ? [] : [{ path, ours, theirs }];
  if (ours.kind === "list") return differList(path, ours.items, theirs, lenient);
  if (ours.kind === "map" && isObject(theirs)) return differMap(path, ours.entries, theirs, lenient);
  const agrees = ours.kind === "scalar" && (ours.value === theirs || (lenient && isUnresolved(ours.value)));
  return agrees ? [] : [{ path, ours: toJson(ours), theirs }];
}

function differMap(
  path: string,
  ours: ReadonlyMap<string, CanonicalNode>,
  theirs: { readonly [key: string]: Json },
  lenient: boolean,
): readonly Difference[] {
  const below = (key: string): string => (path === "" ? key : `${path}.${key}`);
  if (lenient && [...ours.keys()].some((key) => key.includes("$"))) return [];
  const keys = new Set([...ours.keys(), ...Object.keys(theirs)]);
  return [...keys].flatMap((key) => differ(below(key), ours.get(key), theirs[key], lenient));
}

function differList(path: string, ours: readonly CanonicalNode[], other: Json | undefined, lenient: boolean): readonly Difference[] {
  // Compose leaves out a list without an item.
  const theirs = lenient && ours.every(isUnknown) ? (other ?? []) : other;
  const whole = [{ path, ours: ours.map(toJson), theirs }];
  if (!isList(theirs)) return whole;
  if (lenient && ours.some(isUnknown)) {
    const known = ours.filter((item) => !isUnknown(item));
    const missing = known.filter((item) => theirs.every((other) => differ(path, item, other, false).length > 0));
    return missing.length <= ours.length - known.length ? [] : whole;
  }
  return theirs.length === ours.length ? ours.flatMap((item, index) => differ(`${path}[${index}]`, item, theirs[index], lenient)) : whole;
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
