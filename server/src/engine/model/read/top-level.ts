import type { Body, Network, TopLevelFile, Volume } from "../project.js";
import type { Reading } from "../reading.js";
import type { Setting, Sourced } from "../sourced.js";
import { child, descend, keysOf, type Stack, top } from "../stack.js";
import { sourced } from "../text.js";
import { isNothing } from "../view.js";
import { readBoolean, readLoose, readString } from "./scalar.js";

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
  return readEach(reading, stack, (name, body, entry) => ({
    name,
    body,
    driver: readString(reading, child(reading, entry, "driver")),
    internal: readBoolean(reading, child(reading, entry, "internal")),
    external: readExternal(reading, entry),
  }));
}

export function readVolumes(reading: Reading, stack: Stack): ReadonlyMap<string, Volume> {
  return readEach(reading, stack, (name, body, entry) => ({
    name,
    body,
    directory: top(entry)?.scope.directory,
    driver: readString(reading, child(reading, entry, "driver")),
    external: readExternal(reading, entry),
    optType: readLoose(reading, descend(reading, entry, "driver_opts", "type")),
    optO: readLoose(reading, descend(reading, entry, "driver_opts", "o")),
    optDevice: readLoose(reading, descend(reading, entry, "driver_opts", "device")),
  }));
}

/** Top-level `secrets` and `configs`. */
export function readTopLevelFiles(reading: Reading, stack: Stack): ReadonlyMap<string, TopLevelFile> {
  return readEach(reading, stack, (name, body, entry) => ({
    name,
    body,
    file: readString(reading, child(reading, entry, "file")),
    environment: readString(reading, child(reading, entry, "environment")),
    content: readString(reading, child(reading, entry, "content")),
    external: readExternal(reading, entry),
  }));
}

/** `external: true`, or the old `external: {name: ...}`, which means the same. */
function readExternal(reading: Reading, entry: Stack): Setting<boolean> {
  const stack = child(reading, entry, "external");
  const view = top(stack);
  return view?.node?.kind === "map" ? sourced(view, true) : readBoolean(reading, stack);
}
