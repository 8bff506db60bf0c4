import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const sysctlRouteLocalnet = serviceRule({
  id: "sysctl-route-localnet",
  title: "127.0.0.1 of the container is open to its neighbours",
  category: "networks",
  severity: "information",
  changes: ["sysctls"],
  references: [
    owaspDocker(5),
    cwe(923),
    composeService("sysctls"),
    { title: "Linux: route_localnet", url: "https://docs.kernel.org/networking/ip-sysctl.html" },
    {
      title: "CVE-2020-8558: localhost services of Kubernetes nodes reached from beside",
      url: "https://github.com/kubernetes/kubernetes/issues/92315",
    },
  ],
  docs: {
    why: [
      "The kernel drops packets for 127.0.0.1 that come in from a network. With `route_localnet: 1` it delivers them: admin pages, debuggers and metrics",
      "that listen on 127.0.0.1, and often ask for no password because of that, are open to each container on the same network.",
    ].join("\n"),
    attack: [
      "The attacker controls another container on the same network.",
      "With Docker's default `NET_RAW` they send packets for 127.0.0.1 to this container's hardware address.",
      "The program answers as if they were inside.",
    ],
    fix: "Remove the setting. To publish a service that listens on 127.0.0.1, let it listen on the container's address.",
    fine: "Containers that redirect packets to their own 127.0.0.1 by firewall rules, as some proxies and service meshes do.",
    premise: [
      "Holds for containers with a network of their own; with `network_mode: host` the engine refuses the setting. Measured on Linux 6.18 with two network",
      "namespaces on one link: a server on 127.0.0.1 does not answer its neighbour by default, and does once `net.ipv4.conf.all.route_localnet` is 1.",
      "Other settings that lists of hardening name are left alone, since they change nothing here: `accept_redirects` is 1 and `rp_filter` 0 in a fresh namespace.",
    ].join("\n"),
  },
  *check(service, { edit }) {
    if (known(service.networkMode) === "host") return;
    for (const { name, value, item } of service.sysctls.items) {
      const isRoute = /^net[./]ipv4[./]conf[./](?!lo[./])[^./]+[./]route_localnet$/u.test(name.value);
      if (!isRoute || value === undefined || known(value) !== "1") continue;
      yield {
        on: item,
        message: t`Neighbours of "${service.name.value}" on its networks reach what listens on its 127.0.0.1. Remove route_localnet.`,
        fixes: () => [
          {
            title: t`Remove ${name.value}`,
            class: "check",
            caveat: t("Firewall rules that redirect packets to 127.0.0.1 of the container no longer work."),
            change: edit.change({ op: "remove", target: item }),
          },
        ],
      };
    }
  },
});
