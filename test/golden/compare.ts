import { type CanonicalNode, type Json, toJson } from "../../server/src/engine/model/canonical/node.js";
import { isUnresolved, type Unresolved } from "../../server/src/engine/model/sourced.js";

/** One place where we do not say what Compose says; what one side does not have at all is `undefined`. */
export interface Difference {
  /** Such as `services.web.ports[0].published`. */
  readonly path: string;
  readonly ours: Json | undefined;
  readonly theirs: Json | undefined;
}

/**
 * Where our resolved project and that of Compose differ. Everything must be equal, to the kind of a value and the order of a list, save for
 * what a variable decides: Compose was asked with an empty environment, where a variable that nobody has given is the empty text, while we
 * say that the value is not known. Such a value of ours agrees with the one that Compose has when our text, without the forms of the missing
 * variables, is what Compose has; or when nothing is left of our text and Compose has nothing at that place.
 */
export function differences(ours: CanonicalNode, theirs: Json): readonly Difference[] {
  return differ("", ours, theirs);
}

/**
 * Compose's answer in what ours has: without `x-` keys, which mean nothing to Compose save where keys are names, and without the null of a
 * command or entrypoint that is not given.
 */
export function comparable(theirs: Json, path: readonly string[] = []): Json {
  if (isList(theirs)) return theirs.map((item) => comparable(item, [...path, "[]"]));
  if (!isObject(theirs)) return theirs;
  const entries = Object.entries(theirs).filter(
    ([key, value]) => (hasNames(path) || !key.startsWith("x-")) && (value !== null || (key !== "command" && key !== "entrypoint")),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, comparable(value, [...path, key])]));
}

function hasNames(path: readonly string[]): boolean {
  return path.length === 1 || (path.length === 3 && path[0] === "services" && path[2] === "depends_on");
}

function differ(path: string, ours: CanonicalNode | undefined, theirs: Json | undefined): readonly Difference[] {
  if (ours === undefined) return theirs === undefined ? [] : [{ path, ours, theirs }];
  if (ours.kind === "scalar") return agrees(ours.value, theirs) ? [] : [{ path, ours: scalar(ours.value), theirs }];
  if (ours.kind === "list") return differList(path, ours.items, theirs);
  if (!isObject(theirs)) return [{ path, ours: toJson(ours), theirs }];
  const keys = new Set([...ours.entries.keys(), ...Object.keys(theirs)]);
  return [...keys].flatMap((key) => differ(path === "" ? key : `${path}.${key}`, ours.entries.get(key), theirs[key]));
}

function differList(path: string, ours: readonly CanonicalNode[], theirs: Json | undefined): readonly Difference[] {
  if (!isList(theirs) || theirs.length !== ours.length) return [{ path, ours: ours.map(toJson), theirs }];
  return ours.flatMap((item, index) => differ(`${path}[${index}]`, item, theirs[index]));
}

function agrees(ours: Json | Unresolved, theirs: Json | undefined): boolean {
  if (!isUnresolved(ours)) return ours === theirs;
  const left = withoutVariables(ours);
  return theirs === undefined ? left === "" : left === String(theirs);
}

/** The text that is left when every missing variable is empty. */
export function withoutVariables({ unresolved, missing }: Unresolved): string {
  let left = "";
  for (let at = 0; at < unresolved.length; ) {
    const end = formEnd(unresolved, at, missing);
    left += end === at ? unresolved[at] : "";
    at = Math.max(end, at + 1);
  }
  return left;
}

/** Where the form of a missing variable ends that starts at the offset; the offset itself when none does. */
function formEnd(text: string, at: number, missing: readonly string[]): number {
  const [form, name = ""] = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)/u.exec(text.slice(at)) ?? [];
  if (form === undefined || !missing.includes(name)) return at;
  if (!form.startsWith("${")) return at + form.length;
  let depth = 0;
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === "{") depth++;
    else if (text[end] === "}" && --depth === 0) return end + 1;
  }
  return at;
}

/** The same as it is shown. */
function scalar(value: Json | Unresolved): Json {
  return isUnresolved(value) ? { unresolved: value.unresolved } : value;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !isList(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
