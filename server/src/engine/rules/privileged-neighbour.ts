import { isTelemetryStore, observesHost } from "../knowledge/host-readers.js";
import { hasAdministration, isOneProduct, isProxyImage } from "../knowledge/ports.js";
import type { ComposeProject, Mount, Port, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { type Neighbour, type Topology, topologyOf } from "../model/topology.js";
import { t } from "../text/l10n.js";
import { type HostReach, hostReach } from "./host-reach.js";
import { imageName } from "./image-name.js";
import { mountReadOnly } from "./mount-fixes.js";
import { freeNetworkName, isolate, partnersOf } from "./network-edits.js";
import { maxRelated, openServices, reachesNetwork } from "./published-ports.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import type { Fix, Report, Rule, RuleContext } from "./rule.js";

export const privilegedNeighbour: Rule<"privileged-neighbour"> = {
  id: "privileged-neighbour",
  title: "Published service beside one that owns the host",
  category: "networks",
  severity: "warning",
  baredBy: ["port-all-interfaces", "port-admin-exposed", "port-datastore-exposed", "debug-exposed", "docker-host-tcp"],
  changes: ["networks", "volumes", "/networks"],
  references: [
    owaspDocker(5),
    cwe(653),
    composeService("networks"),
    { title: "Docker: bridge network driver", url: "https://docs.docker.com/engine/network/drivers/bridge/" },
  ],
  docs: {
    why: [
      "A published service is where a break-in starts. When a service that owns the host (privileged, with the engine's socket, or with a capability",
      "such as `SYS_ADMIN`) stands on the same network, everything that it listens on is open to the intruder: one more hole, and the host is lost.",
      "A volume that both may write is a way, too: what one leaves there, the other reads or runs.",
    ].join("\n"),
    attack: [
      "A hole in the published service gives a shell in its container.",
      "From there the network is scanned: the powerful service answers by its name, often without a password.",
      "A hole in it, or its own API, runs a command that is root on the host.",
    ],
    fix: [
      "Give the powerful service a network of its own, shared only with those that really talk to it, and `internal: true` where it needs no",
      "internet. Better still, take the power away: see the finding on the service itself.",
    ].join("\n"),
    fine: [
      "The powerful service listens on nothing at all. Not reported is one that is published itself, since others reach it without a detour, nor a",
      "published one that needs it or is needed by it, as far as the file says (`depends_on`, hosts in variables and commands, a proxy's labels) or the images",
      "tell (a proxy and an administration page, a collector and its store): they cannot be parted, and the finding on the power itself is the one to follow.",
    ].join("\n"),
    premise: [
      "Containers on one user-defined bridge network reach each other on every port; Docker filters nothing between them. A port without an",
      "address, or with one that stands for all, is open to other machines.",
    ].join("\n"),
  },
  *check(project, context) {
    const open = openServices(project);
    for (const service of open.size === 0 ? [] : project.services.values()) {
      const reach = open.has(service) ? undefined : hostReach(service);
      if (reach === undefined) continue;
      const report = reportOn(project, open, service, reach, context);
      if (report !== undefined) yield report;
    }
  },
};

function reportOn(
  project: ComposeProject,
  open: ReadonlySet<Service>,
  service: Service,
  reach: HostReach,
  context: RuleContext,
): Report | undefined {
  const name = service.name.value;
  const topology = topologyOf(project);
  const published = topology.neighboursOf(service, open);
  const neighbours = published.filter((neighbour) => !belongTogether(topology, service, neighbour.service));
  const writers = published.length > 0 ? [] : writersBeside(open, service);
  const [first] = neighbours;
  const [writer] = writers;
  const front = first?.service ?? writer?.service;
  if (front === undefined) return undefined;
  const way = first === undefined ? "the volume" : "the network";
  const what = first?.networks[0] ?? writer?.volume ?? "";
  const others = [...neighbours.map((one) => one.service), ...writers.map((one) => one.service)].slice(0, maxRelated);
  const related = others.flatMap((other) => {
    const port = openPort(other);
    return port === undefined ? [] : [{ on: port.item, message: t`"${other.name.value}" is published here.` }];
  });
  return {
    on: service.name,
    underline: "key",
    service: name,
    message: t`"${name}" ${reach.how}, and published "${front.name.value}" reaches it by ${way} ${what}. ${first === undefined ? t("Mount it read-only there.") : t("Keep them apart.")}`,
    related: [{ on: reach.on, message: t("This makes root in it root on the host.") }, ...related],
    fixes: () =>
      first === undefined ? writers.map((one) => readOnlyFix(one, context)) : [apartFix(project, topology, service, neighbours, context)],
  };
}

/** A port that other machines reach. */
function openPort(service: Service): Port | undefined {
  return service.ports.items.find(reachesNetwork);
}

interface Writer {
  readonly service: Service;
  readonly mount: Mount;
  readonly volume: string;
}

/** Published services that may write to a named volume of this one. */
function writersBeside(open: ReadonlySet<Service>, service: Service): readonly Writer[] {
  const own = new Set(service.mounts.items.flatMap((mount) => volumeOf(mount) ?? []));
  return [...open].flatMap((other) => {
    if (other === service) return [];
    return other.mounts.items.flatMap((mount) => {
      const volume = volumeOf(mount);
      const writes = mount.readOnly === undefined || known(mount.readOnly) === false;
      return volume !== undefined && writes && own.has(volume) ? [{ service: other, mount, volume }] : [];
    });
  });
}

function volumeOf({ type, source }: Mount): string | undefined {
  return type === "volume" && source !== undefined ? known(source) : undefined;
}

function readOnlyFix({ mount, service }: Writer, context: RuleContext): Fix {
  const caveat = t`What "${service.name.value}" writes into the volume fails from now on.`;
  return {
    ...mountReadOnly(mount, context, { class: "check", caveat }),
    title: t`Mount it read-only in "${service.name.value}"`,
    affects: [service.name.value],
  };
}

/** A network of its own for the service and for its partners; it leaves what it shares with published ones. */
function apartFix(
  project: ComposeProject,
  topology: Topology,
  service: Service,
  neighbours: readonly Neighbour[],
  { edit }: RuleContext,
): Fix {
  const name = service.name.value;
  const network = freeNetworkName(project, name);
  const title = t`Put "${name}" on a network of its own`;
  const partners = partnersOf(topology, service).map((partner) => `"${partner}"`);
  const listed = partners.join(", ");
  const joined = partners.length === 0 ? "" : partners.length === 1 ? t` ${listed} joins it.` : t` ${listed} join it.`;
  const caveat = t`What reaches it without a word in this file fails: add those services to the network ${network}.${joined}`;
  const leave = [...new Set(neighbours.flatMap(({ networks }) => networks))];
  const operations = isolate(project, topology, service, leave, { name: network, settings: {} });
  const affects = partnersOf(topology, service);
  return { title, class: "check", caveat, affects, change: "refused" in operations ? operations : edit.change(...operations) };
}

/**
 * Whether the two have to meet: one needs the other by the file's own word, a proxy leads to an administration page or to the rest of its
 * product, or what is gathered about the host goes to where it is kept. Which addresses those use stands in files of their own.
 */
function belongTogether(topology: Topology, service: Service, front: Service): boolean {
  const [a, b] = [service.name.value, front.name.value];
  if (topology.isNeed(a, b)) return true;
  const [strong, open] = [imageName(service), imageName(front)];
  if (strong === undefined || open === undefined) return false;
  return (
    (isProxyImage(open) && hasAdministration(strong)) || isOneProduct(strong, open) || (isTelemetryStore(open) && observesHost(strong))
  );
}
