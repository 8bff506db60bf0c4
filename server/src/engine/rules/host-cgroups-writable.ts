import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { composeService, cwe, moby } from "./references.js";
import { serviceRule } from "./rule.js";
import { removeOption } from "./security-options.js";
import { lossOfGroups, reachesHost, writableOption } from "./writable-cgroups.js";

export const hostCgroupsWritable = serviceRule({
  id: "host-cgroups-writable",
  title: "Control groups of the host are writable",
  category: "privilege",
  severity: "error",
  posture: {
    rootless: { severity: "information", because: "it may write only control groups of the user who runs the engine" },
    desktop: { severity: "warning", because: premises.machine },
    "userns-remap": { severity: "information", because: premises.anybodysRights },
  },
  changes: ["cgroup", "security_opt"],
  references: [
    cwe(250),
    cwe(732),
    composeService("cgroup"),
    composeService("security_opt"),
    { title: "Linux: device controller of control group v2", url: "https://docs.kernel.org/admin-guide/cgroup-v2.html#device-controller" },
    moby("daemon/oci_linux.go"),
  ],
  docs: {
    why: [
      "What keeps a container from the host's disks is a filter on its control group. With `cgroup: host` and `writable-cgroups=true` it sees the groups",
      "of the whole host and may move itself into one without that filter. Then it makes a node for the disk, with Docker's default `MKNOD`, and opens it.",
    ].join("\n"),
    attack: [
      "The attacker, root in the container, writes the number of a process to `/sys/fs/cgroup/cgroup.procs`: it leaves the group with the filter.",
      "They make a node for the host's disk: `mknod /tmp/disk b 8 0`.",
      "They read and write the host's files through it, and so become root there.",
    ],
    fix: "Write `cgroup: private`: then only the container's own groups are writable, which is all that systemd or k3s need.",
    fine: "Never on a host that does anything else. Without `MKNOD` (`cap_drop: [ALL]`) the disk stays closed, but every process of the host can be stopped.",
    premise: [
      "Holds on control group v2, rootful and without user namespaces, for engines from 28.0 on, which know the option. Measured on Linux 6.18: a process",
      "in a group with a denying device program gets EPERM for a device, and opens it after it has written itself into the root group.",
    ].join("\n"),
  },
  *check(service, context) {
    const item = writableOption(service);
    const { cgroup, name } = service;
    if (item === undefined || cgroup === undefined || !reachesHost(service)) return;
    yield {
      on: item,
      message: t`With cgroup: host and writable control groups root in "${name.value}" opens the host's disks. Write cgroup: private.`,
      related: [{ on: cgroup, message: t("The control groups of the host are shared here.") }],
      fixes: () => [
        {
          title: t("Set cgroup: private"),
          class: "check",
          caveat: t(
            "Programs that read or change control groups outside of the container no longer see them; systemd and k3s do not need them.",
          ),
          change: context.edit.change({ op: "set", into: service.body, key: "cgroup", value: "private" }),
        },
        removeOption(item, context, lossOfGroups),
      ],
    };
  },
});
