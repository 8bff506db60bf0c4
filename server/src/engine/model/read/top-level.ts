import type { Body, Items } from "../project.js";
import type { Reading } from "../reading.js";
import { known, type Setting, type Sourced } from "../sourced.js";
import { child, descend, keysOf, type Stack, top } from "../stack.js";
import { sourced } from "../text.js";
import type { AddressPool, Ipam, Model, Network, TopLevelFile, Volume } from "../top-level.js";
import { isNothing } from "../view.js";
import { readOptions, readVariables } from "./environment.js";
import { type At, readGroup } from "./group.js";
import { elements, listOf, noItems, present, readTexts } from "./list.js";
import { readPath } from "./path.js";
import { readBoolean, readNumber, readString } from "./scalar.js";

/** Reads every entry of a top-level mapping such as `networks`. */
function readEach<T>(
  reading: Reading,
  stack: Stack,
  read: (name: Sourced<string>, body: Body | undefined, entry: Stack) => T,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const key of keysOf(reading, stack)) {
    const entry = child(reading, stack, key);
    const view = top(entry);
    if (view === undefined) continue;
    const at = view.key ?? view.at;
    const name = { value: key, at, key: at, via: view.via };
    found.set(key, read(name, view.node?.kind === "map" ? bodyOf(entry) : undefined, entry));
  }
  return found;
}

/** The mapping of the layer that wins; an empty place where nothing is written yet. */
export function bodyOf(stack: Stack): Body | undefined {
  const view = top(stack);
  return view === undefined || (view.node?.kind !== "map" && !isNothing(view)) ? undefined : sourced(view, "mapping");
}

export function readNetworks(reading: Reading, stack: Stack): ReadonlyMap<string, Network> {
  return readEach(reading, stack, (name, body, entry) => {
    const at = (key: string) => child(reading, entry, key);
    return {
      name,
      body,
      engineName: readEngineName(reading, entry),
      driver: readString(reading, at("driver")),
      driverOpts: readOptions(reading, at("driver_opts")),
      internal: readBoolean(reading, at("internal")),
      attachable: readBoolean(reading, at("attachable")),
      external: readExternal(reading, entry),
      enableIpv4: readBoolean(reading, at("enable_ipv4")),
      enableIpv6: readBoolean(reading, at("enable_ipv6")),
      ipam: readIpam(reading, at("ipam")),
      labels: readVariables(reading, at("labels")),
    };
  });
}

function readIpam(reading: Reading, stack: Stack): Ipam | undefined {
  return readGroup(reading, stack, (item, at) => ({
    item,
    driver: readString(reading, at("driver")),
    config: readPools(reading, at("config")),
    options: readOptions(reading, at("options")),
  }));
}

/** The pools of the last layer, each merged over the one of the same subnet before it; Compose drops the others of earlier layers. */
function readPools(reading: Reading, stack: Stack): Items<AddressPool> {
  if (stack.length === 0) return noItems;
  let pools: readonly { readonly subnet: string | undefined; readonly views: Stack }[] = [];
  for (const layer of stack) {
    const earlier = pools;
    pools = elements(reading, layer, {}).map((view) => {
      const subnet = known(readString(reading, child(reading, [view], "subnet")));
      const same = earlier.find((pool) => pool.subnet === subnet);
      return { subnet, views: same === undefined ? [view] : [...same.views, view] };
    });
  }
  const read = (item: Body, at: At): AddressPool => ({
    item,
    subnet: readString(reading, at("subnet")),
    gateway: readString(reading, at("gateway")),
    ipRange: readString(reading, at("ip_range")),
    auxAddresses: readOptions(reading, at("aux_addresses")),
  });
  return { list: listOf(stack), items: pools.flatMap(({ views }) => present(readGroup(reading, views, read))) };
}

export function readVolumes(reading: Reading, stack: Stack): ReadonlyMap<string, Volume> {
  return readEach(reading, stack, (name, body, entry) => {
    const driverOpts = readOptions(reading, child(reading, entry, "driver_opts"));
    const option = (key: string) => driverOpts.items.find((one) => one.name.value === key)?.value;
    return {
      name,
      body,
      directory: top(entry)?.scope.directory,
      engineName: readEngineName(reading, entry),
      driver: readString(reading, child(reading, entry, "driver")),
      driverOpts,
      external: readExternal(reading, entry),
      labels: readVariables(reading, child(reading, entry, "labels")),
      optType: option("type"),
      optO: option("o"),
      optDevice: option("device"),
    };
  });
}

/** Top-level `secrets` and `configs`. */
export function readTopLevelFiles(reading: Reading, stack: Stack): ReadonlyMap<string, TopLevelFile> {
  return readEach(reading, stack, (name, body, entry) => {
    const at = (key: string) => child(reading, entry, key);
    return {
      name,
      body,
      engineName: readEngineName(reading, entry),
      file: readPath(reading, at("file")),
      environment: readString(reading, at("environment")),
      content: readString(reading, at("content")),
      external: readExternal(reading, entry),
      labels: readVariables(reading, at("labels")),
      driver: readString(reading, at("driver")),
      driverOpts: readOptions(reading, at("driver_opts")),
      templateDriver: readString(reading, at("template_driver")),
    };
  });
}

export function readModels(reading: Reading, stack: Stack): ReadonlyMap<string, Model> {
  return readEach(reading, stack, (name, body, entry) => ({
    name,
    body,
    engineName: readString(reading, child(reading, entry, "name")),
    model: readString(reading, child(reading, entry, "model")),
    contextSize: readNumber(reading, child(reading, entry, "context_size")),
    runtimeFlags: readTexts(reading, child(reading, entry, "runtime_flags")),
  }));
}

/** `name`, or the old `external: {name: ...}`. */
function readEngineName(reading: Reading, entry: Stack): Setting<string> {
  return readString(reading, child(reading, entry, "name")) ?? readString(reading, descend(reading, entry, "external", "name"));
}

/** `external: true`, or the old `external: {name: ...}`, which means the same. */
function readExternal(reading: Reading, entry: Stack): Setting<boolean> {
  const stack = child(reading, entry, "external");
  const view = top(stack);
  return view?.node?.kind === "map" ? sourced(view, true) : readBoolean(reading, stack);
}
