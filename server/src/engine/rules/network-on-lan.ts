import { known } from "../model/sourced.js";
import type { Network } from "../model/top-level.js";
import { topologyOf } from "../model/topology.js";
import { t } from "../text/l10n.js";
import { cisDocker, cwe, owaspDocker } from "./references.js";
import type { Rule } from "./rule.js";

export const networkOnLan: Rule<"network-on-lan"> = {
  id: "network-on-lan",
  title: "Containers that are machines of the LAN",
  category: "networks",
  severity: "information",
  changes: ["/networks"],
  references: [
    cisDocker("5.9"),
    owaspDocker(5),
    cwe(668),
    { title: "Docker: Macvlan network driver", url: "https://docs.docker.com/engine/network/drivers/macvlan/" },
    { title: "Docker: IPvlan network driver", url: "https://docs.docker.com/engine/network/drivers/ipvlan/" },
  ],
  docs: {
    why: [
      "Each container on such a network has an address of its own on the network of the host. Everything that listens in it is open to all machines",
      "there, with or without a `ports` entry, and no firewall of the host stands in front of it. In turn the container reaches each of those machines.",
    ].join("\n"),
    attack: [
      "Another machine of the LAN, a camera or a guest's telephone, scans its neighbours.",
      "It finds the container's admin or metrics port, which was never published.",
      "From the container they go on to other machines, as one of them.",
    ],
    fix: [
      "Put services that can do without an address of their own on a bridge network, and publish the ports that are meant. Where one is needed,",
      "keep that service alone on the network, and let it listen on nothing but what it offers.",
    ].join("\n"),
    fine: "A DHCP server, an ad blocker's DNS on port 53, home automation that finds devices by multicast: what has to be a machine of the LAN.",
    premise: [
      "Holds for the drivers `macvlan` and `ipvlan` with a parent interface of the host. The host's own filter rules for forwarded packets do not see",
      "their traffic. `internal: true` leaves the network without a parent; then there is no finding.",
    ].join("\n"),
  },
  *check(project) {
    for (const network of project.networks.values()) {
      const driver = lanDriver(network);
      if (driver === undefined) continue;
      const topology = topologyOf(project);
      const members = [...project.services.values()].filter((service) => {
        const networks = topology.networksOf(service);
        return networks !== "unknown" && networks.includes(network.name.value);
      });
      if (members.length === 0) continue;
      yield {
        on: driver,
        message: t`Services on "${network.name.value}" are machines of your LAN: each port they listen on is open there. Use a bridge and publish what is meant.`,
        related: members.map(({ name }) => ({ on: name, message: t`"${name.value}" is on it.` })),
        fixes: () => [
          {
            title: t("Use a bridge network"),
            class: "check",
            caveat: t("The services lose their addresses on the LAN."),
            change: { refused: t("Which ports to publish instead is not written here.") },
          },
        ],
      };
    }
  },
};

/** The driver that makes the services of a network machines of the LAN; absent for other networks. */
export function lanDriver({ driver, external, internal }: Network): Network["driver"] {
  const isOurs = external === undefined || known(external) === false;
  const isOpen = internal === undefined || known(internal) === false;
  const name = driver === undefined ? undefined : known(driver);
  return isOurs && isOpen && (name === "macvlan" || name === "ipvlan") ? driver : undefined;
}
