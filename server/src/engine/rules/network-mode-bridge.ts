import type { ComposeProject, Service } from "../model/project.js";
import { known, type Setting } from "../model/sourced.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const networkModeBridge = serviceRule({
  id: "network-mode-bridge",
  title: "Default bridge of the engine",
  category: "networks",
  severity: "information",
  changes: ["network_mode", "networks", "/networks"],
  references: [
    cisDocker("5.30"),
    cwe(653),
    composeService("network_mode"),
    {
      title: "Docker: user-defined bridges and the default bridge",
      url: "https://docs.docker.com/engine/network/drivers/bridge/#differences-between-user-defined-bridges-and-the-default-bridge",
    },
  ],
  docs: {
    why: [
      "On the engine's default bridge stands every container that was started without a network, of whatever project. They reach each other's ports,",
      "published or not: what Compose keeps apart by a network for each project meets here.",
    ].join("\n"),
    attack: [
      "Break into any container on the default bridge: a forgotten test, started with `docker run`.",
      "Scan its subnet, 172.17.0.0/16 as a rule: the services of this project answer on all of their ports.",
      "Go on from there, or forge ARP replies to sit between two of them.",
    ],
    fix: "Remove the line: Compose makes a network for the project, in which services reach each other by name, and others do not.",
    fine: "The engine runs with `--icc=false`, or nothing but this project runs on the host.",
    premise: "Docker's default: containers on `bridge` may talk to each other (`com.docker.network.bridge.enable_icc`).",
  },
  *check(service, context) {
    const { networkMode, name } = service;
    if (!isBridge(networkMode)) return;
    yield {
      on: networkMode,
      message: t`On the engine's default bridge, containers of every project reach all ports of "${name.value}". Remove network_mode: bridge.`,
      fixes: () => [removal(service, context)],
    };
  },
});

function isBridge(mode: Setting<string>): mode is NonNullable<Setting<string>> {
  return mode !== undefined && ["bridge", "default"].includes(known(mode) ?? "");
}

/** From all services together: those that stay behind would be cut off from those that leave. */
function removal({ name }: Service, { edit, project }: RuleContext & { readonly project: ComposeProject }): Fix {
  const others = [...project.services.values()].filter((other) => other.name.value !== name.value && isBridge(other.networkMode));
  const targets = [name.value, ...others.map((other) => other.name.value)].flatMap((one) => project.services.get(one)?.networkMode ?? []);
  const whose = others.length === 0 ? "" : t`, of ${inWords(others.map((other) => `"${other.name.value}"`))}, too`;
  return {
    title: t`Remove network_mode: bridge${whose}`,
    class: "check",
    caveat: t("Containers outside of this project lose the way to the service, and it to them; those of the project reach it by its name."),
    change: edit.change(...targets.map((target) => ({ op: "remove", target }) as const)),
    affects: others.map((other) => other.name.value),
  };
}
