import type { Service } from "../model/project.js";
import { known, type Setting } from "../model/sourced.js";
import { cisDocker, composeService, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const hostPidIpc = serviceRule({
  id: "host-pid-ipc",
  title: "Processes or shared memory of the host",
  category: "namespaces",
  severity: "warning",
  references: [cisDocker("5.16", "5.17"), owaspDocker(3), composeService("pid"), composeService("ipc")],
  docs: {
    why: [
      "`pid: host` shows every process of the host, with command lines that often hold passwords; root may stop them, and with `SYS_PTRACE` take them",
      "over. `ipc: host` opens the shared memory of the host's programs.",
    ].join("\n"),
    fix: "Remove the line. To watch one other service write `pid: service:NAME`; for more shared memory write `shm_size`.",
    fine: "Agents that report on the host's processes need `pid: host`. Give them no capability and a read-only file system beside it.",
  },
  *check(service, { edit }) {
    for (const { key, setting, gain, remedy, loss } of shared(service)) {
      if (setting === undefined || known(setting) !== "host") continue;
      yield {
        on: setting,
        message: `${key}: host lets "${service.name.value}" ${gain}. ${remedy}`,
        fixes: () => [
          { title: `Remove ${key}: host`, class: "check", caveat: loss, change: edit.change({ op: "remove", target: setting }) },
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

function shared({ pid, ipc }: Service): readonly Shared[] {
  return [
    {
      key: "pid",
      setting: pid,
      gain: "see and stop every process of the host",
      remedy: "Remove it, or write pid: service:NAME to watch one service.",
      loss: "Tools that list or trace the host's processes see only their own.",
    },
    {
      key: "ipc",
      setting: ipc,
      gain: "read and write the shared memory of the host's programs",
      remedy: "Remove it; shm_size gives more memory of its own.",
      loss: "Programs that share memory with the host or with another container no longer do; shm_size gives more of their own.",
    },
  ];
}
