import { shownText } from "../ide/hide-secrets.js";
import { type Posture, type PublishedPort, posture } from "../ide/posture.js";
import { capabilities as allCapabilities } from "../knowledge/capabilities.js";
import { relativePath } from "../model/location.js";
import type { ComposeProject, Service } from "../model/project.js";
import { isUnresolved, known, type Setting, type Sourced } from "../model/sourced.js";
import { topologyOf } from "../model/topology.js";
import type { EnginePosture } from "../rules/engine-posture.js";
import { isNotable } from "../rules/mount-exposure.js";
import { lanDriver } from "../rules/network-on-lan.js";
import { secretsIn } from "../rules/secrets.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import type { Entry, Reach, ReportPlace, Statement } from "./report.js";

/** How the texts and places of a project are told. */
export interface Teller {
  place(at: Place): ReportPlace;
  /** The place of the key where there is one: it names the setting. */
  placeOf(from: Sourced<unknown>): ReportPlace;
  /** A text without secrets, by the value that it came from. */
  text(text: string, from: Sourced<unknown> | undefined): string;
  statement(text: string, from: readonly Sourced<unknown>[]): Statement;
}

export function tellerOf(project: ComposeProject): Teller {
  const main = project.own[0] ?? "";
  const lines = new Map(project.files.map((file) => [file.uri, file.lines]));
  const paths = new Map(project.files.map(({ uri }) => [uri, relativePath(main, uri)]));
  const secrets = secretsIn(project);
  const place = ({ file, start }: Place): ReportPlace => {
    const position = lines.get(file)?.position(start) ?? { line: 0, character: 0 };
    return { uri: file, path: paths.get(file) ?? relativePath(main, file), ...position };
  };
  const placeOf = ({ key, at }: Sourced<unknown>): ReportPlace => place(key ?? at);
  const text = (written: string, from: Sourced<unknown> | undefined): string => shownText(written, from, secrets);
  return {
    place,
    placeOf,
    text,
    statement: (written, from) => ({ text: text(written, from[0]), at: from[0] && placeOf(from[0]) }),
  };
}

/** What the report says of one service by itself. */
export interface ServiceFacts {
  readonly found: Posture;
  readonly entries: readonly Entry[];
  readonly user: Statement & { readonly isRoot: boolean | undefined };
  readonly capabilities: Statement & { readonly count: number | undefined };
  readonly confinement: readonly Statement[];
  readonly reaches: readonly Reach[];
  readonly touches: readonly Statement[];
  readonly unknown: readonly Statement[];
}

export function factsOf(project: ComposeProject, service: Service, engine: EnginePosture, teller: Teller): ServiceFacts {
  const found = posture(project, service, engine);
  const { reaches } = found;
  return {
    found,
    entries: entriesOf(project, service, found, teller),
    user: userOf(found, teller),
    capabilities: capabilitiesOf(found, teller),
    confinement: confinementOf(found, teller),
    reaches: reaches.map(({ kind, on, how, gain, premise }) => ({
      kind,
      text: teller.text(t(how), on),
      gain: t(gain),
      at: teller.placeOf(on),
      ...(premise === undefined ? {} : { premise: t(premise) }),
    })),
    touches: touchesOf(found, new Set(reaches.map(({ on }) => on)), teller),
    unknown: unknownOf(project, service, found, teller),
  };
}

function entriesOf(project: ComposeProject, service: Service, { ports, shared }: Posture, teller: Teller): readonly Entry[] {
  if (service.provider !== undefined) return [];
  const host = shared.find(({ key, whose }) => key === "network" && whose?.kind === "host")?.from[0];
  if (host !== undefined) return [hostNetwork(service, teller.placeOf(host))];
  const networks = topologyOf(project).networksOf(service);
  const isShut = networks !== "unknown" && networks.every((name) => known(project.networks.get(name)?.internal) === true);
  const isJoined =
    service.networkMode !== undefined && isUnresolved(service.networkMode.value) === false && /:/u.test(String(service.networkMode.value));
  const published = isJoined ? [] : ports.map((port) => portEntry(port, isShut, teller));
  return [...published, ...lanEntries(project, service, networks, teller)];
}

function hostNetwork(service: Service, at: ReportPlace): Entry {
  return {
    kind: "host network",
    label: t("host network"),
    from: "outside",
    how: t("the host's network, whatever it listens on"),
    premise: t`"${service.name.value}" listens on more than 127.0.0.1`,
    at,
  };
}

function lanEntries(project: ComposeProject, service: Service, networks: readonly string[] | "unknown", teller: Teller): readonly Entry[] {
  if (networks === "unknown") return [];
  return networks.flatMap((name): readonly Entry[] => {
    const network = project.networks.get(name);
    if (network === undefined || lanDriver(network) === undefined) return [];
    const used = service.networks.items.find((one) => known(one.name) === name);
    return [
      {
        kind: "lan",
        label: "LAN",
        from: "outside",
        how: t`its own address on the LAN, by the network ${name}`,
        premise: t`"${service.name.value}" listens on a port`,
        at: teller.placeOf(used?.item ?? network.name),
      },
    ];
  });
}

function portEntry(port: PublishedPort, isShut: boolean, teller: Teller): Entry {
  const label = teller.text(portLabel(port), port.from[0]);
  const from = isShut ? "nobody" : fromOf(port.reach);
  const [item] = port.from;
  return { kind: "port", label, from, how: t`port ${label}`, at: item === undefined ? nowhere : teller.placeOf(item) };
}

/** A port always has its item. */
const nowhere: ReportPlace = { uri: "", path: "", line: 0, character: 0 };

function fromOf(reach: PublishedPort["reach"]): Entry["from"] {
  if (reach === undefined) return "unknown";
  return reach === "every interface" ? "outside" : reach;
}

function portLabel({ published, target, protocol, address, reach }: PublishedPort): string {
  const inside = target.value ?? "?";
  const port = published.value ?? (published.from.length === 0 ? t`any (${inside})` : `? (${inside})`);
  const before =
    reach === "every interface" || address === undefined
      ? ""
      : `${address.includes(":") ? `[${address.replaceAll(/[[\]]/gu, "")}]` : address}:`;
  return `${before}${port}${protocol === "tcp" ? "" : `/${protocol}`}`;
}

function userOf({ user: { value, written, image, from } }: Posture, teller: Teller): ServiceFacts["user"] {
  const say = (text: string, isRoot: boolean | undefined) => ({ ...teller.statement(text, from), isRoot });
  if (value === undefined) return say(t("not known"), undefined);
  if (value === "root") return say(t("root"), true);
  if (value === "other") return say(t`user ${written ?? ""}`, false);
  if (image === "root") return say(t("root, by the image"), true);
  return image === "other" ? say(unnamedUser(), false) : say(t("the image's user, root unless it names one"), undefined);
}

/** What is said of a user of the image's whose name nobody tells. */
export const unnamedUser = (): string => t("a user of the image's, not root");

function capabilitiesOf({ capabilities: set, privileged, partial }: Posture, teller: Teller): ServiceFacts["capabilities"] {
  const count = set.value?.length;
  const from =
    privileged.value === true
      ? privileged.from
      : set.from.length > 0
        ? set.from
        : [...set.added, ...set.dropped].flatMap((one) => one.from);
  return { ...teller.statement(capabilityText(set, count, partial), from), count };
}

function capabilityText({ value, start, added }: Posture["capabilities"], count: number | undefined, partial: boolean): string {
  if (value === undefined || count === undefined)
    return partial ? t("not known: more stands elsewhere") : t("not known: a variable decides");
  if (count === 0) return t("none");
  if (count === allCapabilities.length) return t`all ${count}`;
  const names = start === "none" ? value : added.flatMap((one) => one.value ?? []);
  const shown = names.length > maxNames ? [...names.slice(0, maxNames), t`${names.length - maxNames} more`] : names;
  if (start === "none") return `${count}: ${shown.join(", ")}`;
  if (shown.length === 0) return t`${count} of ${allCapabilities.length}`;
  return t`${count} of ${allCapabilities.length}, with ${shown.join(", ")}`;
}

const maxNames = 6;

function confinementOf({ noNewPrivileges, seccomp, appArmor, readOnlyRoot, provided }: Posture, teller: Teller): readonly Statement[] {
  if (provided) return [];
  const said: readonly (readonly [says: boolean, text: string, from: readonly Sourced<unknown>[]])[] = [
    [noNewPrivileges.value === true, t("no new privileges"), noNewPrivileges.from],
    [seccomp.value === "off", t("seccomp off"), seccomp.from],
    [seccomp.value === "own profile", t("seccomp with a profile of its own"), seccomp.from],
    [appArmor.value === "off", t("AppArmor off"), appArmor.from],
    [appArmor.value === "own profile", t("AppArmor with a profile of its own"), appArmor.from],
    [readOnlyRoot.value === true, t("read-only root filesystem"), readOnlyRoot.from],
  ];
  return said.flatMap(([says, text, from]) => (says ? [teller.statement(text, from)] : []));
}

/** Namespaces, paths and devices of the host that do not open it by themselves. */
function touchesOf({ shared, mounts, devices }: Posture, told: ReadonlySet<unknown>, teller: Teller): readonly Statement[] {
  const namespaces = shared.filter(({ whose }) => whose?.kind === "host");
  const paths = mounts.filter(({ gain, from }) => isNotable(gain) && !from.some((one) => told.has(one)));
  return [
    ...namespaces.map(({ key, from }) => teller.statement(t`the host's ${namespaceWords()[key]}`, from)),
    ...paths.map(({ path, readOnly, from }) => teller.statement(readOnly.value === true ? t`${path}, read-only` : path, from)),
    ...devices.flatMap(({ value, from }) =>
      value === undefined || from.some((one) => told.has(one)) ? [] : [teller.statement(value, from)],
    ),
  ];
}

const namespaceWords = () => ({
  network: t("network"),
  pid: t("processes"),
  ipc: t("shared memory"),
  uts: t("name"),
  userns: t("user namespace"),
  cgroup: t("control groups"),
});

function unknownOf(
  project: ComposeProject,
  service: Service,
  { ports, partial, capabilities: set, user }: Posture,
  teller: Teller,
): readonly Statement[] {
  const name = `"${service.name.value}"`;
  const found: Statement[] = [];
  const add = (text: string, from: readonly Sourced<unknown>[]): void => {
    const decisive = from.find((one) => isUnresolved(one.value)) ?? from[0] ?? service.name;
    found.push({ text: t`${text}${deciding(from)}.`, at: teller.placeOf(decisive) });
  };
  if (partial) add(t`More of ${name} stands in what is not read`, []);
  if (topologyOf(project).networksOf(service) === "unknown") {
    const from: readonly Setting<unknown>[] = [service.networkMode, ...service.networks.items.map((one) => one.name)];
    add(
      t`Which networks ${name} is on is not known`,
      from.flatMap((one) => one ?? []),
    );
  }
  if (service.privileged !== undefined && isUnresolved(service.privileged.value))
    add(t`Whether ${name} runs privileged is not known`, [service.privileged]);
  else if (set.value === undefined && set.from.length > 0) add(t`Which capabilities ${name} has is not known`, set.from);
  if (user.value === undefined && user.from.length > 0) add(t`Whom ${name} runs as is not known`, user.from);
  for (const port of ports)
    if (port.reach === undefined)
      add(t`Who reaches port ${teller.text(port.target.value ?? "?", port.from[0])} of ${name} is not known`, port.from);
  for (const { source } of service.mounts.items)
    if (source !== undefined && isUnresolved(source.value)) add(t`What ${name} mounts is not known`, [source]);
  for (const item of service.volumesFrom.items)
    if (known(item)?.startsWith("container:") !== false) add(t`Which mounts ${name} takes from another container is not known`, [item]);
  return found;
}

/** Names alone: what stands around a variable may be anything. */
function deciding(from: readonly Sourced<unknown>[]): string {
  const names = [...new Set(from.flatMap(({ value }) => (isUnresolved(value) ? value.missing : [])))];
  const listed = inWords(names.map((one) => `\${${one}}`));
  if (names.length < 2) return names.length === 0 ? "" : t`: ${listed} decides`;
  return t`: ${listed} decide`;
}
