import { dockerDefaultCapabilities, normaliseCapability } from "../knowledge/capabilities.js";
import { type Gain, hostPath, isEngineSocket } from "../knowledge/host-paths.js";
import { imageFacts } from "../knowledge/images.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { ComposeProject, Mount, Port, SecurityOpt, Service } from "../model/project.js";
import { isUnresolved, known, type Setting, type Sourced, type Unresolved } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";
import { socketOf } from "../rules/docker-socket-mount.js";
import type { EnginePosture } from "../rules/engine-posture.js";
import { type HostReach, hostReaches } from "../rules/host-reach.js";
import { publishedAddress, reachOf } from "../rules/published-ports.js";

/** A fact, and the text that says so. */
export interface Fact<T> {
  /** Absent when it is not known: a variable decides, or more of the service stands in what is not read. */
  readonly value: T | undefined;
  /** Empty where nothing is written and the engine's default holds. */
  readonly from: readonly Sourced<unknown>[];
}

/** What a service may do to its host, and who reaches it, as Compose would run it with an engine that has its default settings. Plain data. */
export interface Posture {
  readonly service: string;
  /** True when more of the service stands in what is not read: then nothing is known of what is not written. */
  readonly partial: boolean;
  /** True when a program on the client provides the service: there is no container. */
  readonly provided: boolean;
  readonly privileged: Fact<boolean>;
  readonly capabilities: CapabilitySet;
  readonly user: User;
  /** Namespaces that are the host's or another container's. */
  readonly shared: readonly SharedNamespace[];
  /** False, too, where nobody sets it. */
  readonly noNewPrivileges: Fact<boolean>;
  readonly seccomp: Fact<Confinement>;
  readonly appArmor: Fact<Confinement>;
  readonly readOnlyRoot: Fact<boolean>;
  /** Each of them opens the host. */
  readonly reaches: readonly HostReach[];
  /** What is mounted from the host, the most dangerous first. */
  readonly mounts: readonly HostMount[];
  /** Services and containers whose mounts it has, too. */
  readonly mountsOf: readonly Fact<string>[];
  readonly devices: readonly Fact<string>[];
  readonly ports: readonly PublishedPort[];
  readonly networks: readonly JoinedNetwork[];
  /** It runs only with one of these; always where there is none. */
  readonly profiles: readonly Fact<string>[];
}

/** The capabilities that root has in the container, by number; for any other user they are what setuid programs can give. */
export interface CapabilitySet extends Fact<readonly string[]> {
  /** What the set starts from, before the single names: everything, nothing, or Docker's default set. */
  readonly start: "all" | "none" | "default";
  readonly added: readonly Fact<string>[];
  readonly dropped: readonly Fact<string>[];
}

export interface User extends Fact<"root" | "other" | "image"> {
  /** As written, after variables. */
  readonly written: string | undefined;
  /** What the image starts as, where that is known and decides. */
  readonly image: "root" | "other" | undefined;
}

export interface SharedNamespace {
  readonly key: "network" | "pid" | "ipc" | "uts" | "userns" | "cgroup";
  /** Whose it is: the host's, or that of a service or container of this name; absent when a variable decides. */
  readonly whose: { readonly kind: "host" } | { readonly kind: "service" | "container"; readonly name: string } | undefined;
  readonly from: readonly Sourced<unknown>[];
}

export type Confinement = "default" | "own profile" | "off";

export interface HostMount {
  readonly path: string;
  readonly readOnly: Fact<boolean>;
  /** What an attacker gains by it, as it is mounted. */
  readonly gain: Gain;
  /** Whether it is one of the service's ways to the host by itself. */
  readonly opensHost: boolean;
  /** The control socket of a container engine. */
  readonly isSocket: boolean;
  readonly from: readonly Sourced<unknown>[];
}

export interface PublishedPort {
  /** Absent when a variable decides. */
  readonly reach: ReturnType<typeof reachOf>;
  readonly address: string | undefined;
  /** On the host; absent when it is not known, or any free one (then `published` is not written). */
  readonly published: Fact<string>;
  readonly target: Fact<string>;
  readonly protocol: string;
  readonly from: readonly Sourced<unknown>[];
}

export interface JoinedNetwork {
  readonly name: string;
  readonly internal: boolean;
  readonly external: boolean;
  readonly from: readonly Sourced<unknown>[];
}

/** Works out what a service of a project may do on an engine, and who reaches it. */
export function posture(project: ComposeProject, service: Service, engine: EnginePosture = "rootful"): Posture {
  const reaches = hostReaches(service, project, engine);
  const privileged = fact(service, service.privileged, false);
  return {
    service: service.name.value,
    partial: service.partial,
    provided: service.provider !== undefined,
    privileged,
    capabilities: capabilitySet(service, privileged),
    user: userOf(service),
    shared: sharedNamespaces(service),
    noNewPrivileges: noNewPrivileges(service),
    seccomp: confinement(service, "seccomp", privileged),
    appArmor: confinement(service, "apparmor", privileged),
    readOnlyRoot: fact(service, service.readOnly, false),
    reaches,
    mounts: hostMounts(service, new Set(reaches.map(({ on }) => on))),
    mountsOf: service.volumesFrom.items.map((item) => textFact(item, (text) => text.replace(/:r[ow]$/u, ""))),
    devices: service.devices.items.map(({ item, source }) => ({ value: source && known(source), from: [item] })),
    ports: service.ports.items.map(publishedPort),
    networks: joinedNetworks(project, service),
    profiles: service.profiles.items.map((item) => textFact(item)),
  };
}

const byGain: readonly Gain[] = ["critical", "high", "medium", "low", "none"];

/** A setting that counts as `otherwise` where it is absent. */
function fact<T>({ partial }: Service, setting: Setting<T>, otherwise: T): Fact<T> {
  if (setting === undefined) return { value: partial ? undefined : otherwise, from: [] };
  return { value: known(setting), from: [setting] };
}

function textFact(item: Sourced<string | Unresolved>, read: (text: string) => string = (text) => text): Fact<string> {
  return { value: isUnresolved(item.value) ? undefined : read(item.value), from: [item] };
}

function capabilitySet(service: Service, privileged: Fact<boolean>): CapabilitySet {
  const effective = effectiveCapabilities(service);
  const value = effective === "unknown" ? undefined : effective;
  if (privileged.value === true) return { value, start: "all", added: [], dropped: [], from: privileged.from };
  const { capAdd, capDrop } = service;
  const everything = capAdd.items.find((item) => capabilityName(item) === "ALL");
  const nothing = capDrop.items.find((item) => capabilityName(item) === "ALL");
  const start = everything !== undefined ? "all" : nothing !== undefined ? "none" : "default";
  const added = new Set(capAdd.items.map(capabilityName));
  const deciding = [service.privileged, ...capAdd.items, ...capDrop.items].filter((one) => one !== undefined && isUnresolved(one.value));
  return {
    value: service.partial ? undefined : value,
    start,
    from: [everything ?? nothing, ...deciding].filter((one) => one !== undefined),
    added: named(capAdd.items, (name) => start === "none" || (start === "default" && !isDefault(name))),
    dropped: named(capDrop.items, (name) => start === "all" || (start === "default" && isDefault(name) && !added.has(name))),
  };
}

/** The single names of a list that make a difference. */
function named(items: readonly Sourced<string | Unresolved>[], counts: (name: string) => boolean): readonly Fact<string>[] {
  return items.flatMap((item) => {
    const name = capabilityName(item);
    return name !== undefined && name !== "ALL" && counts(name) ? [{ value: name, from: [item] }] : [];
  });
}

function capabilityName({ value }: Sourced<string | Unresolved>): string | undefined {
  return isUnresolved(value) ? undefined : normaliseCapability(value);
}

function isDefault(name: string): boolean {
  return dockerDefaultCapabilities.includes(name);
}

function userOf(service: Service): User {
  const { user, partial, build, image } = service;
  const written = user === undefined ? undefined : known(user);
  const isUnknown = user === undefined ? partial : isUnresolved(user.value);
  const value = isUnknown ? undefined : effectiveUser(service);
  // What is built here only has its name in common with what is published.
  const facts = image === undefined || build !== undefined ? undefined : imageFacts(known(image) ?? "");
  const start = facts?.runsAsNonRoot == null ? undefined : facts.runsAsNonRoot ? "other" : "root";
  return { value, written, image: value === "image" ? start : undefined, from: user === undefined ? [] : [user] };
}

function sharedNamespaces({ networkMode, pid, ipc, uts, usernsMode, cgroup }: Service): readonly SharedNamespace[] {
  const settings = { network: networkMode, pid, ipc, uts, userns: usernsMode, cgroup };
  return namespaceKeys.flatMap((key): SharedNamespace[] => {
    const setting = settings[key];
    if (setting === undefined) return [];
    if (isUnresolved(setting.value)) return [{ key, whose: undefined, from: [setting] }];
    const [, kind, name = ""] = /^(service|container):(.*)$/u.exec(setting.value) ?? [];
    if (kind === "service" || kind === "container") return [{ key, whose: { kind, name }, from: [setting] }];
    return setting.value === "host" ? [{ key, whose: { kind: "host" }, from: [setting] }] : [];
  });
}

const namespaceKeys = ["network", "pid", "ipc", "uts", "userns", "cgroup"] as const;

/** The entry of `security_opt` that counts: the last of its key. `known` is false when a variable decides, or what is not read. */
function securityOption(
  service: Service,
  key: string,
): { readonly option?: SecurityOpt; readonly from: readonly Sourced<unknown>[]; readonly known: boolean } {
  for (const item of service.securityOpt.items.toReversed()) {
    const { value } = item;
    if (isUnresolved(value)) {
      if (value.unresolved.startsWith("$") || value.unresolved.startsWith(key)) return { from: [item], known: false };
    } else if (value.key === key) return { option: value, from: [item], known: true };
  }
  return { from: [], known: !service.partial };
}

/** Source: Compose reads the value as Go's strconv.ParseBool does. */
function noNewPrivileges(service: Service): Fact<boolean> {
  const { option, from, known: isKnown } = securityOption(service, "no-new-privileges");
  if (!isKnown) return { value: undefined, from };
  const isOn = option !== undefined && (option.value === undefined || /^(?:1|t|T|TRUE|true|True)$/u.test(option.value));
  return { value: isOn, from };
}

/** `privileged` switches both off unless a profile is named. */
function confinement(service: Service, key: "seccomp" | "apparmor", privileged: Fact<boolean>): Fact<Confinement> {
  const { option, from, known: isKnown } = securityOption(service, key);
  if (!isKnown) return { value: undefined, from };
  if (option === undefined) {
    if (privileged.value === false) return { value: "default", from };
    return { value: privileged.value === true ? "off" : undefined, from: privileged.from };
  }
  if (option.value === "unconfined") return { value: "off", from };
  return { value: option.value === "builtin" || option.value === "docker-default" ? "default" : "own profile", from };
}

function hostMounts({ mounts, useApiSocket }: Service, ways: ReadonlySet<unknown>): readonly HostMount[] {
  const found = mounts.items.flatMap((mount) => hostMount(mount, ways));
  const socket: readonly HostMount[] =
    useApiSocket === undefined || known(useApiSocket) !== true
      ? []
      : [
          {
            path: "/var/run/docker.sock",
            readOnly: { value: false, from: [] },
            gain: "critical",
            opensHost: ways.has(useApiSocket),
            isSocket: true,
            from: [useApiSocket],
          },
        ];
  return [...socket, ...found].toSorted((a, b) => byGain.indexOf(a.gain) - byGain.indexOf(b.gain));
}

function hostMount(mount: Mount, ways: ReadonlySet<unknown>): readonly HostMount[] {
  const path = socketOf(mount) ?? mount.hostPath;
  if (path === undefined) return [];
  const readOnly: Fact<boolean> =
    mount.readOnly === undefined ? { value: false, from: [] } : { value: known(mount.readOnly), from: [mount.readOnly] };
  const facts = hostPath(path);
  const isSocket = isEngineSocket(path);
  const gain = (readOnly.value === true ? facts?.readOnly : facts?.writable) ?? (isSocket ? "critical" : "none");
  return [{ path, readOnly, gain, opensHost: ways.has(mount.item), isSocket, from: [mount.item] }];
}

function publishedPort(port: Port): PublishedPort {
  const { item, published, target, protocol } = port;
  const address = publishedAddress(port);
  const part = (setting: Setting<string>): Fact<string> => ({
    value: setting && known(setting),
    from: setting === undefined ? [] : [setting],
  });
  return {
    reach: reachOf(port),
    address: address && known(address),
    published: part(published),
    target: part(target),
    protocol: (protocol && known(protocol)) ?? "tcp",
    from: [item, ...(address !== undefined && (isUnresolved(address.value) || address === port.networkAddress) ? [address] : [])],
  };
}

/** Those that are named; else `network_mode`'s, where it is no other container's; else the project's own. */
function joinedNetworks(
  { networks }: Pick<ComposeProject, "networks">,
  { networks: used, networkMode, partial }: Service,
): readonly JoinedNetwork[] {
  const join = (name: string, from: readonly Sourced<unknown>[]): JoinedNetwork => {
    const network = networks.get(name);
    const is = (setting: Setting<boolean>): boolean => setting !== undefined && known(setting) === true;
    return { name, internal: is(network?.internal), external: is(network?.external), from };
  };
  if (used.items.length > 0) return used.items.flatMap(({ item, name }) => (isUnresolved(name.value) ? [] : [join(name.value, [item])]));
  if (networkMode === undefined) return partial ? [] : [join("default", [])];
  const mode = known(networkMode);
  return mode === undefined || mode === "host" || mode === "none" || mode.includes(":") ? [] : [join(mode, [networkMode])];
}
