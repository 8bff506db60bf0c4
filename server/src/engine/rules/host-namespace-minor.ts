import type { Service } from "../model/project.js";
import { known, type Setting } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const hostNamespaceMinor = serviceRule({
  id: "host-namespace-minor",
  title: "Host's name or control groups",
  category: "namespaces",
  severity: "hint",
  preset: "strict",
  references: [cisDocker("5.21"), owaspDocker(3), cwe(668), composeService("uts"), composeService("cgroup")],
  changes: ["cgroup", "uts"],
  docs: {
    why: [
      "`cgroup: host` shows the control groups of the whole host, and with them what else runs there. `uts: host` shows the host's name, and with",
      "`SYS_ADMIN` lets root in the container change it.",
    ].join("\n"),
    attack: [
      "An intruder reads below `/sys/fs/cgroup` which containers and units run on the host.",
      "They learn from it, and from the host's name, where they are and which hole to try next.",
    ],
    fix: "Remove the line. A name of its own is written with `hostname`.",
    fine: [
      "Monitoring agents read the control groups of all containers by `cgroup: host`. Not reported where the host's control groups are mounted as well",
      "(`/sys/fs/cgroup`, or a folder above it): they are shown anyway.",
    ].join("\n"),
    premise: [
      "`cgroup: host` changes something only with control groups of version 2 (with version 1 it is the default), and `uts: host` needs `SYS_ADMIN`",
      "to do more than show the name. Source: moby, daemon/oci_linux.go and daemon/daemon_unix.go.",
    ].join("\n"),
  },
  *check(service, { edit }) {
    if (service.privileged !== undefined && known(service.privileged) === true) return;
    for (const [key, setting] of settingsOf(service)) {
      const value = setting === undefined ? undefined : known(setting);
      if (setting === undefined || value !== "host" || (key === "cgroup" && seesCgroups(service))) continue;
      yield {
        on: setting,
        message: t`${key}: host in "${service.name.value}" ${gains[key]}. ${remedies[key]}`,
        fixes: () => [
          {
            title: t`Remove ${key}: host`,
            class: "check",
            caveat: losses[key],
            change: edit.change({ op: "remove", target: setting }),
          },
        ],
      };
    }
  },
});

/** Whether the host's control groups are mounted, so that their namespace hides nothing. */
function seesCgroups({ mounts }: Service): boolean {
  return mounts.items.some(({ hostPath }) => hostPath !== undefined && ["/", "/sys", "/sys/fs", "/sys/fs/cgroup"].includes(hostPath));
}

type Key = "cgroup" | "uts";

function settingsOf({ cgroup, uts }: Service): readonly (readonly [Key, Setting<string>])[] {
  return [
    ["cgroup", cgroup],
    ["uts", uts],
  ];
}

const gains: Readonly<Record<Key, string>> = {
  cgroup: "shows an intruder the control groups of the whole host",
  uts: "shows the host's name, and its changes",
};

const losses: Readonly<Record<Key, string>> = {
  cgroup: "Tools that report on other containers by their control groups see only their own.",
  uts: "The program sees the container's id as its host name, unless hostname gives another.",
};

const remedies: Readonly<Record<Key, string>> = {
  cgroup: "Write cgroup: private.",
  uts: "Remove it; hostname gives a name.",
};
