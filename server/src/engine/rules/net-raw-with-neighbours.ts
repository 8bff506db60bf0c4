import { normaliseCapability } from "../knowledge/capabilities.js";
import { imageFacts } from "../knowledge/images.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { type Neighbour, topologyOf } from "../model/topology.js";
import { effectiveUser } from "../model/user.js";
import { inWords as listed } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { isDocumented } from "./added-capabilities.js";
import { maxRelated } from "./published-ports.js";
import { capabilitiesManual, cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import type { Fix, Rule, RuleContext } from "./rule.js";

export const netRawWithNeighbours: Rule<"net-raw-with-neighbours"> = {
  id: "net-raw-with-neighbours",
  title: "Raw packets among neighbours",
  category: "capabilities",
  severity: "information",
  preset: "strict",
  changes: ["cap_drop"],
  references: [
    cisDocker("5.4"),
    owaspDocker(3),
    owaspDocker(5),
    cwe(300),
    composeService("cap_drop"),
    capabilitiesManual,
    { title: "packet(7)", url: "https://man7.org/linux/man-pages/man7/packet.7.html" },
    moby("daemon/oci_linux.go"),
  ],
  docs: {
    why: [
      "`NET_RAW` is one of Docker's defaults. With it root in the container sends any frame it likes onto the network that it shares with the services",
      "named here, and answers for their addresses: nothing on a bridge network proves who sent a packet.",
    ].join("\n"),
    attack: [
      "A hole in one service gives the attacker root in its container.",
      "They answer ARP requests for the database's address, or its DNS name, faster than it does.",
      "What its clients send, passwords included, goes through them, and they change it on the way.",
    ],
    fix: "Drop `NET_RAW`: hardly anything needs it. `ping` works without, since Docker lets every user send echo requests.",
    fine: "The service captures packets, scans the network or serves DHCP; or what it could listen to is encrypted and checked anyway.",
    premise: [
      "Docker's default capabilities and bridge networks, which pass on every frame between their containers. The service runs as root, as far as the",
      "file and what is known of the image say: another user never holds the capability. Since Docker 20.10 `net.ipv4.ping_group_range` holds for all",
      "users of a container's own network namespace. A `ping` program that carries the capability itself, as Debian's does, does not start without it.",
    ].join("\n"),
  },
  *check(project, context) {
    const topology = topologyOf(project);
    for (const service of project.services.values()) {
      const neighbours = keepsRaw(service) ? topology.neighboursOf(service) : [];
      const [first] = neighbours;
      if (first === undefined) continue;
      const use = service.networks.items.find(({ name }) => known(name) === first.networks[0]);
      yield {
        on: use?.item ?? service.name,
        underline: "key",
        service: service.name.value,
        message: t`With NET_RAW root in "${service.name.value}" answers for the addresses of ${inWords(neighbours)}. Drop NET_RAW.`,
        related: neighbours.slice(0, maxRelated).map(({ service: { name }, networks }) => ({
          on: name,
          message: t`"${name.value}" is on the network ${listed(networks.map((network) => `"${network}"`))}, too.`,
        })),
        fixes: () => [dropRaw(service, context)],
      };
    }
  },
};

/** Whether root is there and has the capability, without that anybody asked for it. */
function keepsRaw(service: Service): boolean {
  if (service.partial || service.provider !== undefined || known(service.privileged) === true) return false;
  const asked = service.capAdd.items.map(known).map((name) => (name === undefined ? "" : normaliseCapability(name)));
  if (asked.includes("ALL") || asked.includes("NET_RAW")) return false;
  const effective = effectiveCapabilities(service);
  if (effective === "unknown" || !effective.includes("NET_RAW") || isDocumented(service, "NET_RAW")) return false;
  const user = effectiveUser(service);
  const image = known(service.image);
  return user === "root" || (user === "image" && (image === undefined || imageFacts(image)?.runsAsNonRoot !== true));
}

function inWords(neighbours: readonly Neighbour[]): string {
  const [first, second, ...rest] = neighbours.map(({ service }) => `"${service.name.value}"`);
  if (rest.length > 0) return t`${first ?? ""} and ${rest.length + 1} others`;
  return second === undefined ? (first ?? "") : t`${first ?? ""} and ${second}`;
}

function dropRaw(service: Service, { edit }: RuleContext): Fix {
  return {
    title: t("Drop NET_RAW"),
    class: "recommended",
    caveat: t("Packet capture, DHCP and network scans fail, as does a ping program that carries the capability itself (Debian's does)."),
    change: edit.change({ op: "append", into: service.body, key: "cap_drop", items: ["NET_RAW"] }),
  };
}
