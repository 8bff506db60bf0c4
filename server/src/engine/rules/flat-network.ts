import { isDatastore } from "../knowledge/datastores.js";
import type { ComposeProject, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { type Topology, topologyOf } from "../model/topology.js";
import { t } from "../text/l10n.js";
import { reachesNetwork } from "./published-ports.js";
import { cwe, owaspDocker } from "./references.js";
import type { Rule } from "./rule.js";
import { segment } from "./segment-networks.js";

export const flatNetwork: Rule<"flat-network"> = {
  id: "flat-network",
  title: "One flat network for everything",
  category: "networks",
  severity: "hint",
  preset: "strict",
  changes: ["networks", "/networks"],
  references: [
    owaspDocker(5),
    cwe(923),
    { title: "Compose: networking", url: "https://docs.docker.com/compose/how-tos/networking/#specify-custom-networks" },
  ],
  docs: {
    why: [
      "All services stand on one network, where each reaches every port of every other, needed or not. A break-in at one spreads from there without",
      "a further wall: from the web front to the database of another service, or to an admin page that nobody published.",
    ].join("\n"),
    attack: [
      "An intruder in the published service lists the neighbours: Compose gives each a name on the network.",
      "Those that were never meant to be reached by it answer, often without a password.",
    ],
    fix: [
      'One network for each two services that talk to each other, `internal: true` behind the front; the published services share `front`. "Segment',
      'networks" writes it from what the file says: `depends_on`, `links`, and hosts in variables and commands.',
    ].join("\n"),
    fine: "Every service really talks to every other, or the project is a development setup on one machine.",
    premise:
      "Compose puts services that name no network on one bridge network of the project; Docker filters nothing between containers on one bridge.",
  },
  *check(project, { edit }) {
    const services = project.sections.get("services");
    const topology = topologyOf(project);
    const flat = services === undefined || project.partial ? undefined : flatNetworkOf(project, topology);
    if (services === undefined || flat === undefined) return;
    const { name, members, strangers } = flat;
    const [front, store] = strangers;
    yield {
      on: services,
      underline: "key",
      message: t`All ${members.length} services share ${name}: a break-in at "${front.name.value}" reaches "${store.name.value}", of which it says no word. Segment the networks.`,
      related: [
        { on: front.name, message: t`"${front.name.value}" is published.` },
        { on: store.name, message: t`"${store.name.value}" holds data.` },
      ],
      fixes: () => {
        const operations = segment(project, topology, name);
        return [
          {
            title: t("Segment networks: one for each need that the file documents"),
            class: "check",
            caveat: t(
              "Services that talk to each other without a word in this file no longer can, and those that are not published lose the way to the internet: give such a service a network more.",
            ),
            affects: members.map((service) => service.name.value),
            change: "refused" in operations ? operations : edit.change(...operations),
          },
        ];
      },
    };
  },
};

interface Flat {
  readonly name: string;
  readonly members: readonly Service[];
  /** A published service and a datastore that it does not need. */
  readonly strangers: readonly [Service, Service];
}

const leastMembers = 3;

/** The network that all services share, when strangers meet on it. */
function flatNetworkOf({ services, networks }: ComposeProject, topology: Topology): Flat | undefined {
  const all = [...services.values()];
  const [first] = all;
  const shared = first === undefined ? "unknown" : topology.networksOf(first);
  if (first === undefined || shared === "unknown" || all.length < leastMembers) return undefined;
  const name = shared.find((network) =>
    all.every((service) => {
      const theirs = topology.networksOf(service);
      return theirs !== "unknown" && theirs.includes(network);
    }),
  );
  if (name === undefined || networks.get(name)?.external !== undefined) return undefined;
  const fronts = all.filter(({ ports }) => ports.items.some(reachesNetwork));
  const stores = all.filter(({ image }) => image !== undefined && isDatastore(known(image) ?? ""));
  for (const front of fronts) {
    const store = stores.find((one) => one !== front && !meet(topology, front, one));
    if (store !== undefined) return { name, members: all, strangers: [front, store] };
  }
  return undefined;
}

function meet({ needs }: Topology, a: Service, b: Service): boolean {
  return needs.some(({ from, to }) => (from === a.name.value && to === b.name.value) || (from === b.name.value && to === a.name.value));
}
