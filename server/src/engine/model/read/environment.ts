import { hole } from "../interpolate.js";
import { entriesOf, itemsOf } from "../merge-keys.js";
import type { EnvironmentVariable, Items } from "../project.js";
import type { Reading } from "../reading.js";
import { isUnresolved } from "../sourced.js";
import { child, type Stack } from "../stack.js";
import { part, partAs, slice, sourced, textOf, whole } from "../text.js";
import { isNothing, type View } from "../view.js";
import { lastOfEach, listOf, noItems } from "./list.js";
import { readText } from "./scalar.js";

/** `environment`, `labels`, `sysctls`, `args`: a list of `NAME=value` or a mapping; a later layer's name takes the earlier's place. */
export function readVariables(reading: Reading, stack: Stack): Items<EnvironmentVariable> {
  if (stack.length === 0) return noItems;
  let items: readonly EnvironmentVariable[] = [];
  for (const view of stack) {
    const reset = resetNames(reading, view);
    items = [...items.filter(({ form, name }) => form === "list" || !reset.has(name.value)), ...readLayer(reading, view)];
  }
  return { list: listOf(stack), items: lastOfEach(items, ({ name }) => name.value) };
}

/** Names that a mapping resets; the list form of an earlier layer is out of their reach. */
function resetNames(reading: Reading, view: View): ReadonlySet<string> {
  return new Set([...entriesOf(reading, view)].filter(([, { cut }]) => cut).map(([name]) => name));
}

function readLayer(reading: Reading, view: View): readonly EnvironmentVariable[] {
  if (isNothing(view)) return [];
  if (view.node?.kind === "map") return readMap(reading, view);
  if (view.node?.kind === "seq") return itemsOf(reading, view).flatMap((item) => readItem(reading, item));
  reading.refuse("not-a-list", "Compose wants a list or a mapping here, not a single value.", view.at);
  return readItem(reading, view);
}

function readMap(reading: Reading, map: View): readonly EnvironmentVariable[] {
  const found: EnvironmentVariable[] = [];
  for (const name of entriesOf(reading, map).keys()) {
    const [view] = child(reading, [map], name);
    if (view === undefined) continue;
    const value = readText(reading, view);
    const at = view.key ?? view.at;
    found.push({ item: value ?? sourced(view, null), name: { value: name, at, key: at, via: view.via }, value, form: "map" });
  }
  return found;
}

function readItem(reading: Reading, view: View): readonly EnvironmentVariable[] {
  const text = textOf(view);
  if (text === undefined) {
    readText(reading, view);
    return [];
  }
  const all = text.template.text;
  const sign = all.indexOf("=");
  const end = sign < 0 ? all.length : sign;
  const named = slice(text.template, 0, end);
  // A lone variable may bring its own `NAME=value`.
  const opaque = sign < 0 && all.includes(hole);
  return [
    {
      item: whole(text),
      name: partAs(text, isUnresolved(named) ? named.unresolved : named, 0, end),
      value: opaque ? part(text, 0, end) : sign < 0 ? undefined : part(text, sign + 1, all.length),
      form: "list",
    },
  ];
}
