import { entriesOf } from "./merge-keys.js";
import type { Service } from "./project.js";
import { readNetworks } from "./read/top-level.js";
import { type Reading, startReading } from "./reading.js";
import { readService, type ServiceScope } from "./service.js";
import type { Sourced } from "./sourced.js";
import { child, type Stack } from "./stack.js";
import { sourced } from "./text.js";
import type { Network } from "./top-level.js";
import type { Entry, View } from "./view.js";

/** What was in force before the later layers (files, documents, the service over what it extends) had their say. */
export interface Earlier {
  /** The states of a service, the weakest layer's first and the last layer's last; empty where no layer lies over another one's hardening. */
  service(name: string): readonly LayerState<Service>[];
  /** The same of all networks. */
  networks(): readonly LayerState<ReadonlyMap<string, Network>>[];
}

/** A thing when its layers up to this one are merged. Of a service it has only what separates it from its host and its neighbours. */
export interface LayerState<T> {
  /** Absent when the layers so far make none. */
  readonly value: T | undefined;
  /** The `!reset` or `!override` with which this layer takes away what those below it say at a path of keys, or at one above it. */
  cut(...path: readonly string[]): Sourced<CutTag> | undefined;
}

/** `!override` writes something in the place of what it takes away. */
export type CutTag = "reset" | "override";

/** The layers of one service, and those that a later one has replaced as a whole. */
export interface ServiceStack {
  readonly stack: Stack;
  readonly replaced: { readonly stack: Stack; readonly by: View } | undefined;
}

/** The keys of a service that a layer can weaken it by. Anything else is the business of the service as it runs. */
export const hardeningKeys: ReadonlySet<string> = new Set([
  "cap_add",
  "cap_drop",
  "cgroup",
  "cpus",
  "deploy",
  "ipc",
  "mem_limit",
  "network_mode",
  "networks",
  "pids_limit",
  "ports",
  "privileged",
  "read_only",
  "runtime",
  "security_opt",
  "use_api_socket",
  "user",
  "volumes",
]);

/** More layers over one another are not written by people; each costs a reading of the service. */
const maxStates = 12;

/** Works the states out when they are asked for. What is wrong with the layers was told when the whole was read. */
export function earlierOf({ loader }: Reading, services: ReadonlyMap<string, ServiceStack>, roots: Stack, scope: ServiceScope): Earlier {
  const reading = startReading(loader, []);
  return {
    service(name) {
      const layers = services.get(name);
      if (layers === undefined || (layers.stack.length < 2 && layers.replaced === undefined)) return [];
      const read = (stack: Stack) => readService(reading, name, stack, { ...scope, partial: true, only: hardeningKeys });
      const { stack, replaced } = layers;
      if (replaced === undefined) return statesOf(reading, stack, hardeningKeys, read);
      const before = statesOf(reading, replaced.stack, hardeningKeys, read, 1);
      const [first, ...others] = statesOf(reading, stack, hardeningKeys, read, 1);
      const tag = sourced<CutTag>(replaced.by, "override");
      return [...before, { value: first === undefined ? read(stack) : first.value, cut: () => tag }, ...others];
    },
    networks() {
      const states = statesOf(reading, roots, new Set(["networks"]), (stack) => readNetworks(reading, child(reading, stack, "networks")));
      return states.map(({ value, cut }) => ({ value, cut: (...path) => cut("networks", ...path) }));
    },
  };
}

/** One state for each layer that says something of some keys; none when fewer do than it takes to differ. */
function statesOf<T>(
  reading: Reading,
  stack: Stack,
  keys: ReadonlySet<string>,
  read: (stack: Stack) => T | undefined,
  atLeast = 2,
): readonly LayerState<T>[] {
  const speaking = stack.flatMap((view, index) => (says(reading, view, keys) ? [index] : []));
  if (speaking.length < atLeast) return [];
  return speaking.slice(-maxStates).map((index) => {
    const view = stack[index];
    return {
      value: read(stack.slice(0, index + 1)),
      cut: (...path) => view && cutBelow(reading, view, path),
    };
  });
}

function says(reading: Reading, view: View, keys: ReadonlySet<string>): boolean {
  const entries = entriesOf(reading, view);
  for (const key of entries.keys()) if (keys.has(key)) return true;
  return false;
}

function cutBelow(reading: Reading, from: View, path: readonly string[]): Sourced<CutTag> | undefined {
  let view: View | undefined = from;
  for (const key of path) {
    const entry: Entry | undefined = view && entriesOf(reading, view).get(key);
    if (entry?.cutting !== undefined) return sourced(entry.cutting, entry.view === undefined ? "reset" : "override");
    view = entry?.view;
  }
  return undefined;
}
