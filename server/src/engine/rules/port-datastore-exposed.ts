import type { Operation } from "../edit/change.js";
import { type SensitivePort, sensitivePort } from "../knowledge/ports.js";
import type { Port, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { portsOf, reachesNetwork } from "./published-ports.js";
import { cisDocker, composeService, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const portDatastoreExposed = serviceRule({
  id: "port-datastore-exposed",
  title: "Datastore open to the network",
  category: "networks",
  severity: "warning",
  hardens: true,
  references: [
    cisDocker("5.14"),
    owaspDocker(5),
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
        message: `This opens ${store.service} in "${service.name.value}" to every network of the host, past ufw. Bind it to 127.0.0.1, or remove it.`,
        fixes: () => fixesFor(service, port, context),
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

function fixesFor(_service: Service, port: Port, { edit }: RuleContext): readonly Fix[] {
  return [
    {
      title: "Bind it to 127.0.0.1",
      class: "check",
      caveat: "Other machines can no longer connect to it; services of this project and the host still can.",
      change: edit.change(bindToLoopback(port)),
    },
    {
      title: "Remove the published port",
      class: "check",
      caveat: "Neither other machines nor the host can connect to it; services of this project reach it by its name.",
      change: edit.change({ op: "remove", target: port.item }),
    },
  ];
}

const loopback = "127.0.0.1";

/** Short entries keep what is written, variables and all: `5432:5432` gets an address, a lone `5432` an empty host port, too. */
function bindToLoopback({ item, syntax, hostIp, published }: Port): Operation {
  if (syntax === "long") return { op: "set", into: { ...item, value: "mapping" }, key: "host_ip", value: loopback };
  if (hostIp !== undefined) return { op: "splice", target: item, part: withBrackets(hostIp.at, hostIp.value), text: loopback };
  return { op: "splice", target: item, part: "start", text: published === undefined ? `${loopback}::` : `${loopback}:` };
}

/** An IPv6 address stands in brackets, which go with it. */
function withBrackets(at: NonNullable<Port["hostIp"]>["at"], address: unknown): typeof at {
  return typeof address === "string" && address.includes(":") ? { ...at, start: at.start - 1, end: at.end + 1 } : at;
}
