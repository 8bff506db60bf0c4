import type { Operation, YamlMapping } from "../edit/change.js";
import type { Body, ComposeProject, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { defaultNetwork, type Topology } from "../model/topology.js";
import { t } from "../text/l10n.js";

/**
 * Takes a service out of some networks and puts it into others; networks it is in already stay as they are written. Absent where
 * it has no networks of its own to change, because `network_mode` says otherwise.
 */
export function leaveAndJoin(service: Service, leave: readonly string[], join: readonly string[]): readonly Operation[] | undefined {
  if (service.networkMode !== undefined) return undefined;
  const { list, items } = service.networks;
  if (list === undefined) {
    const kept = leave.includes(defaultNetwork) ? [] : [defaultNetwork];
    return [{ op: "set", into: service.body, key: "networks", value: [...kept, ...join.filter((name) => !kept.includes(name))] }];
  }
  const present = items.map(({ name }) => known(name));
  const missing = join.filter((name) => !present.includes(name));
  const isMapping = items.some(({ name }) => name.key !== undefined);
  const gone = items.filter(({ name }) => leave.includes(known(name) ?? ""));
  const removals = gone.map(
    ({ item, name }): Operation => ({ op: "remove", target: isMapping ? { ...item, ...(name.key && { key: name.key }) } : item }),
  );
  if (!isMapping)
    return [...removals, ...(missing.length > 0 ? [{ op: "append", into: service.body, key: "networks", items: missing } as const] : [])];
  const body: Body = { ...list, value: "mapping" };
  return [...removals, ...missing.map((key): Operation => ({ op: "set", into: body, key, value: null }))];
}

/** Why a wish for networks cannot be fulfilled. */
export interface Refused {
  readonly refused: string;
}

/** The services that need a service, or that it needs, by the file's own word. */
export function partnersOf({ needs }: Topology, { name }: Service): readonly string[] {
  return [...new Set(needs.flatMap(({ from, to }) => (from === name.value ? [to] : to === name.value ? [from] : [])))];
}

/**
 * Gives a service a network of its own, which those join that need it or that it needs by the file's own word; it leaves the networks named.
 * Refused where one of those it leaves behind is such a partner's only way to it, or where a network cannot be changed.
 */
export function isolate(
  project: ComposeProject,
  topology: Topology,
  service: Service,
  leave: readonly string[],
  network: { readonly name: string; readonly settings: YamlMapping },
): readonly Operation[] | Refused {
  const moves = [
    leaveAndJoin(service, leave, [network.name]),
    addNetworks(project, new Map([[network.name, network.settings]])),
    ...partnersOf(topology, service).map((partner) => {
      const other = project.services.get(partner);
      return other === undefined ? [] : leaveAndJoin(other, [], [network.name]);
    }),
  ];
  const operations: Operation[] = [];
  for (const move of moves) {
    if (move === undefined) return { refused: t("A service that takes part has no networks of its own to change here.") };
    operations.push(...move);
  }
  return operations;
}

/** Declares networks at the top level of the main file; absent where it has no mapping to write into. */
export function addNetworks(
  { body, sections, networks }: ComposeProject,
  added: ReadonlyMap<string, YamlMapping | null>,
): readonly Operation[] | undefined {
  const missing = [...added].filter(([name]) => !networks.has(name));
  if (missing.length === 0) return [];
  const section = sections.get("networks");
  if (section !== undefined) return missing.map(([key, value]) => ({ op: "set", into: section, key, value }));
  return body === undefined ? undefined : [{ op: "set", into: body, key: "networks", value: Object.fromEntries(missing) }];
}

/** A name for a network that the project does not use yet. */
export function freeNetworkName({ networks }: ComposeProject, wanted: string): string {
  if (!networks.has(wanted)) return wanted;
  let number = 2;
  while (networks.has(`${wanted}-${number}`)) number++;
  return `${wanted}-${number}`;
}
