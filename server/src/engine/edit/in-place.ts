import type { Sourced } from "../model/sourced.js";
import type { MapEntry, MapNode, YamlNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import type { Operation, Yaml, YamlMapping } from "./change.js";
import { ownEntry, plainItems } from "./inherited.js";
import type { Plan, Refusal } from "./plan.js";
import { fillEntry, spliceScalar, type Target } from "./text-edits.js";

export const notFound = "The text of the value was not found.";

/** Takes up an operation on a value where its text stands, whatever uses it; answers why it cannot be done. */
export function inPlace(plan: Plan, target: Target, operation: Exclude<Operation, Into>): Refusal {
  if (operation.op === "remove") return remove(plan, target, operation.target);
  if (operation.op === "replace") return replace(plan, target, operation.target, operation.value);
  return splice(plan, target, operation.target, operation.part, operation.text);
}

/** The same for an operation that writes into a mapping. What the mapping takes from elsewhere is not looked at. */
export function into(plan: Plan, target: Target, map: MapNode, operation: Into): Refusal {
  const { op, key } = operation;
  const own = ownEntry(map, key);
  if (own !== undefined)
    return op === "set" ? set(plan, target, map, own, operation.value) : append(plan, target, map, own, operation.items);
  plan.insert(target, map, key, op === "set" ? operation.value : operation.items);
  return undefined;
}

/** An operation that writes into a mapping. */
export type Into = Extract<Operation, { readonly into: unknown }>;

/** What is reset stays so: the new value overrides what the `!reset` took away. */
function set(plan: Plan, target: Target, map: MapNode, entry: MapEntry, value: Yaml): Refusal {
  if (entry.value === undefined) plan.edit(fillEntry(target, map, entry, value));
  else plan.replace(target, entry.value, { map, entry }, value, isReset(entry) ? "!override" : undefined);
  return undefined;
}

function isReset({ value }: MapEntry): boolean {
  return value?.tag?.name === "!reset";
}

function append(plan: Plan, target: Target, map: MapNode, entry: MapEntry, items: readonly Yaml[]): Refusal {
  const { value } = entry;
  if (value === undefined || isReset(entry)) return set(plan, target, map, entry, items);
  if (value.kind === "seq") {
    plan.addItems(target, value, items, plainItems(value, plan.removedFrom(target, value)) ?? []);
    return undefined;
  }
  if (value.kind === "map") {
    const entries = entriesFor(entry.key.text, items);
    if (entries === undefined) return t`"${entry.key.text}" is written as a mapping, where a list was expected.`;
    for (const [key, one] of Object.entries(entries)) if (ownEntry(value, key) === undefined) plan.insert(target, value, key, one);
    return undefined;
  }
  const before = plainItems(value) ?? [];
  const missing = items.filter((item) => !before.includes(String(item)));
  if (missing.length > 0) plan.replace(target, value, { map, entry }, [...before, ...missing]);
  return undefined;
}

/** Attributes for which Compose takes a mapping as well as a list. */
const mayBeMapping: ReadonlySet<string> = new Set(["environment", "labels", "annotations", "sysctls", "networks", "depends_on"]);

/** The items of a list as the entries of the mapping that means the same; absent where there is none. */
export function entriesFor(key: string, items: readonly Yaml[]): YamlMapping | undefined {
  if (!mayBeMapping.has(key) || !items.every((item) => typeof item === "string")) return undefined;
  return Object.fromEntries(
    items.map((item): readonly [string, Yaml] => {
      const sign = item.indexOf("=");
      return sign < 0 ? [item, null] : [item.slice(0, sign), item.slice(sign + 1)];
    }),
  );
}

function remove(plan: Plan, target: Target, { at, key }: Sourced<unknown>): Refusal {
  const { entries, items } = target.located;
  if (key !== undefined) {
    const found = entries.get(key.start);
    if (found === undefined) return notFound;
    const { value } = found.entry;
    // What it overrides must not come back.
    if (value?.tag?.name === "!override") plan.replace(target, value, found, null, "!reset");
    else plan.removeEntry(target, found);
    return undefined;
  }
  const found = items.get(at.start);
  if (found === undefined) return notFound;
  plan.removeItem(target, found);
  return undefined;
}

function nodeOf({ located }: Target, { at, key }: Sourced<unknown>): YamlNode | undefined {
  const node = key === undefined ? located.items.get(at.start)?.item.node : located.entries.get(key.start)?.entry.value;
  return node?.start === at.start ? node : undefined;
}

function replace(plan: Plan, target: Target, replaced: Sourced<unknown>, value: Yaml): Refusal {
  const node = nodeOf(target, replaced);
  if (node === undefined) return notFound;
  plan.replace(target, node, target.located.owners.get(node), value);
  return undefined;
}

function splice(plan: Plan, target: Target, spliced: Sourced<unknown>, part: "start" | "end" | Place, text: string): Refusal {
  const node = nodeOf(target, spliced);
  if (node?.kind !== "scalar") return notFound;
  const edit = spliceScalar(target, node, part, text);
  if (edit === undefined) return t("The text spans lines or comes from a variable, and cannot be changed in part.");
  plan.edit(edit);
  return undefined;
}
