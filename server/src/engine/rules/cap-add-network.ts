import { capabilityTier } from "../knowledge/capabilities.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { isDocumented, removeCapability, singleCapabilities } from "./added-capabilities.js";
import { isOutOfReach } from "./capability-reach.js";
import { inferGrants } from "./infer-grants.js";
import { capabilitiesManual, cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const capAddNetwork = serviceRule({
  id: "cap-add-network",
  title: "Capability that controls the network",
  category: "capabilities",
  severity: "warning",
  changes: ["cap_add"],
  references: [
    cisDocker("5.4"),
    owaspDocker(3),
    cwe(250),
    composeService("cap_add"),
    capabilitiesManual,
    { title: "network_namespaces(7)", url: "https://man7.org/linux/man-pages/man7/network_namespaces.7.html" },
  ],
  docs: {
    why: [
      "`NET_ADMIN` makes root in the container the administrator of the network it is in: routes, addresses, firewall rules. What shares that network",
      "namespace is at its mercy, and on the host's network that is the host. It also opens netfilter and traffic control, parts of the kernel in which",
      "holes are found every year.",
    ].join("\n"),
    attack: [
      "A hole in the program gives the attacker root in the container.",
      "They add a firewall rule that sends the neighbours' connections to themselves, or take a neighbour's address, and read what passes.",
      "Or they use a hole in netfilter, which is out of reach without the capability, and run code in the host's kernel.",
    ],
    fix: [
      "Remove it unless the program sets up tunnels, routes or a firewall. Put a VPN into a container of its own and let the others join its network",
      "by `network_mode: service:vpn`: they need no capability. Larger socket buffers are a sysctl of the host, `net.core.rmem_max`.",
    ].join("\n"),
    fine: [
      "VPNs, DHCP servers and firewall tools. Nothing is shown, in a network of the container's own, for images that document it, and where other lines",
      "of the service speak for it: `/dev/net/tun`, a sysctl such as `net.ipv4.ip_forward`, a command such as `wg-quick` or `iptables`.",
    ].join("\n"),
    premise: [
      "A rootful engine. The capability counts for the network namespace that the container is in, the host's with `network_mode: host`. Docker neither",
      "filters netfilter's system calls nor grants the capability by default; without it netfilter is only reached through user namespaces, which",
      "Docker's seccomp profile does not let a container make.",
    ].join("\n"),
  },
  *check(service, context) {
    const onHost = known(service.networkMode) === "host";
    for (const added of singleCapabilities(service)) {
      const { item, name } = added;
      if (capabilityTier(name) !== "network" || isDocumented(service, name) || isOutOfReach(service, name)) continue;
      if (!onHost && inferGrants(service).some(({ value }) => value === name)) continue;
      yield {
        on: item,
        message: onHost
          ? t`${name} lets root in "${service.name.value}" rewrite the host's own firewall and routes. Remove it, or network_mode: host.`
          : t`${name} lets root in "${service.name.value}" redirect its network's traffic, and opens kernel code that often has holes. Remove it.`,
        fixes: () => [
          removeCapability(
            added,
            context,
            t('Tunnels, routes and firewall rules fail when they are set up; the log says "operation not permitted".'),
          ),
        ],
      };
    }
  },
});
