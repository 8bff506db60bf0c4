import type { Port, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { socketOf } from "./docker-socket-mount.js";
import { reachesNetwork } from "./published-ports.js";
import { cisDocker, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";
import { isSocketProxy } from "./socket-proxy.js";

export const socketProxyOpen = serviceRule({
  id: "socket-proxy-open",
  title: "Socket proxy that lets too much through",
  category: "mounts",
  severity: "warning",
  changes: ["command", "entrypoint", "environment", "ports"],
  references: [
    cisDocker("5.32"),
    owaspDocker(1),
    cwe(284),
    {
      title: "docker-socket-proxy: access by section",
      url: "https://github.com/Tecnativa/docker-socket-proxy#grant-or-revoke-access-to-certain-api-sections",
    },
    { title: "socket-proxy: allowed requests", url: "https://github.com/wollomatic/socket-proxy#setting-up-the-allowlist-for-requests" },
  ],
  docs: {
    why: [
      "A socket proxy is the right place for the Docker socket, as long as it filters. With `POST` and `CONTAINERS` both on it creates containers for",
      "whoever asks, which is root on the host; with a published port everyone on the network may ask.",
    ].join("\n"),
    attack: [
      "The attacker reaches the proxy: by its published port, or from any container on one of its networks.",
      "Where `POST` passes they create a container that mounts the host's disk, and are root there. Where only `GET` does, they read the environment of every container in `/containers/ID/json`: passwords and tokens.",
    ],
    fix: "Take the published port away, keep the proxy on an `internal` network with the one service that uses it, and set `POST: 0`.",
    fine: "A tool that updates or starts containers needs `POST`. Then nothing else belongs on the proxy's network.",
    premise: [
      "Holds for images named `socket-proxy` or `docker-socket-proxy` (Tecnativa's, LinuxServer's, wollomatic's) that have a socket mounted. Tecnativa's",
      "`haproxy.cfg` denies every method but GET and HEAD unless `POST` is on, and every section that is not on; LinuxServer's is made of it. Creating a",
      "container takes POST and one of CONTAINERS, SERVICES (in a swarm) and PLUGINS. wollomatic's denies what no `-allowPOST` expression matches.",
    ].join("\n"),
  },
  *check(service, context) {
    if (!isSocketProxy(service) || !service.mounts.items.some((mount) => socketOf(mount) !== undefined)) return;
    const name = service.name.value;
    for (const port of service.ports.items.filter(reachesNetwork)) {
      yield {
        on: port.item,
        message: t`"${name}" offers the Docker API to the whole network by this port. Remove it: services reach the proxy by its name.`,
        fixes: () => [removePort(port, context)],
      };
    }
    const post = switchedOnPost(service);
    if (post !== undefined) {
      yield {
        on: post,
        message: t`"${name}" creates containers for whoever asks, and so root on the host. Set POST to 0 unless a tool must start containers.`,
        fixes: () => [switchOff(service, post, context)],
      };
    }
    for (const item of allowingAll(service)) {
      yield {
        on: item,
        message: t`"${name}" lets every POST request pass, and so root on the host. Name the requests that are needed.`,
        fixes: () => [removeAllowance(item, context)],
      };
    }
  },
});

/** What makes a socket proxy let those requests pass by which containers are made; absent for every other service. */
export function createsContainers(service: Service): Sourced<unknown> | undefined {
  if (!isSocketProxy(service) || !service.mounts.items.some((mount) => socketOf(mount) !== undefined)) return undefined;
  return switchedOnPost(service) ?? allowingAll(service)[0];
}

function switchedOnPost(service: Service): Sourced<unknown> | undefined {
  return creating.some((section) => switchedOn(service, section) !== undefined) ? switchedOn(service, "POST") : undefined;
}

/** The sections of the API by which a request with POST gets a program to run outside of every filter. */
const creating = ["CONTAINERS", "SERVICES", "PLUGINS"] as const;

/** Where wollomatic's proxy is told to let every POST pass. Other expressions are the person's to judge. */
function allowingAll({ command, environment }: Service): readonly Sourced<unknown>[] {
  const words = command.items.filter((word) => /^-{1,2}allowPOST=\/?\.[*+]$/u.test(known(word) ?? ""));
  const variables = environment.items.filter(
    ({ name, value }) => name.value === "SP_ALLOW_POST" && /^\/?\.[*+]$/u.test((value && known(value)) ?? ""),
  );
  return [...words, ...variables.map(({ item }) => item)];
}

function removeAllowance(target: Sourced<unknown>, { edit }: RuleContext): Fix {
  return {
    title: t("Let no POST request pass"),
    class: "check",
    caveat: t("Tools that start, stop or update containers through the proxy get status 403."),
    change: edit.change({ op: "remove", target }),
  };
}

function switchedOn({ environment }: Service, name: string): Sourced<unknown> | undefined {
  const found = environment.items.find((one) => one.name.value === name);
  const value = found?.value === undefined ? undefined : known(found.value);
  return value === "1" || value === "true" ? found?.item : undefined;
}

function removePort({ item }: Port, { edit }: RuleContext): Fix {
  const caveat = t("Programs outside of this project that use the port lose the API.");
  return { title: t("Remove the published port"), class: "check", caveat, change: edit.change({ op: "remove", target: item }) };
}

function switchOff({ environment }: Service, target: Sourced<unknown>, { edit }: RuleContext): Fix {
  const isList = environment.items.some(({ form }) => form === "list");
  const change = edit.change({ op: "replace", target, value: isList ? "POST=0" : 0 });
  return {
    title: t("Set POST to 0"),
    class: "check",
    caveat: t("Tools that start, stop or update containers through the proxy get status 403."),
    change,
  };
}
