import type { Checked } from "../lint/check.js";
import { nameOf, relativePath } from "../model/location.js";
import type { ComposeProject, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { defaultNetwork, legacyBridge, topologyOf } from "../model/topology.js";
import type { EnginePosture } from "../rules/engine-posture.js";
import { isWritable } from "../rules/mount-exposure.js";
import { lanDriver } from "../rules/network-on-lan.js";
import { holdsFiles, type Sharer, sharedMounts } from "../rules/shared-mounts.js";
import { inheritedMounts } from "../rules/volumes-from.js";
import { t } from "../text/l10n.js";
import { factsOf, type ServiceFacts, type Teller, tellerOf } from "./facts.js";
import { attackPaths, type Way } from "./paths.js";
import type { ReportNetwork, ReportPlace, ReportService, SecurityReport, Share, Sharing, Statement } from "./report.js";

/** Works the report of a project out. */
export function securityReport({ project, problems }: Pick<Checked, "project" | "problems">, engine: EnginePosture): SecurityReport {
  const teller = tellerOf(project);
  const main = project.own[0] ?? "";
  const ids = new Map([...project.services.values()].map((service, index) => [service, `s${index + 1}`]));
  const idOf = (service: Service): string => ids.get(service) ?? "";
  const facts = new Map([...ids.keys()].map((service) => [service, factsOf(project, service, engine, teller)]));
  const networks = networksOf(project, idOf, teller);
  const shares = sharesOf(project, idOf, teller);
  const services = [...facts].map(([service, its]) => serviceOf(project, service, its, { id: idOf(service), networks, teller }));
  const ways = waysOf(project, services, { ids, networks, shares, teller });
  const { hops, through, paths } = attackPaths(services, ways);
  const told: readonly Statement[] = problems.map(({ message, at }) => ({ text: message, at: teller.place(at) }));
  return {
    name: teller.text(known(project.name) ?? nameOf(main), project.name),
    engine,
    files: project.files.map(({ uri }) => relativePath(main, uri)),
    services: services.map((service) => ({ ...service, hops: hops.get(service.id), through: through.get(service.id) })),
    networks,
    shares,
    paths,
    unknown: [...told, ...[...facts.values()].flatMap(({ unknown }) => unknown)],
  };
}

interface Named {
  readonly id: string;
  readonly networks: readonly ReportNetwork[];
  readonly teller: Teller;
}

function serviceOf(project: ComposeProject, service: Service, facts: ServiceFacts, { id, networks, teller }: Named): ReportService {
  const on = topologyOf(project).networksOf(service);
  const { entries, user, capabilities, confinement, reaches, touches, found } = facts;
  return {
    id,
    name: teller.text(service.name.value, service.name),
    at: teller.placeOf(service.name),
    hops: undefined,
    through: undefined,
    entries,
    user,
    capabilities,
    confinement,
    reaches,
    touches,
    networks: on === "unknown" ? on : networks.filter(({ members }) => members.includes(id)).map((network) => network.id),
    profiles: found.profiles.flatMap(({ value, from }) => (value === undefined ? [] : [teller.text(value, from[0])])),
    provided: found.provided,
  };
}

/** Every network that a service is on, the declared ones first. */
function networksOf(project: ComposeProject, idOf: (service: Service) => string, teller: Teller): readonly ReportNetwork[] {
  const topology = topologyOf(project);
  const members = new Map<string, string[]>([...project.networks.keys()].map((name) => [name, []]));
  for (const service of project.services.values()) {
    const on = service.provider === undefined ? topology.networksOf(service) : [];
    for (const name of on === "unknown" ? [] : on) members.set(name, [...(members.get(name) ?? []), idOf(service)]);
  }
  return [...members]
    .filter(([, all]) => all.length > 0)
    .map(([name, all], index) => {
      const declared = project.networks.get(name);
      return {
        id: `n${index + 1}`,
        name: declared === undefined ? name : teller.text(name, declared.name),
        kind: kindOf(project, name),
        members: all,
        at: declared && teller.placeOf(declared.name),
      };
    });
}

function kindOf(project: ComposeProject, name: string): ReportNetwork["kind"] {
  const network = project.networks.get(name);
  if (network === undefined) return name === legacyBridge ? "external" : "bridge";
  if (topologyOf(project).isSilent(name)) return "silent";
  if (lanDriver(network) !== undefined) return "lan";
  if (known(network.external) === true) return "external";
  return known(network.internal) === true ? "internal" : "bridge";
}

function sharesOf(project: ComposeProject, idOf: (service: Service) => string, teller: Teller): readonly Share[] {
  const files = sharedMounts(project)
    .filter(({ sharers }) => sharers.some(({ writes }) => writes !== false))
    .map(
      ({ what, on, sharers }): Omit<Share, "id"> => ({
        kind: "volume",
        what: teller.text(what, on),
        members: sharers.map((sharer) => ({ service: idOf(sharer.service), role: roleOf(sharer), at: teller.placeOf(sharer.mount.item) })),
        at: teller.placeOf(on),
      }),
    );
  const joined = [...project.services.values()].flatMap((service) => [
    ...namespacesOf(project, service, idOf, teller),
    ...inheritancesOf(project, service, idOf, teller),
  ]);
  return [...files, ...joined].map((share, index) => ({ id: `v${index + 1}`, ...share }));
}

function roleOf({ writes }: Sharer): Sharing["role"] {
  if (writes === undefined) return "may write";
  return writes ? "writes" : "reads";
}

const joinable = { networkMode: "network", pid: "processes", ipc: "memory" } as const;
const joinedWords = () => ({ network: t("the network"), processes: t("the processes"), memory: t("the shared memory") });

function namespacesOf(
  project: ComposeProject,
  service: Service,
  idOf: (service: Service) => string,
  teller: Teller,
): readonly Omit<Share, "id">[] {
  return (["networkMode", "pid", "ipc"] as const).flatMap((key) => {
    const setting = service[key];
    const name = /^service:(.+)$/u.exec(known(setting) ?? "")?.[1];
    const owner = name === undefined ? undefined : project.services.get(name);
    if (setting === undefined || owner === undefined || owner === service) return [];
    const kind = joinable[key];
    return [pair(kind, t`${joinedWords()[kind]} of "${owner.name.value}"`, { owner, joiner: service, on: setting }, idOf, teller)];
  });
}

/** A service that inherits mounts of another: what one of them writes there, the other has. */
function inheritancesOf(
  project: ComposeProject,
  service: Service,
  idOf: (service: Service) => string,
  teller: Teller,
): readonly Omit<Share, "id">[] {
  const found = new Map<Service, Omit<Share, "id">>();
  for (const { from, by, mount } of inheritedMounts(service, project)) {
    if (!holdsFiles(mount)) continue;
    const { members, ...share } =
      found.get(from) ?? pair("mounts", t`the mounts of "${from.name.value}"`, { owner: from, joiner: service, on: by }, idOf, teller);
    const [owner, joiner] = members;
    const isWritten = isWritable(mount, project) === true;
    const writes = joiner?.role === "writes" || isWritten ? "writes" : "reads";
    found.set(from, { ...share, members: [owner, joiner && ({ ...joiner, role: writes } as const)].filter((one) => one !== undefined) });
  }
  return [...found.values()];
}

interface Pair {
  readonly owner: Service;
  readonly joiner: Service;
  readonly on: Sourced<unknown>;
}

function pair(
  kind: Share["kind"],
  what: string,
  { owner, joiner, on }: Pair,
  idOf: (service: Service) => string,
  teller: Teller,
): Omit<Share, "id"> {
  const at = teller.placeOf(on);
  const members: readonly Sharing[] = [
    { service: idOf(owner), role: "owns", at: teller.placeOf(owner.name) },
    { service: idOf(joiner), role: "joins", at },
  ];
  return { kind, what: teller.text(what, owner.name), members, at };
}

interface Parts {
  readonly ids: ReadonlyMap<Service, string>;
  readonly networks: readonly ReportNetwork[];
  readonly shares: readonly Share[];
  readonly teller: Teller;
}

/** The ways from a service to others, the likeliest kind first. Worked out when it is asked for: most services are never reached. */
function waysOf(
  project: ComposeProject,
  services: readonly ReportService[],
  { ids, networks, shares, teller }: Parts,
): (id: string) => readonly Way[] {
  const topology = topologyOf(project);
  const byId = new Map([...ids].map(([service, id]) => [id, service]));
  const nameOf = new Map(services.map(({ id, name }) => [id, name]));
  const idOf = (name: string): string => networks.find((network) => network.name === name)?.id ?? "";
  const said = (id: string): string => `"${nameOf.get(id) ?? ""}"`;
  const places = new Map<string, ReportPlace | undefined>();
  /** Where a service joins a network: asked for by each of its neighbours. */
  const placeOf = (id: string, network: string): ReportPlace | undefined => {
    const key = `${id} ${network}`;
    if (!places.has(key)) {
      const used = byId.get(id)?.networks.items.find((one) => known(one.name) === network);
      places.set(key, used === undefined ? services.find((one) => one.id === id)?.at : teller.placeOf(used.item));
    }
    return places.get(key);
  };
  return (id) => {
    const service = byId.get(id);
    if (service === undefined || service.provider !== undefined) return [];
    const found: Way[] = [];
    for (const neighbour of topology.neighboursOf(service)) {
      const to = ids.get(neighbour.service) ?? "";
      const [network = defaultNetwork] = neighbour.networks;
      const at = placeOf(to, network);
      if (at === undefined) continue;
      const isNeed = topology.isNeed(service.name.value, neighbour.service.name.value);
      found.push({
        to,
        kind: "network",
        by: idOf(network),
        rank: isNeed ? 0 : 1,
        at,
        text: t`From ${said(id)}, every port of ${said(to)} is reached by the network "${network}".`,
      });
    }
    for (const share of shares) found.push(...shareWays(id, share, said));
    if (known(service.networkMode) === "host") found.push(...hostNetworkWays(id, services, networks, said));
    return found;
  };
}

function shareWays(id: string, share: Share, said: (id: string) => string): readonly Way[] {
  const own = share.members.find(({ service }) => service === id);
  if (own === undefined) return [];
  const others = share.members.filter(({ service }) => service !== id);
  const way = (to: string, text: string, premise?: string): Way => ({
    to,
    kind: "share",
    by: share.id,
    rank: share.kind === "network" ? 2 : 3,
    at: own.role === "owns" ? share.at : own.at,
    text,
    ...(premise === undefined ? {} : { premise }),
  });
  switch (share.kind) {
    case "volume":
    case "mounts":
      return own.role === "reads" || own.role === "may write"
        ? []
        : others.map(({ service: to }) =>
            way(to, t`${said(id)} may write to ${share.what}, which ${said(to)} has, too.`, t`${said(to)} trusts what it finds there`),
          );
    case "network":
      return others.map(({ service: to }) =>
        way(to, t`${said(id)} and ${said(to)} share one network: each reaches all that the other listens on.`),
      );
    case "memory":
      return others.map(({ service: to }) =>
        way(to, t`${said(id)} and ${said(to)} share their memory segments.`, t`${said(to)} trusts what it finds there`),
      );
    case "processes":
      return own.role === "joins"
        ? others.map(({ service: to }) =>
            way(to, t`${said(id)} sees the processes of ${said(to)} and may signal and enter them.`, t("its user may do so")),
          )
        : [];
  }
}

/** From the host's network each container is reached that stands on a bridge of the host. */
function hostNetworkWays(
  id: string,
  services: readonly ReportService[],
  networks: readonly ReportNetwork[],
  said: (id: string) => string,
): readonly Way[] {
  const bridges = networks.filter(({ kind }) => kind === "bridge" || kind === "internal" || kind === "silent");
  return services.flatMap((other): readonly Way[] => {
    const isOnHost = other.entries.some(({ kind }) => kind === "host network");
    const bridge = bridges.find(({ members }) => members.includes(other.id));
    if (other.id === id || (bridge === undefined && !isOnHost)) return [];
    const how = isOnHost ? t("whatever it listens on") : t`each port of it by the bridge "${bridge?.name ?? ""}"`;
    return [
      {
        to: other.id,
        kind: "host network",
        by: undefined,
        rank: 4,
        at: other.at,
        text: t`${said(id)} has the host's network, and reaches ${said(other.id)}: ${how}.`,
      },
    ];
  });
}
