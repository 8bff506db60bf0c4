import type { Form } from "../../knowledge/compose-schema.js";
import { t } from "../../text/l10n.js";
import { entriesOf, itemsOf } from "../merge-keys.js";
import type { Reading } from "../reading.js";
import { isUnresolved } from "../sourced.js";
import { child, keysOf, type Stack, top } from "../stack.js";
import { textOf, whole } from "../text.js";
import { isNothing, type View } from "../view.js";

/** Refuses what the layers say at one place where it has not the form that Compose wants there, or where two layers cannot be merged. */
export function checkForm(reading: Reading, stack: Stack, form: Form): void {
  const view = top(stack);
  if (view === undefined || !reading.spend(view.at)) return;
  if (form.mixes !== true) checkKinds(reading, stack);
  if (form.any === true) checkAny(reading, stack);
  else {
    const fault = faultOf(view, form);
    if (fault !== undefined) reading.refuse("wrong-form", fault, isNothing(view) ? (view.key ?? view.at) : view.at);
    checkKeys(reading, stack, form);
    checkItems(reading, stack, form);
  }
}

type Kind = "nothing" | "scalar" | "list" | "map";

function kindOf(view: View): Kind {
  if (isNothing(view)) return "nothing";
  if (view.node?.kind === "map") return "map";
  return view.node?.kind === "seq" ? "list" : "scalar";
}

/** A list or mapping of an earlier layer can only be followed by its like; a single value is replaced by anything. */
function checkKinds(reading: Reading, stack: Stack): void {
  let before: Kind = "nothing";
  for (const view of stack) {
    const kind = kindOf(view);
    if (kind === "nothing") continue;
    if (kind !== before && (before === "list" || before === "map")) {
      const what = before === "map" ? "mapping" : "list";
      reading.refuse("cannot-merge", t`What this adds to has a ${what} here, which cannot be replaced so.`, view.at);
    }
    before = kind;
  }
}

/** What means nothing to Compose is merged all the same. */
function checkAny(reading: Reading, stack: Stack): void {
  if (stack.length < 2) return;
  for (const key of keysOf(reading, stack)) checkForm(reading, child(reading, stack, key), anything);
}

const anything: Form = { any: true };

/** Why a value has not the form, its items and entries aside. */
function faultOf(view: View, form: Form): string | undefined {
  switch (kindOf(view)) {
    case "nothing":
      return form.null === true ? undefined : t("Compose wants a value here.");
    case "list":
      return form.items === undefined ? t("Compose takes no list here.") : undefined;
    case "map":
      return form.keys === undefined && form.names === undefined ? t("Compose takes no mapping here.") : undefined;
    default:
      return scalarFault(view, form);
  }
}

function scalarFault(view: View, form: Form): string | undefined {
  const value = view.node?.kind === "scalar" ? view.node.value : null;
  if (typeof value === "string") return textFault(view, form);
  const isTaken = typeof value === "boolean" ? form.boolean === true : form.number !== undefined;
  if (!isTaken) return form.text === true ? t("Compose takes only text here: it needs quotes.") : t`Compose takes no ${typeof value} here.`;
  return form.number === "integer" && typeof value === "number" && !Number.isInteger(value)
    ? t("Compose wants a whole number here.")
    : undefined;
}

function textFault(view: View, { text: isTaken, cast, words, pattern }: Form): string | undefined {
  if (isTaken !== true) return t("Compose takes no text here.");
  const text = textOf(view);
  const value = text === undefined ? undefined : whole(text).value;
  if (value === undefined || isUnresolved(value)) return undefined;
  if (cast !== undefined && !casts[cast].test(value)) return t`Compose wants ${wanted[cast]} here.`;
  if (words !== undefined && !words.includes(value)) return t`Compose takes only ${words.join(", ")} here.`;
  return pattern?.test(value) === false ? t("Compose does not take this text here.") : undefined;
}

const wanted = { boolean: "true or false", integer: "a whole number", number: "a number" };

const casts: Readonly<Record<NonNullable<Form["cast"]>, RegExp>> = {
  boolean: /^(?:true|yes|y|on|false|no|n|off)$/iu,
  integer: /^[-+]?\d+$/u,
  number: /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/iu,
};

function checkKeys(reading: Reading, stack: Stack, form: Form): void {
  const maps = form.keys === undefined && form.names === undefined ? [] : stack.filter((view) => kindOf(view) === "map");
  const last = top(maps);
  if (last === undefined) return;
  const present = keysOf(reading, maps);
  for (const key of present) {
    const below = child(reading, maps, key);
    const expected = formBehind(form, key);
    if (expected === undefined) reading.refuse("unknown-attribute", t`Compose knows no "${key}" here.`, top(below)?.key ?? last.at);
    else checkForm(reading, below, expected);
    if (expected?.neverNull === true) checkNulls(reading, maps, key);
  }
  // What a list names has all that is required.
  if (stack.some((view) => kindOf(view) === "list")) return;
  for (const key of form.required ?? []) {
    if (!present.includes(key)) reading.refuse("missing-attribute", t`Compose wants "${key}" here.`, last.at);
  }
}

function formBehind({ keys, names }: Form, key: string): Form | undefined {
  if (keys === undefined) return key === "" ? undefined : names;
  if (Object.hasOwn(keys, key)) return keys[key];
  return key.startsWith("x-") ? anything : undefined;
}

function checkNulls(reading: Reading, maps: Stack, key: string): void {
  for (const map of maps) {
    const view = entriesOf(reading, map).get(key)?.view;
    if (view !== undefined && isNothing(view)) reading.refuse("wrong-form", t("Compose wants a value here."), view.key ?? view.at);
  }
}

function checkItems(reading: Reading, stack: Stack, { items: form, distinct }: Form): void {
  if (form === undefined) return;
  for (const view of stack) for (const item of itemsOf(reading, view)) checkForm(reading, [item], form);
  if (distinct !== undefined && !(distinct === "alone" && stack.length > 1)) checkDistinct(reading, stack, distinct);
}

function checkDistinct(reading: Reading, stack: Stack, distinct: NonNullable<Form["distinct"]>): void {
  const before = new Set<string>();
  for (const view of stack) {
    const seen = new Set<string>(distinct === "added" ? [] : before);
    for (const { written, item } of writtenItems(reading, view, stack.length > 1)) {
      if (seen.has(written)) reading.refuse("equal-items", t("Compose takes each item of this list only once."), item.at);
      // What an earlier layer has is not added again.
      if (distinct !== "added" || !before.has(written)) seen.add(written);
    }
    for (const written of seen) before.add(written);
  }
}

/** The items of a list by their texts; a mapping that is merged with another layer becomes a list of `NAME=value`. */
function writtenItems(reading: Reading, view: View, isMerged: boolean): readonly { readonly written: string; readonly item: View }[] {
  const items = itemsOf(reading, view).flatMap((item) => {
    const text = knownText(item);
    return text === undefined ? [] : [{ written: text, item }];
  });
  if (!isMerged) return items;
  const entries = [...entriesOf(reading, view)].flatMap(([name, { view: item }]) => {
    if (item === undefined) return [];
    const text = isNothing(item) ? undefined : knownText(item);
    return isNothing(item) || text !== undefined ? [{ written: text === undefined ? name : `${name}=${text}`, item }] : [];
  });
  return [...items, ...entries];
}

function knownText(view: View): string | undefined {
  const text = textOf(view);
  const value = text === undefined ? undefined : whole(text).value;
  return isUnresolved(value) ? undefined : value;
}
