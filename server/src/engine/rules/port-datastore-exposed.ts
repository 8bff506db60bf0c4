import { type SensitivePort, sensitivePort } from "../knowledge/ports.js";
import type { Port } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { closePort } from "./port-fixes.js";
import { portsOf, reachesNetwork } from "./published-ports.js";
import { cisDocker, composeService, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const portDatastoreExposed = serviceRule({
  id: "port-datastore-exposed",
  title: "Datastore open to the network",
  category: "networks",
  severity: "warning",
  hardens: true,
  changes: ["ports"],
  references: [
    cisDocker("5.14"),
    owaspDocker("5a"),
    composeService("ports"),
    { title: "Docker: packet filtering and firewalls", url: "https://docs.docker.com/engine/network/packet-filtering-firewalls/" },
  ],
  docs: {
    why: [
      "A port without an address listens on every interface of the host, and Docker opens it in front of the host's firewall: `ufw deny` does not",
      "close it. Databases, caches and queues are found by scanners within hours, and many ask for no password or for one that is known.",
    ].join("\n"),
    fix: "Remove the port: services of one project reach each other by name without it. To look at it from the host, bind it to `127.0.0.1`.",
    fine: "Other machines really use the datastore, over an encrypted connection, and a firewall in front of the host lets only those in.",
  },
  *check(service, context) {
    if (known(service.networkMode ?? undefined) === "host") return;
    const image = service.image === undefined ? undefined : known(service.image);
    for (const port of service.ports.items) {
      const store = reachesNetwork(port) ? storeOf(port, image) : undefined;
      if (store === undefined) continue;
      yield {
        on: port.item,
        message: t`This opens ${store.service} in "${service.name.value}" to every network of the host, past ufw. Bind it to 127.0.0.1, or remove it.`,
        fixes: () => closePort(port, context),
      };
    }
  },
});

function storeOf({ target, protocol }: Port, image: string | undefined): SensitivePort | undefined {
  const transport = protocol === undefined ? "tcp" : known(protocol);
  if (transport === undefined) return undefined;
  const found = portsOf(target).map((port) => sensitivePort(port, transport, image));
  return found.find((one) => one?.kind === "datastore");
}
