import { type SensitivePort, sensitivePort } from "../knowledge/ports.js";
import type { Port } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { closePort } from "./port-fixes.js";
import { portsOf, reachesNetwork } from "./published-ports.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const portAdminExposed = serviceRule({
  id: "port-admin-exposed",
  title: "Administration open to the network",
  category: "networks",
  severity: "warning",
  hardens: true,
  changes: ["ports"],
  references: [
    cisDocker("5.14"),
    owaspDocker("5a"),
    cwe(668),
    composeService("ports"),
    { title: "Docker: packet filtering and firewalls", url: "https://docs.docker.com/engine/network/packet-filtering-firewalls/" },
  ],
  docs: {
    why: [
      "What administers a system gives it away to whoever gets in: consoles of queues and databases, notebooks that run code, remote desktops. They",
      "are published without an address, so that they are open on every interface of the host, in front of its firewall.",
    ].join("\n"),
    attack: [
      "A scanner finds the console by its port and its answer.",
      "It tries the password that the documentation names, or a known hole.",
      "From the console it runs code or reads what the system holds.",
    ],
    fix: "Bind the port to `127.0.0.1` and reach it by SSH or a VPN, or put it behind a proxy that asks who is there.",
    fine: "A firewall in front of the host lets only the administrators in, and the connection is encrypted.",
    premise: [
      "The port number stands for the program only where ordinary programs do not use it; else the image has to be one that is known to listen",
      "there. Docker publishes ports without an address on `0.0.0.0` and `[::]`.",
    ].join("\n"),
  },
  *check(service, context) {
    if (service.networkMode !== undefined && known(service.networkMode) === "host") return;
    const image = service.image === undefined ? undefined : known(service.image);
    for (const port of service.ports.items) {
      const found = reachesNetwork(port) ? administrationOf(port, image) : undefined;
      if (found === undefined) continue;
      yield {
        on: port.item,
        message: t`This opens ${found.service} in "${service.name.value}" to every network of the host, past ufw. Bind it to 127.0.0.1, or remove it.`,
        fixes: () => closePort(port, context),
      };
    }
  },
});

function administrationOf({ target, protocol }: Port, image: string | undefined): SensitivePort | undefined {
  const transport = protocol === undefined ? "tcp" : known(protocol);
  if (transport === undefined) return undefined;
  const found = portsOf(target).flatMap((port) => sensitivePort(port, transport, image) ?? []);
  return found.find(({ kind, severity }) => kind === "other" && (severity === "high" || severity === "critical"));
}
