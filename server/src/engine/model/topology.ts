import { parseImageReference } from "../knowledge/images.js";
import type { ComposeProject, EnvironmentVariable, Service } from "./project.js";
import { isUnresolved, known, type Sourced, type Unresolved } from "./sourced.js";

/** Who meets whom in a project: by the networks they share, and by what their own lines say they need of each other. */
export interface Topology {
  /** The networks that a service's container is on, by the keys of the file; "unknown" when a variable or another project decides. */
  networksOf(service: Service): readonly string[] | "unknown";
  /** Services on a common network, in the order of the project, or those `among` them; without the service itself. */
  neighboursOf(service: Service, among?: ReadonlySet<Service>): readonly Neighbour[];
  /** Every need of one service for another that the project itself documents. */
  readonly needs: readonly Need[];
  /** Whether one of two services, by their names, needs the other so. */
  isNeed(one: string, other: string): boolean;
  /** Whether containers on the network of this key are kept from each other. */
  isSilent(network: string): boolean;
}

export interface Neighbour {
  readonly service: Service;
  /** The networks that both are on, and on which they reach each other. */
  readonly networks: readonly string[];
}

/** `from` opens connections to `to`, or is at least started after it. */
export interface Need {
  readonly from: string;
  readonly to: string;
  /** The text that says so. */
  readonly on: Sourced<unknown>;
}

/** The key of the network that services are on which name none. */
export const defaultNetwork = "default";
/** Docker's own bridge, which containers of all projects share. */
export const legacyBridge = "bridge";

/** Worked out once for each project: several rules ask. */
export function topologyOf(project: ComposeProject): Topology {
  const before = topologies.get(project);
  if (before !== undefined) return before;
  const found = readTopology(project);
  topologies.set(project, found);
  return found;
}

const topologies = new WeakMap<ComposeProject, Topology>();

function readTopology(project: ComposeProject): Topology {
  const all = new Set(project.services.values());
  const networks = new Map<string, readonly string[] | "unknown">();
  const networksOf = (service: Service): readonly string[] | "unknown" => {
    const found = networks.get(service.name.value) ?? networksOfService(project, service, []);
    networks.set(service.name.value, found);
    return found;
  };
  const hosts = new Map<string, string>();
  for (const service of project.services.values()) for (const name of hostNamesOf(service)) hosts.set(name, service.name.value);
  const needs = [...project.services.values()].flatMap((service) => [...needsOf(project, service, hosts), ...routesTo(project, service)]);
  const needed = new Map<string, Set<string>>();
  for (const { from, to } of needs) needed.set(from, (needed.get(from) ?? new Set()).add(to));
  return {
    needs,
    isNeed: (one, other) => needed.get(one)?.has(other) === true || needed.get(other)?.has(one) === true,
    isSilent: (network) => isSilent(project, network),
    networksOf,
    neighboursOf(service, among = all) {
      const own = networksOf(service);
      const found: Neighbour[] = [];
      if (own === "unknown" || own.length === 0) return found;
      for (const other of among) {
        const theirs = networksOf(other);
        if (other === service || theirs === "unknown") continue;
        const shared = own.filter((network) => theirs.includes(network) && !isSilent(project, network));
        if (shared.length > 0) found.push({ service: other, networks: shared });
      }
      return found;
    },
  };
}

/** A bridge whose option keeps its containers from each other. Source: Docker's manual, bridge network driver, options. */
function isSilent({ networks }: ComposeProject, name: string): boolean {
  const option = networks.get(name)?.driverOpts.items.findLast((one) => one.name.value === "com.docker.network.bridge.enable_icc");
  return option?.value !== undefined && /^(?:0|f|F|false|FALSE|False)$/u.test(known(option.value) ?? "");
}

function networksOfService(
  project: ComposeProject,
  { networkMode, networks }: Service,
  path: readonly string[],
): readonly string[] | "unknown" {
  if (networkMode !== undefined) return networksOfMode(project, networkMode.value, path);
  if (networks.list === undefined) return [defaultNetwork];
  const names = networks.items.map(({ name }) => known(name));
  return names.some((name) => name === undefined) ? "unknown" : names.flatMap((name) => name ?? []);
}

function networksOfMode(project: ComposeProject, mode: string | Unresolved, path: readonly string[]): readonly string[] | "unknown" {
  if (isUnresolved(mode)) return "unknown";
  if (mode === "host" || mode === "none") return [];
  if (mode === "bridge" || mode === "default") return [legacyBridge];
  const joined = /^service:(?<name>.+)$/u.exec(mode)?.groups?.["name"];
  const target = joined === undefined ? undefined : project.services.get(joined);
  if (target === undefined || joined === undefined || path.includes(joined)) return "unknown";
  return networksOfService(project, target, [...path, joined]);
}

/** What of a service names another one: `depends_on`, `links`, the namespaces it joins, and hosts in variables, commands and checks. */
function needsOf(project: ComposeProject, service: Service, names: ReadonlyMap<string, string>): readonly Need[] {
  const from = service.name.value;
  const found = new Map<string, Need>();
  const add = (to: string | undefined, on: Sourced<unknown>): void => {
    if (to !== undefined && to !== from && !found.has(to)) found.set(to, { from, to, on });
  };
  for (const { name } of service.dependsOn.items) add(serviceNamed(project, known(name)), name);
  for (const link of service.links.items) add(serviceNamed(project, known(link)?.split(":")[0]), link);
  for (const text of textsOf(service)) for (const host of hostsIn(text.value, names)) add(names.get(host), text.on);
  return [...found.values()];
}

/** Reverse proxies that find their services by labels or variables: the repository's end, and how a service says that it is served by one. */
const routers: readonly { readonly image: RegExp; readonly mark: RegExp }[] = [
  { image: /(?:^|\/)traefik$/u, mark: /^traefik\./u },
  { image: /(?:^|\/)nginx-proxy$/u, mark: /^VIRTUAL_HOST$/u },
  { image: /(?:^|\/)caddy-docker-proxy$/u, mark: /^caddy(?:_\d+)?$/u },
];

/** The proxies of the project that route to a service by what it says of itself. */
function routesTo({ services }: ComposeProject, service: Service): readonly Need[] {
  const said = [...service.labels.items, ...service.environment.items];
  return routers.flatMap(({ image, mark }) => {
    const label = said.find(({ name }) => mark.test(name.value));
    if (label === undefined) return [];
    return [...services.values()]
      .filter((other) => other !== service && image.test(parseImageReference(known(other.image) ?? "").repository))
      .map((other) => ({ from: other.name.value, to: service.name.value, on: label.name }));
  });
}

function serviceNamed({ services }: ComposeProject, name: string | undefined): string | undefined {
  return name !== undefined && services.has(name) ? name : undefined;
}

/** Names under which others on its networks reach a service. */
function hostNamesOf(service: Service): readonly string[] {
  const own = known(service.containerName);
  const aliases = service.networks.items.flatMap(({ endpoint }) => endpoint?.aliases.items.flatMap((alias) => known(alias) ?? []) ?? []);
  return [service.name.value, ...(own === undefined ? [] : [own]), ...aliases];
}

interface Text {
  readonly value: string;
  readonly on: Sourced<unknown>;
}

/** The texts of a service in which hosts are named. What is unknown in them is left out; the rest still says something. */
function textsOf(service: Service): readonly Text[] {
  const variables = (items: readonly EnvironmentVariable[]) => items.flatMap(({ value }) => (value === undefined ? [] : [textOf(value)]));
  const words = (items: readonly Sourced<string | Unresolved>[]) => items.map(textOf);
  return [
    ...variables(service.environment.items),
    ...variables(service.labels.items),
    ...words(service.command.items),
    ...words(service.entrypoint.items),
    ...words(service.healthcheck?.test.items ?? []),
  ];
}

function textOf(on: Sourced<string | Unresolved>): Text {
  return { value: isUnresolved(on.value) ? on.value.unresolved : on.value, on };
}

/** A whole value that is a name; a name before a port; a name behind `//` or `@`; the items of a list of those. */
function hostsIn(text: string, names: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>();
  for (const part of text.split(/[\s,;"'=]+/u)) {
    const host = /^(?:[\w.+-]+:(?=\/\/))?(?:\/\/)?(?:[^@/]*@)?(?<host>[\w.-]+)(?::\d+|\/|:?$)/u.exec(part)?.groups?.["host"];
    if (host !== undefined && names.has(host)) found.add(host);
  }
  return [...found];
}
