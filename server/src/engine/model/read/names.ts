import { entriesOf } from "../merge-keys.js";
import type { Items, NetworkUse, SecretUse } from "../project.js";
import type { Reading } from "../reading.js";
import { isUnresolved, type Sourced, type Unresolved } from "../sourced.js";
import { child, type Stack } from "../stack.js";
import { sourced, textOf, whole } from "../text.js";
import { isNothing, type View } from "../view.js";
import { lastOfEach, present, readItems, textKey } from "./list.js";
import { readString, readText } from "./scalar.js";

/** `networks` of a service: a list of names, or a mapping from names to settings. */
export function readNetworkUses(reading: Reading, stack: Stack): Items<NetworkUse> {
  return readItems(
    reading,
    stack,
    { map: true },
    (view) => named(reading, view),
    ({ name }) => textKey(name.value),
  );
}

/** `depends_on` and its kind: the names of a list or the keys of a mapping. */
export function readNames(reading: Reading, stack: Stack): Items<Sourced<string | Unresolved>> {
  const { list, items } = readNetworkUses(reading, stack);
  return { list, items: items.map(({ name }) => name) };
}

function named(reading: Reading, view: View): readonly NetworkUse[] {
  if (view.node?.kind !== "map") {
    const text = readText(reading, view);
    return text === undefined ? [] : [{ item: text, name: text }];
  }
  return [...entriesOf(reading, view)].flatMap(([name, entry]) => {
    if (entry.view === undefined) return [];
    const at = entry.view.key ?? entry.view.at;
    return [
      { item: sourced(entry.view, isNothing(entry.view) ? null : "mapping"), name: { value: name, at, key: at, via: entry.view.via } },
    ];
  });
}

/** `secrets` and `configs` of a service: names, or mappings with source and target; one entry for each target. */
export function readSecretUses(reading: Reading, stack: Stack, directory: "/run/secrets/" | "/"): Items<SecretUse> {
  return readItems(
    reading,
    stack,
    {},
    (view) => present(readSecretUse(reading, view)),
    ({ source, target }) => {
      if (target !== undefined) return textKey(target.value);
      return isUnresolved(source.value) ? undefined : directory + source.value;
    },
  );
}

function readSecretUse(reading: Reading, view: View): SecretUse | undefined {
  if (view.node?.kind === "map") {
    const source = readString(reading, child(reading, [view], "source"));
    if (source === undefined) return undefined;
    return { item: sourced(view, "mapping"), source, target: readString(reading, child(reading, [view], "target")) };
  }
  const text = textOf(view);
  if (text !== undefined) return { item: whole(text), source: whole(text), target: undefined };
  readText(reading, view);
  return undefined;
}

/** `extra_hosts`: a list of `NAME=ADDRESS` or `NAME:ADDRESS`, or a mapping, which is read as `NAME=ADDRESS`. */
export function readExtraHosts(reading: Reading, stack: Stack): Items<Sourced<string | Unresolved>> {
  return readItems(
    reading,
    stack,
    { map: true },
    (view) => hosts(reading, view),
    ({ value }) => textKey(value),
  );
}

function hosts(reading: Reading, view: View): readonly Sourced<string | Unresolved>[] {
  if (view.node?.kind !== "map") return present(readText(reading, view));
  return [...entriesOf(reading, view).keys()].flatMap((name) => {
    const { items } = readItems(reading, child(reading, [view], name), { scalar: true }, (one) => present(readText(reading, one)));
    return items.map((address) => (typeof address.value === "string" ? { ...address, value: `${name}=${address.value}` } : address));
  });
}

/** `env_file`: a path, or a list of paths and of mappings with a path. */
export function readEnvFiles(reading: Reading, stack: Stack): Items<Sourced<string | Unresolved>> {
  const path = (view: View) => {
    return view.node?.kind === "map" ? readString(reading, child(reading, [view], "path")) : readText(reading, view);
  };
  const { list, items } = readItems(reading, stack, { scalar: true }, (view) => present(path(view)));
  return { list, items: lastOfEach(items, ({ value }) => textKey(value)) };
}
