import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { isLimited, type Limit, limitFix, unlimited } from "./resource-limits.js";
import { serviceRule } from "./rule.js";

const limit: Limit = { key: "cpus", deployKey: "cpus", value: "1.0", name: "CPU" };

export const cpuLimitMissing = serviceRule({
  id: "cpu-limit-missing",
  title: "CPU time is not limited",
  category: "resources",
  severity: "information",
  absence: "a CPU limit",
  changes: ["cpus", "deploy.resources.limits.cpus"],
  references: [
    cisDocker("5.12"),
    owaspDocker(7),
    cwe(400),
    composeService("cpus"),
    { title: "Docker: limit a container's access to the CPU", url: "https://docs.docker.com/engine/containers/resource_constraints/#cpu" },
  ],
  docs: {
    why: "A container without a limit may keep every core of the host busy: one costly request, or a coin miner, slows all other services down.",
    attack: [
      "A hole in the service runs a miner, or one request makes it compute for minutes.",
      "All cores are busy; the other services answer late or not at all, and nobody notices the miner.",
    ],
    fix: "Write `cpus`, or `deploy.resources.limits.cpus` where the service has limits there: the number of cores that it may use at most.",
    fine: "The service is alone on its machine, or computes when nothing else does.",
    premise:
      "Docker sets no limit by itself. `cpu_quota` and `cpuset` limit, too; `cpu_shares` and reservations only weigh. 0 means unlimited.",
  },
  *check(service, { project, ...context }) {
    const { deploy, cpus, cpuQuota, cpuset, name } = service;
    if (service.partial || service.provider !== undefined || isLimited(cpus, cpuQuota, cpuset, deploy?.limitsCpus)) return;
    const written = unlimited(cpus, deploy?.limitsCpus);
    yield {
      on: written ?? name,
      underline: written === undefined ? "key" : "entry",
      message: t`"${name.value}" may keep every core of the host busy, a coin miner in it too. Set cpus to the cores it may use.`,
      fixes: () => [limitFix(project, service, limit, written, context)],
    };
  },
});
