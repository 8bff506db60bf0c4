import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { isLimited, type Limit, limitFix, unlimited } from "./resource-limits.js";
import { serviceRule } from "./rule.js";

const limit: Limit = { key: "mem_limit", deployKey: "memory", value: "512m", name: "memory" };

export const memoryLimitMissing = serviceRule({
  id: "memory-limit-missing",
  title: "Memory is not limited",
  category: "resources",
  severity: "information",
  absence: "a memory limit",
  changes: ["mem_limit", "deploy.resources.limits.memory"],
  references: [
    cisDocker("5.11"),
    owaspDocker(7),
    cwe(770),
    composeService("mem_limit"),
    {
      title: "Docker: limit a container's access to memory",
      url: "https://docs.docker.com/engine/containers/resource_constraints/#memory",
    },
  ],
  docs: {
    why: [
      "A container without a limit may take all memory of the host. A leak or a flood of requests in one service then makes the kernel kill",
      "processes of others, the engine's among them.",
    ].join("\n"),
    attack: [
      "Large uploads or requests make the service hold more and more memory.",
      "The host runs out of it, and the kernel kills whatever it finds: the database next door.",
    ],
    fix: "Write `mem_limit`, or `deploy.resources.limits.memory` where the service has limits there. Start with twice of what `docker stats` shows.",
    fine: "The service is alone on its machine, or the engine runs in a virtual machine with little memory of its own.",
    premise:
      "Docker sets no limit by itself; `mem_reservation` is none, and 0 means unlimited. Compose honours both places without Swarm, and refuses a service with some limits in each.",
  },
  *check(service, { project, ...context }) {
    if (service.partial || service.provider !== undefined || isLimited(service.memLimit, service.deploy?.limitsMemory)) return;
    const written = unlimited(service.memLimit, service.deploy?.limitsMemory);
    yield {
      on: written ?? service.name,
      underline: written === undefined ? "key" : "entry",
      message: t`"${service.name.value}" may take all memory of the host, and others are killed for it. Set mem_limit to twice of what it uses.`,
      fixes: () => [limitFix(project, service, limit, written, context)],
    };
  },
});
