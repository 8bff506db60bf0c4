import { isDatastore } from "../knowledge/datastores.js";
import type { ComposeProject, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { type Neighbour, type Topology, topologyOf } from "../model/topology.js";
import { t } from "../text/l10n.js";
import { freeNetworkName, isolate, partnersOf } from "./network-edits.js";
import { maxRelated, openServices, reachesNetwork } from "./published-ports.js";
import { cwe, owaspDocker } from "./references.js";
import type { Fix, Rule, RuleContext } from "./rule.js";

export const datastoreBesideFront: Rule<"datastore-beside-front"> = {
  id: "datastore-beside-front",
  title: "Datastore on the network of a published service",
  category: "networks",
  severity: "information",
  preset: "strict",
  changes: ["networks", "/networks"],
  references: [
    owaspDocker(5),
    cwe(923),
    { title: "Compose: networks, internal", url: "https://docs.docker.com/reference/compose-file/networks/#internal" },
  ],
  docs: {
    why: [
      "A datastore that stands on the same open network as a published service answers to every service there, needed or not, and has a way to the",
      "internet: what is stolen leaves by it, and what an intruder wants to load comes in by it.",
    ].join("\n"),
    attack: [
      "A hole in the published service gives a shell beside the datastore.",
      "Its port answers, though that service never needed it; the password is guessed or found in a variable.",
      "The data leave from the datastore itself, which may open connections to anywhere.",
    ],
    fix: "Give the datastore an `internal: true` network, shared only with the services that need it.",
    fine: [
      "The datastore replicates to other machines, or fetches from them. Then leave the network open and name the hosts in a firewall. One that is published",
      "itself is not reported: an internal network would take its port away.",
    ].join("\n"),
    premise: [
      "Containers on one bridge network reach each other on every port. `internal: true` leaves the network without a gateway, so that nothing on it",
      "reaches the internet by it. Source: the Compose specification, networks.",
    ].join("\n"),
  },
  *check(project, context) {
    const open = openServices(project);
    for (const service of open.size === 0 ? [] : project.services.values()) {
      const image = service.image === undefined ? undefined : known(service.image);
      if (image === undefined || !isDatastore(image) || service.partial || open.has(service)) continue;
      const topology = topologyOf(project);
      const fronts = openFronts(project, topology.neighboursOf(service, open));
      const [front] = fronts;
      if (front === undefined) continue;
      const name = service.name.value;
      yield {
        on: service.name,
        underline: "key",
        service: name,
        message: t`"${name}" stands on ${front.networks[0] ?? ""} beside published "${front.service.name.value}", with a way to the internet. Give it an internal network.`,
        related: fronts.slice(0, maxRelated).flatMap(({ service: other }) => {
          const port = other.ports.items.find(reachesNetwork);
          return port === undefined ? [] : [{ on: port.item, message: t`"${other.name.value}" is published here.` }];
        }),
        fixes: () => [internalFix(project, topology, service, fronts, context)],
      };
    }
  },
};

/** Published services on a network of the datastore that has a gateway. */
function openFronts({ networks }: ComposeProject, published: readonly Neighbour[]): readonly Neighbour[] {
  return published.flatMap((neighbour) => {
    const open = neighbour.networks.filter((name) => {
      const network = networks.get(name);
      return (network?.internal === undefined || known(network.internal) === false) && network?.external === undefined;
    });
    return open.length > 0 ? [{ ...neighbour, networks: open }] : [];
  });
}

function internalFix(
  project: ComposeProject,
  topology: Topology,
  service: Service,
  fronts: readonly Neighbour[],
  { edit }: RuleContext,
): Fix {
  const name = service.name.value;
  const network = freeNetworkName(project, name);
  const leave = [...new Set(fronts.flatMap(({ networks }) => networks))];
  const operations = isolate(project, topology, service, leave, { name: network, settings: { internal: true } });
  return {
    title: t`Put "${name}" on an internal network with those that need it`,
    class: "check",
    caveat: t`Services that use it without a word in this file lose it: add them to the network ${network}. It no longer reaches the internet.`,
    affects: partnersOf(topology, service),
    change: "refused" in operations ? operations : edit.change(...operations),
  };
}
