import type { Operation } from "../edit/change.js";
import { asksForHostNetwork } from "../knowledge/host-network.js";
import { parseImageReference } from "../knowledge/images.js";
import { sensitivePorts } from "../knowledge/ports.js";
import type { Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { imageName } from "./image-name.js";
import { cisDocker, composeService, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const networkModeHost = serviceRule({
  id: "network-mode-host",
  title: "Network of the host",
  category: "namespaces",
  severity: "warning",
  posture: {
    desktop: { severity: "information", because: "the host is its virtual machine, unless host networking is on" },
    "userns-remap": { severity: "information", because: premises.refused },
  },
  changes: ["network_mode", "networks", "ports", "/networks"],
  references: [cisDocker("5.10"), owaspDocker(5), composeService("network_mode")],
  docs: {
    why: [
      "The container stands in the host's network: it listens on every address of the host, reaches databases and admin pages that are bound to",
      "127.0.0.1, and with Docker's default `NET_RAW` it reads and forges the host's own traffic. No firewall stands between.",
    ].join("\n"),
    fix: "Remove `network_mode: host` and publish the ports that others need. Services of one project reach each other by name without any.",
    fine: [
      "Discovery by multicast or Bluetooth, DHCP servers, and tools that show or manage the host's own network. Images whose makers document it (Home",
      "Assistant, Plex, Jellyfin, node-exporter, Netdata, Metricbeat and their kind) are not reported.",
    ].join("\n"),
  },
  *check(service, context) {
    const { networkMode, name } = service;
    if (networkMode === undefined || known(networkMode) !== "host") return;
    const image = imageName(service);
    if (image !== undefined && asksForHostNetwork(image)) return;
    yield {
      on: networkMode,
      message: t`"${name.value}" reaches what listens on the host's 127.0.0.1 and sniffs its traffic. Publish its ports instead, unless it needs multicast or Bluetooth.`,
      fixes: () => fixesFor(service, networkMode, context),
    };
  },
});

function fixesFor(service: Service, target: Sourced<unknown>, { edit }: RuleContext): readonly Fix[] {
  const remove: Operation = { op: "remove", target };
  const removal: Fix = {
    title: t("Remove network_mode: host"),
    class: "check",
    caveat: t(
      "The service gets an address of its own: what it listens on has to be published under ports, and localhost no longer means the host (use host.docker.internal with extra_hosts).",
    ),
    change: edit.change(remove),
  };
  const ports = service.ports.items.length > 0 ? [] : portsOf(service);
  if (ports.length === 0) return [removal];
  const published = ports.map((port) => `127.0.0.1:${port}:${port}`);
  return [
    {
      title: t`Remove network_mode: host, publish ${ports.join(", ")} on 127.0.0.1`,
      class: "check",
      caveat: t("Other machines no longer reach the service. Services of this project reach it by its name."),
      change: edit.change(remove, { op: "append", into: service.body, key: "ports", items: published }),
    },
    removal,
  ];
}

/** What the service says it listens on, else what its image is known for. */
function portsOf(service: Service): readonly string[] {
  const exposed = service.expose.items.map(known).filter((port) => port !== undefined && /^\d+$/u.test(port));
  if (exposed.length > 0) return exposed.filter((port) => port !== undefined);
  const image = service.image === undefined ? undefined : known(service.image);
  if (image === undefined) return [];
  const { repository } = parseImageReference(image);
  const usual = sensitivePorts.find(({ images }) => images.some((one) => parseImageReference(one).repository === repository));
  return usual === undefined ? [] : [String(usual.port)];
}
