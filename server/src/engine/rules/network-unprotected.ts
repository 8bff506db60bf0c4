import { known, type Sourced } from "../model/sourced.js";
import type { Network } from "../model/top-level.js";
import { t } from "../text/l10n.js";
import { cisDocker, cwe, owaspDocker } from "./references.js";
import type { Rule } from "./rule.js";

export const networkUnprotected: Rule<"network-unprotected"> = {
  id: "network-unprotected",
  title: "Network whose ports nobody filters",
  category: "networks",
  severity: "warning",
  changes: ["/networks"],
  references: [
    cisDocker("5.9"),
    owaspDocker(5),
    cwe(668),
    { title: "Docker: gateway modes", url: "https://docs.docker.com/engine/network/port-publishing/#gateway-modes" },
  ],
  docs: {
    why: [
      "In the gateway mode `nat-unprotected` the engine lets every packet through to the containers of the network. What listens there is open to each",
      "machine with a route to it: the database without a `ports` entry, the admin page that is published on 127.0.0.1 alone.",
    ].join("\n"),
    attack: [
      "A machine on the host's own network adds a route to the containers' addresses by the host.",
      "It scans them, and finds the database that no port was ever published of.",
      "The password is weak or missing, since nobody was to get there.",
    ],
    fix: "Remove the option: the default `nat` lets through what is published, and nothing else. For addresses without NAT take `routed`, which filters as well.",
    fine: "A firewall in front of the host or on it filters what is sent to the containers' addresses.",
    premise: [
      "Holds for bridge networks of Docker Engine 28 and newer with its firewall rules on. The mode is there for setups that counted on how older engines",
      "behaved. Machines on the host's own link need nothing but a route of their own; from further away the routers have to know one.",
    ].join("\n"),
  },
  *check(project, { edit }) {
    for (const network of project.networks.values()) {
      for (const item of unprotectedModes(network)) {
        yield {
          on: item,
          message: t`Every port on "${network.name.value}" is open to machines with a route to it, published or not. Remove nat-unprotected.`,
          fixes: () => [
            {
              title: t("Remove the gateway mode"),
              class: "check",
              caveat: t("Clients that reach containers by their own addresses, at ports that are not published, no longer do."),
              change: edit.change({ op: "remove", target: item }),
            },
          ],
        };
      }
    }
  },
};

function unprotectedModes({ driver, external, driverOpts }: Network): readonly Sourced<unknown>[] {
  const isBridge = driver === undefined || known(driver) === "bridge";
  if (!isBridge || (external !== undefined && known(external) !== false)) return [];
  const isMode = /^com\.docker\.network\.bridge\.gateway_mode_ipv[46]$/u;
  return driverOpts.items.flatMap(({ name, value, item }) =>
    isMode.test(name.value) && value !== undefined && known(value) === "nat-unprotected" ? [item] : [],
  );
}
