import type { Port, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { socketOf } from "./docker-socket-mount.js";
import { reachesNetwork } from "./published-ports.js";
import { owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";
import { isSocketProxy } from "./socket-proxy.js";

export const socketProxyOpen = serviceRule({
  id: "socket-proxy-open",
  title: "Socket proxy that lets too much through",
  category: "mounts",
  severity: "warning",
  references: [
    owaspDocker(1),
    {
      title: "docker-socket-proxy: access by section",
      url: "https://github.com/Tecnativa/docker-socket-proxy#grant-or-revoke-access-to-certain-api-sections",
    },
  ],
  docs: {
    why: [
      "A socket proxy is the right place for the Docker socket, as long as it filters. With `POST` and `CONTAINERS` both on it creates containers for",
      "whoever asks, which is root on the host; with a published port everyone on the network may ask.",
    ].join("\n"),
    fix: "Take the published port away, keep the proxy on an `internal` network with the one service that uses it, and set `POST: 0`.",
    fine: "A tool that updates or starts containers needs `POST`. Then nothing else belongs on the proxy's network.",
  },
  *check(service, context) {
    if (!isSocketProxy(service) || !service.mounts.items.some((mount) => socketOf(mount) !== undefined)) return;
    const name = service.name.value;
    for (const port of service.ports.items.filter(reachesNetwork)) {
      yield {
        on: port.item,
        message: `"${name}" offers the Docker API to the whole network by this port. Remove it: services reach the proxy by its name.`,
        fixes: () => [removePort(port, context)],
      };
    }
    const post = switchedOn(service, "POST");
    if (post !== undefined && switchedOn(service, "CONTAINERS") !== undefined) {
      yield {
        on: post,
        message: `"${name}" creates containers for whoever asks, and so root on the host. Set POST to 0 unless a tool must start containers.`,
        fixes: () => [switchOff(service, post, context)],
      };
    }
  },
});

function switchedOn({ environment }: Service, name: string): Sourced<unknown> | undefined {
  const found = environment.items.find((one) => one.name.value === name);
  const value = found?.value === undefined ? undefined : known(found.value);
  return value === "1" || value === "true" ? found?.item : undefined;
}

function removePort({ item }: Port, { edit }: RuleContext): Fix {
  const caveat = "Programs outside of this project that use the port lose the API.";
  return { title: "Remove the published port", class: "check", caveat, change: edit.change({ op: "remove", target: item }) };
}

function switchOff({ environment }: Service, target: Sourced<unknown>, { edit }: RuleContext): Fix {
  const isList = environment.items.some(({ form }) => form === "list");
  const change = edit.change({ op: "replace", target, value: isList ? "POST=0" : 0 });
  return {
    title: "Set POST to 0",
    class: "check",
    caveat: "Tools that start, stop or update containers through the proxy get status 403.",
    change,
  };
}
