import { t } from "../../text/l10n.js";
import type { NamedPath } from "../build.js";
import { hole, useOf } from "../interpolate.js";
import { entriesOf, itemsOf } from "../merge-keys.js";
import type { EnvironmentVariable, Items } from "../project.js";
import type { Reading } from "../reading.js";
import { isUnresolved, type Setting, type Sourced } from "../sourced.js";
import { child, keysOf, type Stack, top } from "../stack.js";
import { part, partAs, slice, sourced, textOf, whole } from "../text.js";
import { isNothing, type View } from "../view.js";
import { lastOfEach, listOf, noItems } from "./list.js";
import { readText } from "./scalar.js";

/** `environment`, `labels`, `sysctls`, `args`: a list of `NAME=value` or a mapping; a later layer's name takes the earlier's place. */
export function readVariables(reading: Reading, stack: Stack, form: VariablesForm = {}): Items<EnvironmentVariable> {
  if (stack.length === 0) return noItems;
  // Once two layers are merged, Compose has a list, and a name cannot be reset any more.
  return overLayers(
    reading,
    stack,
    (view) => readLayer(reading, view, form),
    ([first, ...more]) => more.length === 0 && first?.node?.kind === "map",
  );
}

interface VariablesForm {
  /** A name alone takes the value of the variable of that name. */
  readonly inherits?: boolean;
}

/** `additional_contexts` and `ssh`: the same forms, with paths. Compose makes a mapping of each layer. */
export function readNamedPaths(reading: Reading, stack: Stack): Items<NamedPath> {
  if (stack.length === 0) return noItems;
  const read = (view: View) => readLayer(reading, view, {}).map((one) => ({ ...one, directory: view.scope.directory }));
  return overLayers(reading, stack, read, () => true);
}

/** `driver_opts`, `options` and their likes: a mapping alone, merged key by key. */
export function readOptions(reading: Reading, stack: Stack): Items<EnvironmentVariable> {
  if (stack.length === 0) return noItems;
  for (const view of stack) if (view.node?.kind === "seq") reading.refuse("not-a-mapping", t("Compose wants a mapping here."), view.at);
  return {
    list: listOf(stack),
    items: keysOf(reading, stack).flatMap((name) => {
      const view = top(child(reading, stack, name));
      return view === undefined ? [] : [entryOf(reading, view, name)];
    }),
  };
}

/** Reads layer by layer; `resets` tells whether a mapping may reset names of the layers before it. */
function overLayers<T extends EnvironmentVariable>(
  reading: Reading,
  stack: Stack,
  read: (view: View) => readonly T[],
  resets: (before: Stack) => boolean,
): Items<T> {
  let items: readonly T[] = [];
  for (const [index, view] of stack.entries()) {
    const reset = resets(stack.slice(0, index)) ? resetNames(reading, view) : noNames;
    items = [...(reset.size === 0 ? items : items.filter(({ name }) => !reset.has(name.value))), ...read(view)];
  }
  return { list: listOf(stack), items: lastOfEach(items, ({ name }) => name.value) };
}

const noNames: ReadonlySet<string> = new Set();

function resetNames(reading: Reading, view: View): ReadonlySet<string> {
  return new Set([...entriesOf(reading, view)].filter(([, { cut }]) => cut).map(([name]) => name));
}

function readLayer(reading: Reading, view: View, form: VariablesForm): readonly EnvironmentVariable[] {
  if (isNothing(view)) return [];
  if (view.node?.kind === "map") return readMap(reading, view, form);
  if (view.node?.kind === "seq") return itemsOf(reading, view).flatMap((item) => readItem(reading, item, form));
  reading.refuse("not-a-list", t("Compose wants a list or a mapping here, not a single value."), view.at);
  return readItem(reading, view, form);
}

function readMap(reading: Reading, map: View, { inherits }: VariablesForm): readonly EnvironmentVariable[] {
  const found: EnvironmentVariable[] = [];
  for (const name of entriesOf(reading, map).keys()) {
    const [view] = child(reading, [map], name);
    if (view === undefined) continue;
    const entry = entryOf(reading, view, name);
    found.push(inherits === true && entry.value === undefined ? { ...entry, value: inherited(view, entry.name) } : entry);
  }
  return found;
}

function entryOf(reading: Reading, view: View, name: string): EnvironmentVariable {
  const value = readText(reading, view);
  const at = view.key ?? view.at;
  return { item: value ?? sourced(view, null), name: { value: name, at, key: at, via: view.via }, value, form: "map" };
}

/** What `.env` gives for a name alone. Compose asks the variables of the whole project, also for what is included. */
function inherited(view: View, name: Sourced<string>): Setting<string> {
  let { scope } = view;
  while (scope.within !== undefined) scope = scope.within;
  const variable = scope.variables(name.value);
  if (variable === undefined) return undefined;
  const value = variable.value ?? { unresolved: `\${${name.value}}`, missing: [name.value] };
  return { ...name, value, variables: [useOf(name.value, variable)] };
}

function readItem(reading: Reading, view: View, { inherits }: VariablesForm): readonly EnvironmentVariable[] {
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
  const name = partAs(text, isUnresolved(named) ? named.unresolved : named, 0, end);
  const alone = inherits === true && !opaque ? inherited(view, name) : undefined;
  const value = opaque ? part(text, 0, end) : sign < 0 ? alone : part(text, sign + 1, all.length);
  return [{ item: whole(text), name, value, form: "list" }];
}
