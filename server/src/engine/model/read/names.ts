import type { Endpoint, EnvFile, NetworkUse, SecretUse } from "../attributes.js";
import { directoryPath, normaliseHostPath, relativePath } from "../host-path.js";
import { entriesOf } from "../merge-keys.js";
import type { Items } from "../project.js";
import type { Reading } from "../reading.js";
import { loadedApart, outermost, type Scope } from "../scope.js";
import { isUnresolved, type Sourced, type Unresolved, type WrittenPath } from "../sourced.js";
import { child, type Stack, top } from "../stack.js";
import { sourced, textOf, whole } from "../text.js";
import { isNothing, type View } from "../view.js";
import { readOptions } from "./environment.js";
import { readGroup } from "./group.js";
import { beforeEquals, elements, listOf, noItems, present, readItems, readLongForms, readTexts, textKey } from "./list.js";
import { readPath, readPathItem } from "./path.js";
import { readBoolean, readMode, readNumber, readString, readText } from "./scalar.js";

/** One name of a list, or one key of a mapping, over all layers. */
interface Named {
  readonly item: Sourced<unknown>;
  readonly name: Sourced<string | Unresolved>;
  /** What the mappings say below the name. */
  readonly body: Stack;
  /** The same of those behind the last list that has the name. */
  readonly unlisted: Stack;
}

/** `networks`, `depends_on`, `models`: a list of names, or a mapping from names to settings. */
export function readNamed<T>(reading: Reading, stack: Stack, read: (named: Named) => T): Items<T> {
  if (stack.length === 0) return noItems;
  const found = new Map<string, Pick<Named, "item" | "name">>();
  const listed = new Map<string, number>();
  for (const [index, view] of stack.entries()) {
    const isMap = view.node?.kind === "map";
    for (const named of isMap ? keysOfMap(reading, view, stack) : itemsOfList(reading, view)) {
      // What is unresolved equals nothing, so it takes nobody's place.
      const key = textKey(named.name.value) ?? `${unknown}${found.size}`;
      found.set(key, named);
      if (!isMap) listed.set(key, index);
    }
  }
  const items = [...found].map(([key, named]) => {
    const below = (layers: Stack): Stack => (key.startsWith(unknown) ? [] : child(reading, layers, key));
    return read({ ...named, body: below(stack), unlisted: below(stack.slice((listed.get(key) ?? -1) + 1)) });
  });
  return { list: listOf(stack), items };
}

/** Starts no name. */
const unknown = "\0";

function keysOfMap(reading: Reading, map: View, stack: Stack): readonly Pick<Named, "item" | "name">[] {
  return [...entriesOf(reading, map).keys()].flatMap((key) => {
    const view = top(child(reading, stack, key));
    if (view === undefined) return [];
    const at = view.key ?? view.at;
    return [{ item: sourced(view, isNothing(view) ? null : "mapping"), name: { value: key, at, key: at, via: view.via } }];
  });
}

function itemsOfList(reading: Reading, list: View): readonly Pick<Named, "item" | "name">[] {
  return elements(reading, list, { map: true }).flatMap((item) => {
    const name = readText(reading, item);
    return name === undefined ? [] : [{ item: name, name }];
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
  return readLongForms(reading, stack, { scalar: true }, (view) =>
    present(readEnvFile(reading, view)).map((item) => ({
      item,
      written: textKey(item.path.value),
      identity: pathKey(item.path, view.scope),
    })),
  );
}

/** Paths of what is loaded apart are worked out, to start where the project's do, before they meet others; those are compared as written. */
function pathKey({ value, directory }: WrittenPath, scope: Scope): string | undefined {
  const [from, to] = [directory, outermost(scope).directory].map((uri) => (uri === undefined ? undefined : directoryPath(uri)));
  const isRelative = typeof value === "string" && !/^[/~]/u.test(value);
  if (!isRelative || from === undefined || to === undefined || loadedApart(scope) === undefined) return textKey(value);
  return relativePath(to, normaliseHostPath(`${from}/${value}`, undefined));
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
