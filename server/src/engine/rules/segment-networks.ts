import type { Operation, YamlMapping } from "../edit/change.js";
import type { ComposeProject, Service } from "../model/project.js";
import type { Topology } from "../model/topology.js";
import { t } from "../text/l10n.js";
import { addNetworks, freeNetworkName, leaveAndJoin, type Refused } from "./network-edits.js";
import { reachesNetwork } from "./published-ports.js";

/** Docker's address pools hold about thirty networks of an engine, those of other projects among them. */
const maxNetworks = 20;

/**
 * Takes one flat network apart: one internal network for each need that the project documents, `front` for what is published, and a network
 * of its own for whoever needs nobody. Every need stays fulfilled.
 */
export function segment(project: ComposeProject, topology: Topology, flat: string): readonly Operation[] | Refused {
  const members = [...project.services.values()].filter((service) => {
    const networks = topology.networksOf(service);
    return networks !== "unknown" && networks.includes(flat) && service.networkMode === undefined;
  });
  const joined = new Map<string, string[]>(members.map(({ name }) => [name.value, []]));
  const networks = new Map<string, YamlMapping>();
  const join = (network: string, settings: YamlMapping, services: readonly string[]): void => {
    networks.set(network, settings);
    for (const name of services) joined.get(name)?.push(network);
  };
  const published = members.filter(({ ports }) => ports.items.some(reachesNetwork)).map(({ name }) => name.value);
  if (published.length > 0) join(freeNetworkName(project, "front"), {}, published);
  for (const [from, to] of pairs(topology, joined)) join(freeNetworkName(project, `${from}-${to}`), { internal: true }, [from, to]);
  for (const [name, theirs] of joined) if (theirs.length === 0) join(freeNetworkName(project, name), {}, [name]);
  if (networks.size > maxNetworks)
    return { refused: t`It would take ${networks.size} networks, more than Docker's default address pools bear.` };
  return movesOf(project, members, flat, joined, networks);
}

/** Each two members of which one needs the other, once. */
function pairs({ needs }: Topology, members: ReadonlyMap<string, unknown>): readonly (readonly [from: string, to: string])[] {
  const found = new Map<string, readonly [string, string]>();
  for (const { from, to } of needs) {
    const key = [from, to].toSorted().join(" ");
    if (members.has(from) && members.has(to) && !found.has(key)) found.set(key, [from, to]);
  }
  return [...found.values()];
}

function movesOf(
  project: ComposeProject,
  members: readonly Service[],
  flat: string,
  joined: ReadonlyMap<string, readonly string[]>,
  networks: ReadonlyMap<string, YamlMapping>,
): readonly Operation[] | Refused {
  const moves = [
    addNetworks(project, networks),
    ...members.map((service) => leaveAndJoin(service, [flat], joined.get(service.name.value) ?? [])),
  ];
  const operations: Operation[] = [];
  for (const move of moves) {
    if (move === undefined) return { refused: t("The networks of a service cannot be changed here.") };
    operations.push(...move);
  }
  return operations;
}
