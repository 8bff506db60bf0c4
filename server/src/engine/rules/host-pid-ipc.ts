import { observesHost } from "../knowledge/host-readers.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { Service } from "../model/project.js";
import { known, type Setting } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const hostPidIpc = serviceRule({
  id: "host-pid-ipc",
  title: "Processes or shared memory of the host",
  category: "namespaces",
  severity: "warning",
  posture: {
    rootless: { severity: "information", because: "it may touch only processes of the user who runs the engine" },
    desktop: { severity: "information", because: premises.hostIsMachine },
    "userns-remap": { severity: "information", because: "pid: host is refused, and ipc: host opens what all users may" },
  },
  changes: ["ipc", "pid"],
  references: [
    cisDocker("5.16", "5.17"),
    owaspDocker(3),
    cwe(250),
    cwe(668),
    composeService("pid"),
    composeService("ipc"),
    { title: "ptrace(2): who may trace whom", url: "https://man7.org/linux/man-pages/man2/ptrace.2.html" },
    moby("daemon/create.go"),
  ],
  docs: {
    why: [
      "`pid: host` shows every process of the host, with command lines that often hold passwords; root may stop them, and with `SYS_PTRACE` take them",
      "over. `ipc: host` opens the shared memory of the host's programs, where databases, browsers and cameras keep what they work on.",
    ].join("\n"),
    attack: [
      "The attacker, root in the container, lists the host's processes and reads passwords from their command lines.",
      "With `SYS_PTRACE` they open `/proc/1/root`, which is the host's file system, or write into a running program.",
      "Without it they stop what they like: the log shipper, the backup, other containers.",
    ],
    fix: "Remove the line. To watch one other service write `pid: service:NAME`; for more shared memory write `shm_size`.",
    fine: [
      "Agents that report on the host's processes need `pid: host`; those known by their images (node-exporter, Netdata, Glances, Falco and their kind) are not",
      "reported. Give them no capability and another user than root.",
    ].join("\n"),
    premise: [
      "Holds without user namespaces; with `userns-remap` the engine refuses `pid: host`, and `ipc: host` opens only what every user may read. Where AppArmor",
      "is on, Docker's profile keeps the container from signalling and tracing processes outside, and still lets it see them. Measured on Linux 6.18: with",
      "Docker's default capabilities `/proc/PID/root` of a root process is refused, with `SYS_PTRACE` beside them it opens. Read in moby's source: with either",
      "line the engine gives the container no SELinux label.",
    ].join("\n"),
  },
  *check(service, { edit }) {
    for (const { key, setting, gain, remedy, loss } of shared(service)) {
      if (setting === undefined || known(setting) !== "host") continue;
      yield {
        on: setting,
        message: t`${key}: host lets "${service.name.value}" ${gain}. ${remedy}`,
        fixes: () => [
          { title: t`Remove ${key}: host`, class: "check", caveat: loss, change: edit.change({ op: "remove", target: setting }) },
        ],
      };
    }
  },
});

interface Shared {
  readonly key: "pid" | "ipc";
  readonly setting: Setting<string>;
  readonly gain: string;
  readonly remedy: string;
  readonly loss: string;
}

function shared(service: Service): readonly Shared[] {
  const image = known(service.image);
  return [
    {
      key: "pid",
      setting: image !== undefined && observesHost(image) ? undefined : service.pid,
      gain: traces(service) ? "enter any process of the host by SYS_PTRACE, and so its files" : "see and stop every process of the host",
      remedy: t("Remove it unless it watches the host, or write pid: service:NAME."),
      loss: t("Tools that list or trace the host's processes see only their own."),
    },
    {
      key: "ipc",
      setting: service.ipc,
      gain: "read and write the shared memory of the host's programs",
      remedy: t("Remove it; shm_size gives more memory of its own."),
      loss: t("Programs that share memory with the host or with another container no longer do; shm_size gives more of their own."),
    },
  ];
}

function traces(service: Service): boolean {
  const capabilities = effectiveCapabilities(service);
  return capabilities !== "unknown" && capabilities.includes("SYS_PTRACE");
}
