import { isPublicImage, isPublicPort, type SensitivePort, sensitivePort } from "../knowledge/ports.js";
import type { Port } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { bindByVariable, closePort } from "./port-fixes.js";
import { portsOf, reachesNetwork } from "./published-ports.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const portAllInterfaces = serviceRule({
  id: "port-all-interfaces",
  title: "Port open on every interface",
  category: "networks",
  severity: "information",
  hardens: true,
  changes: ["ports"],
  references: [
    cisDocker("5.9", "5.14"),
    owaspDocker("5a"),
    cwe(668),
    composeService("ports"),
    { title: "Docker: packet filtering and firewalls", url: "https://docs.docker.com/engine/network/packet-filtering-firewalls/" },
  ],
  docs: {
    why: [
      "A port without an address listens on every interface of the host, IPv6 too, and Docker opens it in front of the host's firewall: a port that",
      "`ufw` denies is open all the same. Admin pages, metrics and development servers are often published like this without anybody meaning to.",
    ].join("\n"),
    attack: [
      "A scanner finds the port from the next network, or from the internet when the host has a public address.",
      "What listens there was meant for the team: it asks for no password, or for one that is known.",
    ],
    fix: [
      "Write the address in front: `127.0.0.1:8080:80` for this host alone, an address of the internal network for the team. What a reverse proxy of",
      "the same project serves needs no port at all.",
    ].join("\n"),
    fine: "The port is the service: web servers on 80 and 443, mail, DNS, VPN. In `recommended` those are left alone.",
    premise: [
      "Docker's default: published ports bind to `0.0.0.0` and `[::]`. `com.docker.network.bridge.host_binding_ipv4` in the `driver_opts` of the",
      "network that carries the ports changes that, and is followed; the `ip` setting of the engine does as well, and cannot be seen here. With Docker",
      "Desktop and rootless engines the port is open on the machine's interfaces, too.",
    ].join("\n"),
  },
  *check(service, context) {
    if (service.networkMode !== undefined && known(service.networkMode) === "host") return;
    const image = service.image === undefined ? undefined : known(service.image);
    for (const port of service.ports.items) {
      if (!reachesNetwork(port) || isOtherRules(port, image)) continue;
      if (context.settings.preset === "recommended" && isMeant(port, image)) continue;
      const shown = shownPort(port);
      yield {
        on: port.item,
        message: t`${shown} of "${service.name.value}" is open on every interface of the host, past ufw. Bind it to 127.0.0.1 if only this host needs it.`,
        fixes: () => [...closePort(port, context), ...bindByVariable(port, context)],
      };
    }
  },
});

function transportOf({ protocol }: Port): string | undefined {
  return protocol === undefined ? "tcp" : known(protocol)?.toLowerCase();
}

/** Datastores and what administers a system are told of by louder rules. */
function isOtherRules(port: Port, image: string | undefined): boolean {
  const transport = transportOf(port);
  return transport !== undefined && portsOf(port.target).some((one) => isLouder(sensitivePort(one, transport, image)));
}

function isLouder(found: SensitivePort | undefined): boolean {
  return found?.kind === "datastore" || found?.severity === "high" || found?.severity === "critical";
}

/** Whether the port is what the service is there for; one that nobody knows is not judged. */
function isMeant(port: Port, image: string | undefined): boolean {
  const transport = transportOf(port);
  const targets = portsOf(port.target);
  const published = port.published === undefined ? [] : portsOf(port.published);
  if (transport === undefined || targets.length === 0 || (port.published !== undefined && published.length === 0)) return true;
  if (image !== undefined && isPublicImage(image)) return true;
  return [...published, ...targets].some((one) => isPublicPort(one, transport));
}

function shownPort({ published, target }: Port): string {
  const host = published === undefined ? undefined : known(published);
  const inside = target === undefined ? undefined : known(target);
  if (host !== undefined) return t`Port ${host}`;
  return inside === undefined ? t("A port") : t`A random port for ${inside}`;
}
