import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { isLimited, type Limit, limitFix, unlimited } from "./resource-limits.js";
import { serviceRule } from "./rule.js";

const limit: Limit = { key: "pids_limit", deployKey: "pids", value: 200, name: "the number of processes" };

export const pidsLimitMissing = serviceRule({
  id: "pids-limit-missing",
  title: "Number of processes is not limited",
  category: "resources",
  severity: "information",
  absence: "a limit of processes",
  preset: "strict",
  changes: ["pids_limit", "deploy.resources.limits.pids"],
  references: [cisDocker("5.29"), owaspDocker(7), cwe(770), composeService("pids_limit")],
  docs: {
    why: "A container without a limit may start processes until the host has no number left for another one: then nobody can log in to stop it.",
    attack: [
      "A hole in the service runs a fork bomb, one line of shell.",
      "The host can start no further process; only a restart of the machine helps.",
    ],
    fix: "Write `pids_limit`, or `deploy.resources.limits.pids` where the service has limits there. Threads count.",
    fine: "The engine or systemd limits the tasks of every container: `docker info` does not show it, `systemctl show docker -p TasksMax` does.",
    premise:
      "Docker sets no limit by itself; 0 and -1 mean unlimited. On most distributions systemd limits all containers together at a share of the kernel's own limit, so that this matters less than memory.",
  },
  *check(service, { project, ...context }) {
    if (service.partial || service.provider !== undefined || isLimited(service.pidsLimit, service.deploy?.limitsPids)) return;
    const written = unlimited(service.pidsLimit, service.deploy?.limitsPids);
    yield {
      on: written ?? service.name,
      underline: written === undefined ? "key" : "entry",
      message: t`"${service.name.value}" may start processes until the host can start none: a fork bomb. Set pids_limit to twice of what it uses.`,
      fixes: () => [limitFix(project, service, limit, written, context)],
    };
  },
});
