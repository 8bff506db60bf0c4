import { capabilityTier } from "../knowledge/capabilities.js";
import type { Service } from "../model/project.js";
import { isUnresolved, known, type Setting } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { type AddedCapability, isDocumented, removeCapability, singleCapabilities } from "./added-capabilities.js";
import { isOutOfReach, mountsProcesses } from "./capability-reach.js";
import { premises } from "./engine-posture.js";
import { capabilitiesManual, cisDocker, composeService, cwe, linux, owaspDocker, seccompProfile } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const capAddHostReach = serviceRule({
  id: "cap-add-host-reach",
  title: "Capability that reaches the host's kernel",
  category: "capabilities",
  severity: "warning",
  posture: {
    rootless: { severity: "hint", because: premises.ownCapabilities },
    desktop: { severity: "information", because: premises.hostIsMachine },
    "userns-remap": { severity: "hint", because: premises.ownCapabilities },
  },
  changes: ["cap_add", "mem_limit", "deploy.resources.limits.memory", "pid"],
  references: [
    cisDocker("5.4"),
    owaspDocker(3),
    cwe(250),
    composeService("cap_add"),
    capabilitiesManual,
    seccompProfile,
    { title: "time_namespaces(7)", url: "https://man7.org/linux/man-pages/man7/time_namespaces.7.html" },
    { title: "Linux: perf events and security", url: "https://docs.kernel.org/admin-guide/perf-security.html" },
    linux("kernel/reboot.c"),
  ],
  docs: {
    why: [
      "What these capabilities act on is there once, for the host and all containers: the clock (`SYS_TIME`), the CPU's time (`SYS_NICE`), locked memory",
      "(`IPC_LOCK`), the kernel's log (`SYSLOG`), leases on files (`LEASE`), tracing of all that runs (`PERFMON`, `BPF`). None gives the host away by",
      "itself; each lets a container read from it, or stop it. With `pid: host` the same is true of `SYS_PTRACE`, `SYS_BOOT` and `AUDIT_CONTROL`,",
      "and of `SYS_PTRACE` also where the host's `/proc` is mounted.",
    ].join("\n"),
    attack: [
      "A hole in the program gives the attacker root in the container.",
      "They set the clock back, so that expired certificates and tokens count again; sample every process of the host (`PERFMON`); load programs into its kernel (`BPF`); or read kernel addresses from its log for the next step.",
      "Or they stop the host: real-time threads take its CPUs, locked pages its memory.",
    ],
    fix: [
      "Remove the capability. Keep time, profile and read the log on the host. For databases that lock memory `ulimits: {memlock: -1}` does without it,",
      "and a memory limit bounds what they lock. Priorities within the container need no capability, `cpus` and `cpu_shares` set those between containers.",
    ].join("\n"),
    fine: "Tracing agents, time clients and databases whose makers document it: the images that are known here show nothing.",
    premise: [
      "A rootful engine. Neither of these things has a namespace: time namespaces leave the wall clock alone. A memory limit of the container counts",
      "locked pages, and then `IPC_LOCK` is no finding. Distributions may forbid part of it: Debian asks for `SYS_ADMIN` for perf events while",
      "`kernel.perf_event_paranoid` is 3; real-time threads leave the 5 % of `sched_rt_runtime_us`. A reboot in a PID namespace of its own only ends",
      "that namespace (`reboot_pid_ns`); `AUDIT_CONTROL` counts in the host's PID namespace alone. AppArmor's default profile keeps `SYS_PTRACE` from",
      "processes outside of the container. Measured on Linux 6.18, without AppArmor: in a PID namespace of its own, with the host's `/proc` mounted, `/proc/PID/root` of a",
      "root process is refused with Docker's default capabilities, and opens with `SYS_PTRACE` beside them.",
    ].join("\n"),
  },
  *check(service, context) {
    const others = known(service.pid) === "host" ? reachesWithPidHost : mountsProcesses(service) ? reachesWithProc : {};
    for (const added of singleCapabilities(service)) {
      const { item, name } = added;
      const reach = capabilityTier(name) === "host-reach" ? reaches[name] : others[name];
      if (reach === undefined || isBounded(service, name) || isDocumented(service, name) || isOutOfReach(service, name)) continue;
      yield {
        on: item,
        message: t`${name} lets root in "${service.name.value}" ${reach.gain}. ${reach.remedy ?? t("Remove it.")}`,
        fixes: () => [
          ...(name === "IPC_LOCK" ? [limitMemory(service, context)] : []),
          removal(added, context),
          ...(name in reachesWithPidHost ? ownProcesses(service, context) : []),
        ],
      };
    }
  },
});

interface Reach {
  readonly gain: string;
  readonly remedy?: string;
}

const reaches: Readonly<Record<string, Reach>> = {
  BPF: { gain: "load programs into the host's kernel", remedy: "Remove it, or run the tracer on the host." },
  PERFMON: { gain: "watch every process of the host and its kernel", remedy: "Remove it, or profile from the host." },
  SYS_TIME: { gain: "set the host's clock, on which certificates and logins rest", remedy: "Keep time on the host and remove it." },
  SYS_NICE: { gain: "take the CPU away from the host's own programs" },
  IPC_LOCK: { gain: "lock memory until the host runs out of it", remedy: "Set a memory limit, or use ulimits memlock." },
  LEASE: { gain: "hold up others that open the files it shares with the host" },
  SYSLOG: { gain: "read and clear the host's kernel log", remedy: "Remove it, and read the log on the host." },
};

const reachesWithPidHost: Readonly<Record<string, Reach>> = {
  SYS_PTRACE: { gain: "take over the host's processes, which pid: host shows it", remedy: "Remove one of the two." },
  SYS_BOOT: { gain: "reboot the host, because of pid: host", remedy: "Remove one of the two." },
  AUDIT_CONTROL: { gain: "switch off the host's audit log, because of pid: host", remedy: "Remove one of the two." },
};

const reachesWithProc: Readonly<Record<string, Reach>> = {
  SYS_PTRACE: { gain: "open the host's files, through /proc/PID/root in the mounted /proc", remedy: "Remove one of the two." },
};

/** What is locked counts towards a memory limit, and leases on files that nobody else has harm nobody. */
function isBounded({ memLimit, deploy, mounts, volumesFrom }: Service, name: string): boolean {
  if (name === "IPC_LOCK") return isLimit(memLimit) || isLimit(deploy?.limitsMemory);
  return name === "LEASE" && mounts.items.length === 0 && volumesFrom.items.length === 0;
}

/** 0 is no limit; what a variable gives is left to who gives it. */
function isLimit(setting: Setting<number>): boolean {
  return setting !== undefined && (isUnresolved(setting.value) || setting.value > 0);
}

function removal(added: AddedCapability, context: RuleContext): Fix {
  return removeCapability(added, context, losses[added.name]);
}

const losses: Readonly<Record<string, string>> = {
  SYS_NICE: "Programs that raise their priority or bind memory to a CPU log that they may not, and mostly run on.",
  IPC_LOCK: "A program that insists on locking its memory does not start: look for mlock in its log.",
  SYS_TIME: "A time client can no longer set the clock; a server that only answers is not affected.",
};

function ownProcesses({ pid }: Service, { edit }: RuleContext): readonly Fix[] {
  if (pid === undefined) return [];
  const caveat = t("Tools that list or trace the host's processes see only their own.");
  return [{ title: t("Remove pid: host"), class: "check", caveat, change: edit.change({ op: "remove", target: pid }) }];
}

const usualLimit = "1g";

function limitMemory(service: Service, { edit }: RuleContext): Fix {
  const limits = service.deploy?.limits;
  return {
    title: t`Limit its memory to ${usualLimit}`,
    class: "check",
    caveat: t("A program that needs more is ended: look at docker stats for what it uses under load, and leave room."),
    placeholders: [usualLimit],
    change: edit.change(
      limits === undefined
        ? { op: "set", into: service.body, key: "mem_limit", value: usualLimit }
        : { op: "set", into: { ...limits, value: "mapping" }, key: "memory", value: usualLimit },
    ),
  };
}
