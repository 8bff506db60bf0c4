import type { Endpoint, EnvFile, NetworkUse, SecretUse } from "../attributes.js";
import { entriesOf } from "../merge-keys.js";
import type { Items } from "../project.js";
import type { Reading } from "../reading.js";
import { isUnresolved, type Sourced, type Unresolved, type WrittenPath } from "../sourced.js";
import { child, type Stack, top } from "../stack.js";
import { sourced, textOf, whole } from "../text.js";
import { isNothing, type View } from "../view.js";
import { readOptions } from "./environment.js";
import { readGroup } from "./group.js";
import { beforeEquals, elements, lastOfEach, listOf, noItems, present, readItems, readTexts, textKey } from "./list.js";
import { readPath, readPathItem } from "./path.js";
import { readBoolean, readMode, readNumber, readString, readText } from "./scalar.js";

/** One name of a list, or one key of a mapping, over all layers. */
interface Named {
  readonly item: Sourced<unknown>;
  readonly name: Sourced<string | Unresolved>;
  /** What the mappings say below the name. */
  readonly body: Stack;
  /** True when the last layer that has the name is a list. */
  readonly listed: boolean;
}

/** `networks`, `depends_on`, `models`: a list of names, or a mapping from names to settings. */
export function readNamed<T>(reading: Reading, stack: Stack, read: (named: Named) => T): Items<T> {
  if (stack.length === 0) return noItems;
  const found = new Map<string, Named>();
  for (const view of stack) {
    const names = view.node?.kind === "map" ? keysOfMap(reading, view, stack) : itemsOfList(reading, view, stack);
    // What is unresolved equals nothing, so it takes nobody's place.
    for (const named of names) found.set(textKey(named.name.value) ?? `\0${found.size}`, named);
  }
  return { list: listOf(stack), items: [...found.values()].map(read) };
}

function keysOfMap(reading: Reading, map: View, stack: Stack): readonly Named[] {
  return [...entriesOf(reading, map).keys()].flatMap((key) => {
    const body = child(reading, stack, key);
    const view = top(body);
    if (view === undefined) return [];
    const at = view.key ?? view.at;
    const name = { value: key, at, key: at, via: view.via };
    return [{ item: sourced(view, isNothing(view) ? null : "mapping"), name, body, listed: false }];
  });
}

function itemsOfList(reading: Reading, list: View, stack: Stack): readonly Named[] {
  return elements(reading, list, { map: true }).flatMap((item) => {
    const name = readText(reading, item);
    if (name === undefined) return [];
    const key = textKey(name.value);
    return [{ item: name, name, body: key === undefined ? [] : child(reading, stack, key), listed: true }];
  });
}

export function readNetworkUses(reading: Reading, stack: Stack): Items<NetworkUse> {
  return readNamed(reading, stack, ({ item, name, body }) => ({ item, name, endpoint: readEndpoint(reading, body) }));
}

function readEndpoint(reading: Reading, stack: Stack): Endpoint | undefined {
  return readGroup(reading, stack, (item, at) => ({
    item,
    aliases: readTexts(reading, at("aliases"), { unique: beforeEquals }),
    ipv4Address: readString(reading, at("ipv4_address")),
    ipv6Address: readString(reading, at("ipv6_address")),
    linkLocalIps: readTexts(reading, at("link_local_ips"), { unique: beforeEquals }),
    macAddress: readString(reading, at("mac_address")),
    driverOpts: readOptions(reading, at("driver_opts")),
    interfaceName: readString(reading, at("interface_name")),
    priority: readNumber(reading, at("priority")),
    gwPriority: readNumber(reading, at("gw_priority")),
  }));
}

/**
 * `secrets` and `configs`: names, or mappings with source and target. With a directory, there is one entry for each target, which lies in
 * there when it is not said.
 */
export function readSecretUses(reading: Reading, stack: Stack, directory: "/run/secrets/" | "/" | undefined): Items<SecretUse> {
  const unique = ({ source, target }: SecretUse): string | undefined => {
    if (target !== undefined) return textKey(target.value);
    return isUnresolved(source.value) ? undefined : directory + source.value;
  };
  return readItems(reading, stack, {}, (view) => present(readSecretUse(reading, view)), directory === undefined ? undefined : unique);
}

function readSecretUse(reading: Reading, view: View): SecretUse | undefined {
  if (view.node?.kind === "map") {
    const at = (key: string) => child(reading, [view], key);
    const source = readString(reading, at("source"));
    if (source === undefined) return undefined;
    return {
      item: sourced(view, "mapping"),
      source,
      target: readString(reading, at("target")),
      uid: readString(reading, at("uid")),
      gid: readString(reading, at("gid")),
      mode: readMode(reading, at("mode")),
    };
  }
  const text = textOf(view);
  if (text !== undefined) {
    return { item: whole(text), source: whole(text), target: undefined, uid: undefined, gid: undefined, mode: undefined };
  }
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
export function readEnvFiles(reading: Reading, stack: Stack): Items<EnvFile> {
  const { list, items } = readItems(reading, stack, { scalar: true }, (view) => present(readEnvFile(reading, view)));
  return { list, items: lastOfEach(items, ({ path }) => pathKey(path)) };
}

/** The paths of an extended service are worked out where they are written, before they meet others. */
function pathKey({ value, directory }: WrittenPath): string | undefined {
  const key = textKey(value);
  return key === undefined ? undefined : `${directory} ${key}`;
}

function readEnvFile(reading: Reading, view: View): EnvFile | undefined {
  if (view.node?.kind !== "map") {
    const alone = readPathItem(reading, view);
    return alone === undefined ? undefined : { item: alone, path: alone, required: undefined, format: undefined };
  }
  const at = (key: string) => child(reading, [view], key);
  const path = readPath(reading, at("path"));
  if (path === undefined) return undefined;
  return {
    item: sourced(view, "mapping"),
    path,
    required: readBoolean(reading, at("required")),
    format: readString(reading, at("format")),
  };
}

/** `label_file`: a path, or a list of paths. */
export function readLabelFiles(reading: Reading, stack: Stack): Items<WrittenPath> {
  return readItems(reading, stack, { scalar: true }, (view) => present(readPathItem(reading, view)));
}
