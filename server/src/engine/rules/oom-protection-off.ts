import type { Sourced } from "../model/sourced.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const oomProtectionOff = serviceRule({
  id: "oom-protection-off",
  title: "Spared when memory runs out",
  category: "resources",
  severity: "information",
  changes: ["oom_kill_disable", "oom_score_adj"],
  references: [
    owaspDocker(7),
    cwe(400),
    composeService("oom_score_adj"),
    composeService("oom_kill_disable"),
    {
      title: "Docker: limit a container's access to memory",
      url: "https://docs.docker.com/engine/containers/resource_constraints/#memory",
    },
  ],
  docs: {
    why: [
      "When the host runs out of memory the kernel kills the process that weighs most. A negative `oom_score_adj` makes it spare this container and",
      "take others, whose services did nothing wrong; `oom_kill_disable` makes it wait for memory that never comes.",
    ].join("\n"),
    attack: [
      "Requests make the spared service hold ever more memory.",
      "The kernel kills its neighbours one by one, at last the programs of the host.",
    ],
    fix: "Remove the line, and set a memory limit that the service fits in.",
    fine: "The service is what the machine is there for, has a memory limit, and all others may rather die than it.",
    premise: [
      "`oom_score_adj` counts on every kernel. `oom_kill_disable` counts with control groups of version 1 only; the engine drops it with a",
      "warning on version 2, so that the preset `recommended` is silent about it. Source: moby, daemon/daemon_unix.go.",
    ].join("\n"),
  },
  *check(service, context) {
    const { oomScoreAdj, oomKillDisable, name } = service;
    const adjusted = oomScoreAdj === undefined ? undefined : known(oomScoreAdj);
    if (oomScoreAdj !== undefined && adjusted !== undefined && adjusted < 0) {
      yield {
        on: oomScoreAdj,
        message: t`When memory runs out, the kernel spares "${name.value}" and kills other services. Remove oom_score_adj and limit its memory.`,
        fixes: () => [removal("oom_score_adj", oomScoreAdj, context)],
      };
    }
    if (oomKillDisable !== undefined && known(oomKillDisable) === true && context.settings.preset === "strict") {
      yield {
        on: oomKillDisable,
        message: t`"${name.value}" hangs, and the host with it, when memory runs out. Remove oom_kill_disable and limit its memory.`,
        fixes: () => [removal("oom_kill_disable", oomKillDisable, context)],
      };
    }
  },
});

function removal(key: string, target: Sourced<unknown>, { edit }: RuleContext): Fix {
  const caveat = t("The service may be killed when memory runs out, as any other.");
  return { title: t`Remove ${key}`, class: "recommended", caveat, change: edit.change({ op: "remove", target }) };
}
