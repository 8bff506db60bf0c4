import { t } from "../../text/l10n.js";
import { itemsOf } from "../merge-keys.js";
import type { Items } from "../project.js";
import type { Reading } from "../reading.js";
import { isUnresolved, type Sourced, type Unresolved } from "../sourced.js";
import { byDocument, type Stack, top } from "../stack.js";
import { sourced, textOf, whole } from "../text.js";
import { isNothing, type View } from "../view.js";
import { readText } from "./scalar.js";

/** What stands where a list belongs. */
export interface ListForm {
  /** Compose also takes a single text in place of a list of one. */
  readonly scalar?: boolean;
  /** Compose also takes a mapping, which the reader of the items handles. */
  readonly map?: boolean;
}

/** The items of an attribute over all layers; `unique` names what two items must share for the later one to take the earlier's place. */
export function readItems<T>(
  reading: Reading,
  stack: Stack,
  form: ListForm,
  read: (view: View) => readonly T[],
  unique?: (item: T) => string | undefined,
): Items<T> {
  if (stack.length === 0) return noItems;
  const items = stack.flatMap((view) => elements(reading, view, form).flatMap(read));
  return { list: listOf(stack), items: unique === undefined ? items : lastOfEach(items, unique) };
}

/** An item, and what it shares with one that takes its place: as it is written, and in the long form. */
export interface Identified<T> {
  readonly item: T;
  readonly written: string | undefined;
  readonly identity: string | undefined;
}

/**
 * The items of a list that Compose puts into a long form. It drops the first of two equal items both before and after that, with each
 * document that it merges; what is included, or extended from another file, has been through this by itself.
 */
export function readLongForms<T>(reading: Reading, stack: Stack, form: ListForm, read: (view: View) => readonly Identified<T>[]): Items<T> {
  const itemsOf = (layers: Stack): readonly Identified<T>[] => layers.flatMap((view) => elements(reading, view, form).flatMap(read));
  let kept: readonly Identified<T>[] = [];
  for (const { apart, own } of byDocument(stack)) {
    let loaded: readonly Identified<T>[] = [];
    for (const layers of apart) loaded = inLongForm([...loaded, ...inLongForm(itemsOf(layers))]);
    kept = inLongForm([...kept, ...loaded, ...itemsOf(own)]);
  }
  return { list: listOf(stack), items: kept.map(({ item }) => item) };
}

function inLongForm<T>(items: readonly Identified<T>[]): readonly Identified<T>[] {
  const left = lastOfEach(items, ({ written }) => written);
  return lastOfEach(left, ({ identity }) => identity).map((one) => ({ ...one, written: one.identity }));
}

/** What an absent attribute has. */
export const noItems: Items<never> = { list: undefined, items: [] };

export interface TextsForm extends ListForm {
  /** What two items must share for the later one to take the earlier's place. */
  readonly unique?: (text: string) => string | undefined;
  /** Compose refuses equal items, also when they come from different layers. */
  readonly distinct?: boolean;
  readonly numbers?: boolean;
}

/** A list of texts. */
export function readTexts(reading: Reading, stack: Stack, form: TextsForm = {}): Items<Sourced<string | Unresolved>> {
  const { unique, numbers, distinct } = form;
  const read = (view: View) => present(numbers === true ? readText(reading, view) : itemText(reading, view));
  const sameAs =
    unique === undefined ? undefined : ({ value }: Sourced<string | Unresolved>) => (isUnresolved(value) ? undefined : unique(value));
  const found = readItems(reading, stack, form, read, sameAs);
  if (distinct === true) refuseEqual(reading, found.items);
  return found;
}

function refuseEqual(reading: Reading, items: readonly Sourced<string | Unresolved>[]): void {
  const seen = new Set<string | Unresolved>();
  for (const { value, at } of items) {
    if (seen.has(value)) reading.refuse("equal-items", t("Compose takes each item of this list only once."), at);
    seen.add(value);
  }
}

/** Two texts are the same item when they are equal. */
export function itself(text: string): string {
  return text;
}

/** Two texts are the same item when they are equal before their first `=`. */
export function beforeEquals(text: string): string {
  const sign = text.indexOf("=");
  return sign < 0 ? text : text.slice(0, sign);
}

/** The layers that count where a list is appended to a list, but takes the place of a single value. */
export function sinceSingleValue(stack: Stack): Stack {
  const last = stack.slice(0, -1).findLastIndex(({ node }) => node?.kind === "scalar");
  return last < 0 ? stack : stack.slice(last + 1);
}

/** The place of a list as a whole: that of the layer which wins. */
export function listOf(stack: Stack): Sourced<"list"> | undefined {
  const view = top(stack);
  return view === undefined ? undefined : sourced(view, "list");
}

export function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

/** What is unresolved equals nothing, so it takes nobody's place. */
export function textKey(value: string | Unresolved): string | undefined {
  return isUnresolved(value) ? undefined : value;
}

/** Keeps one item of each key: the later one, at the place of the first. Items without a key all stay. */
export function lastOfEach<T>(items: readonly T[], unique: (item: T) => string | undefined): readonly T[] {
  const kept: T[] = [];
  const places = new Map<string, number>();
  for (const item of items) {
    const key = unique(item);
    const place = key === undefined ? undefined : places.get(key);
    if (place !== undefined) kept[place] = item;
    else {
      if (key !== undefined) places.set(key, kept.length);
      kept.push(item);
    }
  }
  return kept;
}

/** The items of one layer, or its mapping. A scalar that stands for a list keeps its key, since there is no item to point at. */
export function elements(reading: Reading, view: View, form: ListForm): readonly View[] {
  if (isNothing(view)) return [];
  if (view.node?.kind === "seq") return itemsOf(reading, view).filter((item) => hasContent(reading, item));
  if (view.node?.kind === "map") {
    if (form.map !== true) reading.refuse("not-a-list", t("Compose wants a list here, not a mapping."), view.at);
    return form.map === true ? [view] : [];
  }
  if (form.scalar !== true) reading.refuse("not-a-list", t("Compose wants a list here, not a single value."), view.at);
  return [view];
}

function hasContent(reading: Reading, item: View): boolean {
  if (!isNothing(item)) return true;
  reading.refuse("empty-item", t("Compose takes no empty list item."), item.at);
  return false;
}

function itemText(reading: Reading, view: View): Sourced<string | Unresolved> | undefined {
  const text = textOf(view);
  if (text === undefined) return readText(reading, view);
  if (view.node?.kind === "scalar" && typeof view.node.value !== "string") {
    reading.refuse("not-a-string", t("Compose takes only text in this list: the item needs quotes."), view.at);
  }
  return whole(text);
}
