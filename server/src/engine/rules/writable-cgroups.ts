import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { SecurityOpt, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { hasNoRoot } from "./capability-reach.js";
import { composeService, cwe, moby, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";
import { removeOption, securityOption } from "./security-options.js";

export const writableCgroups = serviceRule({
  id: "writable-cgroups",
  title: "Control groups are writable",
  category: "privilege",
  severity: "information",
  changes: ["security_opt"],
  references: [
    owaspDocker(7),
    cwe(732),
    composeService("security_opt"),
    { title: "Linux: control group v2", url: "https://docs.kernel.org/admin-guide/cgroup-v2.html" },
    moby("daemon/oci_linux.go"),
  ],
  docs: {
    why: [
      "The engine mounts `/sys/fs/cgroup` read-only, since the files in it are the container's limits. With `writable-cgroups=true` root in the container",
      "makes groups of its own there, and, where the kernel does not treat the container as a delegated part, raises its own limits.",
    ].join("\n"),
    attack: [
      "The attacker, root in the container, writes `max` to `memory.max` and `pids.max` of the container's own group.",
      "They take the host's memory and processes until the other services fail.",
    ],
    fix: "Remove the option, unless the container runs systemd, Kubernetes or another engine, which divide their own group.",
    fine: [
      "systemd, k3s and nested engines: there it is the right choice, far better than `privileged: true` or the host's `/sys/fs/cgroup`. Leave `cgroup` at",
      "`private`, which is the default on control group v2: together with `cgroup: host` see `host-cgroups-writable`.",
    ].join("\n"),
    premise: [
      "The engine knows the option from 28.0 on, and refuses it without root or with user namespaces. On control group v2 mounted with `nsdelegate`, as",
      "systemd does it, the limits of the container's own top group stay closed to it, and only groups below are its own; without `nsdelegate`, and on v1,",
      "they do not. Compose refuses the option as a lone word. `privileged: true` includes it.",
    ].join("\n"),
  },
  *check(service, context) {
    const item = writableOption(service);
    if (item === undefined || reachesHost(service)) return;
    yield {
      on: item,
      message: t`Root in "${service.name.value}" writes its own control groups, and may raise its limits. Remove this unless it runs systemd or containers.`,
      fixes: () => [removeOption(item, context, lossOfGroups)],
    };
  },
});

export const lossOfGroups = "systemd, Kubernetes and engines in the container cannot make the control groups that they start services in.";

/** The option that makes the control groups writable for a container whose user may write there. */
export function writableOption(service: Service): Sourced<SecurityOpt> | undefined {
  const item = securityOption(service, "writable-cgroups");
  const isOn = ["1", "t", "T", "true", "True", "TRUE"].includes(item?.value.value ?? "");
  return isOn && !hasNoRoot(service) ? item : undefined;
}

/** Whether it sees the control groups of the whole host, and may make the device nodes which its own group keeps it from. */
export function reachesHost(service: Service): boolean {
  const capabilities = effectiveCapabilities(service);
  return known(service.cgroup) === "host" && capabilities !== "unknown" && capabilities.includes("MKNOD");
}
