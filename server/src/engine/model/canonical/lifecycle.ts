import type { Healthcheck, Hook, WatchTrigger } from "../lifecycle.js";
import type { Items, Service } from "../project.js";
import { isUnresolved, type Setting, type Sourced, type Unresolved } from "../sourced.js";
import { duration, path } from "./format.js";
import { environment, texts } from "./items.js";
import { type CanonicalList, type CanonicalMap, type CanonicalNode, filled, filledMap, implied, leaf, listOf, mapOf } from "./node.js";

/** The words of a command; an empty one is kept, since it takes the place of the image's. */
export function words(command: Items<Sourced<string | Unresolved>>): CanonicalList | undefined {
  const { list } = command;
  return texts(command) ?? (list && { kind: "list", items: [], from: list, implied: false });
}

export function healthcheck({
  item,
  test,
  shell,
  disable,
  interval,
  timeout,
  retries,
  startPeriod,
  startInterval,
}: Healthcheck): CanonicalMap {
  return mapOf(item, [
    ["test", listOf(test.list, [shell ? implied("CMD-SHELL", test.items[0]) : undefined, ...test.items.map(leaf)])],
    ["timeout", duration(timeout)],
    ["interval", duration(interval)],
    ["retries", leaf(retries)],
    ["start_period", duration(startPeriod)],
    ["start_interval", duration(startInterval)],
    ["disable", filled(disable)],
  ]);
}

/** A hook; one of `pre_start` runs in the service's image when it names none. */
export function hook(found: Hook, image?: Setting<string>): CanonicalMap {
  const from = filled(image);
  return mapOf(found.item, [
    ["command", words(found.command)],
    ["image", filled(found.image) ?? (from && { ...from, implied: true })],
    ["user", filled(found.user)],
    ["privileged", filled(found.privileged)],
    ["working_dir", filled(found.workingDir)],
    ["environment", environment(found.environment)],
    ["per_replica", filled(found.perReplica)],
  ]);
}

export function watch({ item, path: watched, action, target, exec, include, ignore, initialSync }: WatchTrigger): CanonicalMap {
  return mapOf(item, [
    ["path", path(watched)],
    ["action", filled(action)],
    ["target", filled(target)],
    ["exec", exec && hook(exec)],
    ["include", texts(include)],
    ["ignore", texts(ignore)],
    ["initial_sync", filled(initialSync)],
  ]);
}

/** `depends_on`, and the services that links, shared namespaces and shared volumes make it wait for. */
export function dependencies(service: Service): CanonicalMap | undefined {
  const entries = new Map<string, CanonicalNode>();
  for (const { item, name, condition, required, restart } of service.dependsOn.items) {
    const node = mapOf(item, [
      ["condition", filled(condition) ?? implied("service_started", item)],
      ["restart", filled(restart)],
      ["required", leaf(required) ?? implied(true, item)],
    ]);
    entries.set(isUnresolved(name.value) ? name.value.unresolved : name.value, node);
  }
  for (const { name, from, restart } of impliedDependencies(service)) {
    if (entries.has(name)) continue;
    const node = mapOf(from, [
      ["condition", implied("service_started", from)],
      ["restart", restart ? implied(true, from) : undefined],
      ["required", implied(true, from)],
    ]);
    entries.set(name, { ...node, implied: true });
  }
  return filledMap(service.dependsOn.list, [...entries]);
}

interface ImpliedDependency {
  readonly name: string;
  readonly from: Sourced<unknown>;
  readonly restart: boolean;
}

function impliedDependencies({ links, networkMode, ipc, pid, uts, cgroup, volumesFrom }: Service): readonly ImpliedDependency[] {
  const linked = links.items.flatMap((from) => namedBy(from, (text) => text.split(":")[0], true));
  const shared = [networkMode, ipc, pid, uts, cgroup].flatMap((from) =>
    from === undefined ? [] : namedBy(from, (text) => (text.startsWith("service:") ? text.slice("service:".length) : undefined), true),
  );
  const mounted = volumesFrom.items.flatMap((from) =>
    namedBy(from, (text) => (text.startsWith("container:") ? undefined : text.split(":")[0]), false),
  );
  return [...linked, ...shared, ...mounted];
}

function namedBy(
  from: Sourced<string | Unresolved>,
  nameIn: (text: string) => string | undefined,
  restart: boolean,
): readonly ImpliedDependency[] {
  const name = isUnresolved(from.value) ? undefined : nameIn(from.value);
  return name === undefined ? [] : [{ name, from, restart }];
}
