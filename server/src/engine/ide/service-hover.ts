import { capabilities, dockerDefaultCapabilities } from "../knowledge/capabilities.js";
import { imageFacts } from "../knowledge/images.js";
import type { ComposeProject, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
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
      t`${code(found.service)}: a program on the client provides it, there is no container.`,
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
      found.partial ? t("More of it stands in what is not read: what is not named here is not known.") : undefined,
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
    privileged.value === true ? t("privileged") : undefined,
    count === undefined ? t("capabilities not known") : howMany(count),
    userInShort(found.user),
    host.length === 0 ? undefined : t`the host's ${inWords(host)}`,
    worst === undefined ? undefined : t`the host itself by ${code(worst.path)}`,
    readOnlyRoot.value === undefined
      ? t("root filesystem not known")
      : readOnlyRoot.value
        ? t("read-only root filesystem")
        : t("writable root filesystem"),
    portsInShort(found),
  ]);
}

function howMany(count: number): string {
  if (count === 0) return t("no capabilities");
  return count === capabilities.length ? t`all ${count} capabilities` : t`${count} of ${capabilities.length} capabilities`;
}

function userInShort({ value, written, image }: Posture["user"]): string {
  if (value === undefined) return t("user not known");
  if (value === "root") return t("root");
  if (value === "other") return t`user ${code(written ?? "")}`;
  if (image === undefined) return t("the image's user");
  return image === "root" ? t("root by the image") : t("the image's own user");
}

function portsInShort({ ports, shared, partial }: Posture): string | undefined {
  if (shared.some(({ key }) => key === "network")) return undefined;
  if (ports.length === 0) return partial ? undefined : t("no published port");
  const reaches = new Set(ports.map(({ reach }) => reach));
  if (reaches.has("every interface")) return t("published on every interface");
  if (reaches.has(undefined)) return t("published where a variable decides");
  if (!reaches.has("address")) return t("published on the host alone");
  return t`published on ${inWords([...new Set(ports.flatMap(({ reach, address }) => (reach === "address" ? [code(address ?? "")] : [])))])}`;
}

function capabilitiesLine({ capabilities: set, privileged, user, noNewPrivileges }: Posture, service: Service, origin: OriginOf): string {
  if (privileged.value === true) return t`**Capabilities**: all, because it is privileged${told(privileged.from, origin)}`;
  const names = present([
    startText(set, origin),
    set.dropped.length === 0 ? undefined : t`without ${texts(set.dropped, origin)}`,
    set.added.length === 0 ? undefined : set.start === "none" ? t`but ${texts(set.added, origin)}` : t`plus ${texts(set.added, origin)}`,
  ]);
  const notes = present([
    set.value === undefined ? t`the rest is ${unknown(set.from)}` : undefined,
    needs(service, set),
    user.value !== "other"
      ? undefined
      : noNewPrivileges.value === true
        ? t("its user holds none and gains none")
        : t("its user holds none but by setuid programs"),
  ]);
  return t`**Capabilities**: ${[names.join(" "), ...notes].join("; ")}`;
}

function startText({ start, from, added, dropped, value }: Posture["capabilities"], origin: OriginOf): string {
  const by = told(
    from.filter((one) => !isUnresolved(one.value)),
    origin,
  );
  if (start === "all") return t`all by ${"`cap_add: [ALL]`"}${by}`;
  if (start === "none") return t`none by ${"`cap_drop: [ALL]`"}${by}`;
  if (value === undefined && from.length === 0) return t("Docker's default set, as far as is known");
  return t`Docker's default set of ${dockerDefaultCapabilities.length}${added.length + dropped.length === 0 && from.length === 0 ? ", nothing dropped" : ""}`;
}

/** What the image at hand needs, while it has more. */
function needs({ image, build }: Service, { start, value }: Posture["capabilities"]): string | undefined {
  const facts =
    image === undefined || build !== undefined || start === "none" || value === undefined ? undefined : imageFacts(known(image) ?? "");
  if (facts?.capAdd == null) return undefined;
  return facts.capAdd.length === 0 ? t`${facts.id} needs none` : t`${facts.id} needs ${facts.capAdd.join(", ")}`;
}

function userLine({ user, partial }: Posture, origin: OriginOf): string | undefined {
  const { value, written, image, from } = user;
  if (value === undefined) return partial && from.length === 0 ? undefined : t`**User**: ${unknown(from)}`;
  if (value === "image")
    return t`**User**: the image's own, ${image === undefined ? "root unless the image says otherwise" : image === "root" ? "which is root" : "which is not root"}`;
  const text = value === "root" ? (written === "root" ? t("root") : t`root, as ${code(written ?? "")}`) : code(written ?? "");
  return t`**User**: ${text}${told(from, origin)}`;
}

function namespacesLine({ shared }: Posture, origin: OriginOf): string | undefined {
  if (shared.length === 0) return undefined;
  return t`**Namespaces**: ${shared.map((one) => namespaceText(one) + told(one.from, origin)).join(", ")}`;
}

function namespaceText({ key, whose, from }: SharedNamespace): string {
  if (whose === undefined) return `${key} ${unknown(from)}`;
  if (whose.kind === "host") return t`the host's ${key}`;
  return whose.kind === "container" ? t`the ${key} of the container ${code(whose.name)}` : t`the ${key} of ${code(whose.name)}`;
}

function confinementLine({ noNewPrivileges, seccomp, appArmor, partial }: Posture, origin: OriginOf): string | undefined {
  const isSet = noNewPrivileges.from.length > 0;
  const parts = [
    noNewPrivileges.value === undefined
      ? partial && !isSet
        ? undefined
        : t`no-new-privileges ${unknown(noNewPrivileges.from)}`
      : (noNewPrivileges.value ? t("no-new-privileges on") : isSet ? t("no-new-privileges switched off") : t("no-new-privileges not set")) +
        told(noNewPrivileges.from, origin),
    ...(
      [
        ["seccomp", seccomp],
        ["AppArmor", appArmor],
      ] as const
    ).map(([name, { value, from }]) => {
      if (value === undefined) return from.length === 0 ? undefined : `${name} ${unknown(from)}`;
      if (value === "default") return undefined;
      return (value === "off" ? t`${name} off` : t`${name} with a profile of its own`) + told(from, origin);
    }),
  ];
  const shown = present(parts);
  return shown.length === 0 ? undefined : t`**Confinement**: ${shown.join(", ")}`;
}

function rootLine({ readOnlyRoot: { value, from } }: Posture, origin: OriginOf): string | undefined {
  if (value === undefined) return from.length === 0 ? undefined : t`**Root filesystem**: ${unknown(from)}`;
  return from.length === 0 ? undefined : t`**Root filesystem**: ${value ? t("read-only") : t("writable")}${told(from, origin)}`;
}

/** The mounts that open something, and how many others there are. */
function mountsLine({ mounts, mountsOf }: Posture, origin: OriginOf): string | undefined {
  const telling = mounts.filter(({ gain, isSocket }) => isSocket || gain !== "none");
  const others = mounts.length - telling.length;
  const parts = [
    ...shortened(telling, (mount) => mountText(mount) + told([...mount.from, ...mount.readOnly.from], origin)),
    ...mountsOf.map(({ value, from }) =>
      value === undefined ? t`mounts ${unknown(from)}` : t`the mounts of ${code(value)}${told(from, origin)}`,
    ),
    ...(others === 0 ? [] : [telling.length === 0 ? t`${others} of no special power` : t`and ${others} of no special power`]),
  ];
  return parts.length === 0 ? undefined : t`**Paths of the host**: ${parts.join(", ")}`;
}

function mountText({ path, readOnly, isSocket, opensHost }: HostMount): string {
  const what = isSocket
    ? t("the engine's socket")
    : readOnly.value === undefined
      ? t("writable or not is not known")
      : readOnly.value
        ? t("read-only")
        : t("writable");
  return `${code(path)} ${what}${opensHost ? t(": root on the host") : ""}`;
}

function devicesLine({ devices }: Posture, origin: OriginOf): string | undefined {
  if (devices.length === 0) return undefined;
  return t`**Devices**: ${shortened(devices, ({ value, from }) => (value === undefined ? unknown(from) : code(value) + told(from, origin))).join(", ")}`;
}

function portsLine({ ports, shared }: Posture, origin: OriginOf): string | undefined {
  const network = shared.find(({ key }) => key === "network");
  if (network?.whose?.kind === "host") return t("**Published**: whatever it listens on, since the network is the host's");
  if (ports.length === 0) return undefined;
  const groups = new Map<string, PublishedPort[]>();
  for (const port of ports) groups.set(reachText(port), [...(groups.get(reachText(port)) ?? []), port]);
  return t`**Published**: ${[...groups].map(([reach, those]) => `${shortened(those, (port) => portText(port) + told(port.from, origin)).join(", ")} ${reach}`).join("; ")}`;
}

function reachText({ reach, address, from }: PublishedPort): string {
  if (reach === "every interface") return t("to all who reach the host");
  if (reach === "host") return t("to the host alone");
  return reach === "address" ? t`to all who reach ${code(address ?? "")}` : t`to those whom ${deciding(from)}`;
}

function portText({ published, target, protocol }: PublishedPort): string {
  const suffix = protocol === "tcp" ? "" : `/${protocol}`;
  if (published.value !== undefined) return plainOrCode(published.value + suffix);
  const inside = target.value === undefined ? t("a port that is not known") : plainOrCode(target.value + suffix);
  return t`${published.from.length === 0 ? "any free port" : "a port that is not known"} for ${inside}`;
}

function networksLine({ networks, shared, partial }: Posture, origin: OriginOf): string | undefined {
  if (networks.length > 0) {
    const texts = shortened(networks, ({ name, internal, external, from }) => {
      const kind = internal ? t(" (no way out)") : external ? t(" (of another project)") : "";
      return `${code(name)}${kind}${told(from, origin)}`;
    });
    return t`**Networks**: ${texts.join(", ")}`;
  }
  return partial || shared.some(({ key }) => key === "network") ? undefined : t("**Networks**: none");
}

function profilesLine({ profiles }: Posture, origin: OriginOf): string | undefined {
  if (profiles.length === 0) return undefined;
  const names = shortened(profiles, ({ value, from }) => (value === undefined ? unknown(from) : code(value) + told(from, origin)));
  return t`Runs only with the profile ${names.join(t(" or "))}`;
}

/** More of a kind than these are counted. */
const maxShown = 6;

function shortened<T>(list: readonly T[], text: (one: T) => string): readonly string[] {
  const shown = list.slice(0, maxShown).map(text);
  return list.length > maxShown ? [...shown, t`${list.length - maxShown} more`] : shown;
}

/** Names that come from the same place share its mention. */
function texts(facts: readonly Fact<string>[], origin: OriginOf): string {
  const parts = facts
    .slice(0, maxShown * 2)
    .map(({ value, from }) => ({ text: value === undefined ? unknown(from) : plainOrCode(value), by: told(from, origin) }));
  const joined = parts.map(({ text, by }, index) => (parts[index + 1]?.by === by ? text : text + by));
  return [...joined, ...(facts.length > parts.length ? [t`${facts.length - parts.length} more`] : [])].join(", ");
}

function told(from: readonly Sourced<unknown>[], origin: OriginOf): string {
  const origins = [...new Set(from.flatMap((one) => origin(one) ?? []))];
  return origins.length === 0 ? "" : ` (${origins.join("; ")})`;
}

/** That nobody knows a value, and what decides it. */
function unknown(from: readonly Sourced<unknown>[]): string {
  const decides = deciding(from);
  return decides === "" ? t("not known") : t`not known: ${decides}`;
}

function deciding(from: readonly Sourced<unknown>[]): string {
  const names = new Set(from.flatMap(({ value }) => (isUnresolved(value) ? value.missing : [])));
  const listed = inWords([...names].map((name) => code(`\${${name}}`)));
  if (names.size < 2) return names.size === 0 ? "" : t`${listed} decides`;
  return t`${listed} decide`;
}

function present(parts: readonly (string | undefined)[]): readonly string[] {
  return parts.flatMap((part) => part ?? []);
}
