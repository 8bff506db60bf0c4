import { capabilities, dockerDefaultCapabilities } from "../knowledge/capabilities.js";
import { imageFacts } from "../knowledge/images.js";
import type { ComposeProject, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { inWords } from "../text/in-words.js";
import { code, type OriginOf, originsIn, plainOrCode } from "./origin.js";
import { type Fact, type HostMount, type Posture, type PublishedPort, posture, type SharedNamespace } from "./posture.js";

/**
 * What a service may do and who reaches it, as Markdown lines: the first one answers, a list gives the reasons. What is not written in the file
 * `here` is told with where it is. Values of `environment` are never among it.
 */
export function serviceHover(project: ComposeProject, service: Service, here: string): readonly string[] {
  const found = posture(project, service);
  const origin = originsIn(project, here);
  if (found.provided)
    return [
      `${code(found.service)}: a program on the client provides it, there is no container.`,
      ...listed([profilesLine(found, origin)]),
    ];
  return [
    `${code(found.service)}: ${summary(found).join(", ")}`,
    ...listed([
      capabilitiesLine(found, service, origin),
      userLine(found, origin),
      namespacesLine(found, origin),
      confinementLine(found, origin),
      rootLine(found, origin),
      mountsLine(found, origin),
      devicesLine(found, origin),
      portsLine(found, origin),
      networksLine(found, origin),
      profilesLine(found, origin),
      found.partial ? "More of it stands in what is not read: what is not named here is not known." : undefined,
    ]),
  ];
}

function listed(lines: readonly (string | undefined)[]): readonly string[] {
  return lines.flatMap((line) => (line === undefined ? [] : [`- ${line}`]));
}

function summary(found: Posture): readonly string[] {
  const { privileged, capabilities: set, readOnlyRoot } = found;
  const count = set.value?.length;
  const host = found.shared.filter(({ whose }) => whose?.kind === "host").map(({ key }) => key);
  const worst = found.mounts.find(({ opensHost }) => opensHost);
  return present([
    privileged.value === true ? "privileged" : undefined,
    count === undefined ? "capabilities not known" : `${howMany(count)} capabilities`,
    userInShort(found.user),
    host.length === 0 ? undefined : `the host's ${inWords(host)}`,
    worst === undefined ? undefined : `the host itself by ${code(worst.path)}`,
    readOnlyRoot.value === undefined ? "root filesystem not known" : `${readOnlyRoot.value ? "read-only" : "writable"} root filesystem`,
    portsInShort(found),
  ]);
}

function howMany(count: number): string {
  if (count === 0) return "no";
  return count === capabilities.length ? `all ${count}` : `${count} of ${capabilities.length}`;
}

function userInShort({ value, written, image }: Posture["user"]): string {
  if (value === undefined) return "user not known";
  if (value === "root") return "root";
  if (value === "other") return `user ${code(written ?? "")}`;
  if (image === undefined) return "the image's user";
  return image === "root" ? "root by the image" : "the image's own user";
}

function portsInShort({ ports, shared, partial }: Posture): string | undefined {
  if (shared.some(({ key }) => key === "network")) return undefined;
  if (ports.length === 0) return partial ? undefined : "no published port";
  const reaches = new Set(ports.map(({ reach }) => reach));
  if (reaches.has("every interface")) return "published on every interface";
  if (reaches.has(undefined)) return "published where a variable decides";
  if (!reaches.has("address")) return "published on the host alone";
  return `published on ${inWords([...new Set(ports.flatMap(({ reach, address }) => (reach === "address" ? [code(address ?? "")] : [])))])}`;
}

function capabilitiesLine({ capabilities: set, privileged, user, noNewPrivileges }: Posture, service: Service, origin: OriginOf): string {
  if (privileged.value === true) return `**Capabilities**: all, because it is privileged${told(privileged.from, origin)}`;
  const names = present([
    startText(set, origin),
    set.dropped.length === 0 ? undefined : `without ${texts(set.dropped, origin)}`,
    set.added.length === 0 ? undefined : `${set.start === "none" ? "but" : "plus"} ${texts(set.added, origin)}`,
  ]);
  const notes = present([
    set.value === undefined ? unknown(set.from, "the rest is ") : undefined,
    needs(service, set),
    user.value !== "other"
      ? undefined
      : `its user holds none ${noNewPrivileges.value === true ? "and gains none" : "but by setuid programs"}`,
  ]);
  return `**Capabilities**: ${[names.join(" "), ...notes].join("; ")}`;
}

function startText({ start, from, added, dropped, value }: Posture["capabilities"], origin: OriginOf): string {
  const by = told(
    from.filter((one) => !isUnresolved(one.value)),
    origin,
  );
  if (start === "all") return `all by \`cap_add: [ALL]\`${by}`;
  if (start === "none") return `none by \`cap_drop: [ALL]\`${by}`;
  if (value === undefined && from.length === 0) return "Docker's default set, as far as is known";
  return `Docker's default set of ${dockerDefaultCapabilities.length}${added.length + dropped.length === 0 && from.length === 0 ? ", nothing dropped" : ""}`;
}

/** What the image at hand needs, while it has more. */
function needs({ image, build }: Service, { start, value }: Posture["capabilities"]): string | undefined {
  const facts =
    image === undefined || build !== undefined || start === "none" || value === undefined ? undefined : imageFacts(known(image) ?? "");
  if (facts?.capAdd == null) return undefined;
  return `${facts.id} needs ${facts.capAdd.length === 0 ? "none" : facts.capAdd.join(", ")}`;
}

function userLine({ user, partial }: Posture, origin: OriginOf): string | undefined {
  const { value, written, image, from } = user;
  if (value === undefined) return partial && from.length === 0 ? undefined : `**User**: ${unknown(from)}`;
  if (value === "image")
    return `**User**: the image's own, ${image === undefined ? "root unless the image says otherwise" : image === "root" ? "which is root" : "which is not root"}`;
  const text = value === "root" ? (written === "root" ? "root" : `root, as ${code(written ?? "")}`) : code(written ?? "");
  return `**User**: ${text}${told(from, origin)}`;
}

function namespacesLine({ shared }: Posture, origin: OriginOf): string | undefined {
  if (shared.length === 0) return undefined;
  return `**Namespaces**: ${shared.map((one) => namespaceText(one) + told(one.from, origin)).join(", ")}`;
}

function namespaceText({ key, whose, from }: SharedNamespace): string {
  if (whose === undefined) return `${key} ${unknown(from)}`;
  if (whose.kind === "host") return `the host's ${key}`;
  return `the ${key} of ${whose.kind === "container" ? "the container " : ""}${code(whose.name)}`;
}

function confinementLine({ noNewPrivileges, seccomp, appArmor, partial }: Posture, origin: OriginOf): string | undefined {
  const isSet = noNewPrivileges.from.length > 0;
  const parts = [
    noNewPrivileges.value === undefined
      ? partial && !isSet
        ? undefined
        : `no-new-privileges ${unknown(noNewPrivileges.from)}`
      : `no-new-privileges ${noNewPrivileges.value ? "on" : isSet ? "switched off" : "not set"}${told(noNewPrivileges.from, origin)}`,
    ...(
      [
        ["seccomp", seccomp],
        ["AppArmor", appArmor],
      ] as const
    ).map(([name, { value, from }]) => {
      if (value === undefined) return from.length === 0 ? undefined : `${name} ${unknown(from)}`;
      return value === "default" ? undefined : `${name} ${value === "off" ? "off" : "with a profile of its own"}${told(from, origin)}`;
    }),
  ];
  const shown = present(parts);
  return shown.length === 0 ? undefined : `**Confinement**: ${shown.join(", ")}`;
}

function rootLine({ readOnlyRoot: { value, from } }: Posture, origin: OriginOf): string | undefined {
  if (value === undefined) return from.length === 0 ? undefined : `**Root filesystem**: ${unknown(from)}`;
  return from.length === 0 ? undefined : `**Root filesystem**: ${value ? "read-only" : "writable"}${told(from, origin)}`;
}

/** The mounts that open something, and how many others there are. */
function mountsLine({ mounts, mountsOf }: Posture, origin: OriginOf): string | undefined {
  const telling = mounts.filter(({ gain, isSocket }) => isSocket || gain !== "none");
  const others = mounts.length - telling.length;
  const parts = [
    ...shortened(telling, (mount) => mountText(mount) + told([...mount.from, ...mount.readOnly.from], origin)),
    ...mountsOf.map(({ value, from }) =>
      value === undefined ? `mounts ${unknown(from)}` : `the mounts of ${code(value)}${told(from, origin)}`,
    ),
    ...(others === 0 ? [] : [`${telling.length === 0 ? "" : "and "}${others} of no special power`]),
  ];
  return parts.length === 0 ? undefined : `**Paths of the host**: ${parts.join(", ")}`;
}

function mountText({ path, readOnly, isSocket, opensHost }: HostMount): string {
  const what = isSocket
    ? "the engine's socket"
    : readOnly.value === undefined
      ? "writable or not is not known"
      : readOnly.value
        ? "read-only"
        : "writable";
  return `${code(path)} ${what}${opensHost ? ": root on the host" : ""}`;
}

function devicesLine({ devices }: Posture, origin: OriginOf): string | undefined {
  if (devices.length === 0) return undefined;
  return `**Devices**: ${shortened(devices, ({ value, from }) => (value === undefined ? unknown(from) : code(value) + told(from, origin))).join(", ")}`;
}

function portsLine({ ports, shared }: Posture, origin: OriginOf): string | undefined {
  const network = shared.find(({ key }) => key === "network");
  if (network?.whose?.kind === "host") return "**Published**: whatever it listens on, since the network is the host's";
  if (ports.length === 0) return undefined;
  const groups = new Map<string, PublishedPort[]>();
  for (const port of ports) groups.set(reachText(port), [...(groups.get(reachText(port)) ?? []), port]);
  return `**Published**: ${[...groups].map(([reach, those]) => `${shortened(those, (port) => portText(port) + told(port.from, origin)).join(", ")} ${reach}`).join("; ")}`;
}

function reachText({ reach, address, from }: PublishedPort): string {
  if (reach === "every interface") return "to all who reach the host";
  if (reach === "host") return "to the host alone";
  return reach === "address" ? `to all who reach ${code(address ?? "")}` : `to those whom ${deciding(from)}`;
}

function portText({ published, target, protocol }: PublishedPort): string {
  const suffix = protocol === "tcp" ? "" : `/${protocol}`;
  if (published.value !== undefined) return plainOrCode(published.value + suffix);
  const inside = target.value === undefined ? "a port that is not known" : plainOrCode(target.value + suffix);
  return `${published.from.length === 0 ? "any free port" : "a port that is not known"} for ${inside}`;
}

function networksLine({ networks, shared, partial }: Posture, origin: OriginOf): string | undefined {
  if (networks.length > 0) {
    const texts = shortened(networks, ({ name, internal, external, from }) => {
      const kind = internal ? " (no way out)" : external ? " (of another project)" : "";
      return `${code(name)}${kind}${told(from, origin)}`;
    });
    return `**Networks**: ${texts.join(", ")}`;
  }
  return partial || shared.some(({ key }) => key === "network") ? undefined : "**Networks**: none";
}

function profilesLine({ profiles }: Posture, origin: OriginOf): string | undefined {
  if (profiles.length === 0) return undefined;
  return `Runs only with the profile ${shortened(profiles, ({ value, from }) => (value === undefined ? unknown(from) : code(value) + told(from, origin))).join(" or ")}`;
}

/** More of a kind than these are counted. */
const maxShown = 6;

function shortened<T>(list: readonly T[], text: (one: T) => string): readonly string[] {
  const shown = list.slice(0, maxShown).map(text);
  return list.length > maxShown ? [...shown, `${list.length - maxShown} more`] : shown;
}

/** Names that come from the same place share its mention. */
function texts(facts: readonly Fact<string>[], origin: OriginOf): string {
  const parts = facts
    .slice(0, maxShown * 2)
    .map(({ value, from }) => ({ text: value === undefined ? unknown(from) : plainOrCode(value), by: told(from, origin) }));
  const joined = parts.map(({ text, by }, index) => (parts[index + 1]?.by === by ? text : text + by));
  return [...joined, ...(facts.length > parts.length ? [`${facts.length - parts.length} more`] : [])].join(", ");
}

function told(from: readonly Sourced<unknown>[], origin: OriginOf): string {
  const origins = [...new Set(from.flatMap((one) => origin(one) ?? []))];
  return origins.length === 0 ? "" : ` (${origins.join("; ")})`;
}

/** That nobody knows a value, and what decides it. */
function unknown(from: readonly Sourced<unknown>[], subject = ""): string {
  const decides = deciding(from);
  return `${subject}not known${decides === "" ? "" : `: ${decides}`}`;
}

function deciding(from: readonly Sourced<unknown>[]): string {
  const names = new Set(from.flatMap(({ value }) => (isUnresolved(value) ? value.missing : [])));
  return names.size === 0 ? "" : `${inWords([...names].map((name) => code(`\${${name}}`)))} ${names.size === 1 ? "decides" : "decide"}`;
}

function present(parts: readonly (string | undefined)[]): readonly string[] {
  return parts.flatMap((part) => part ?? []);
}
