import type { Service } from "../model/project.js";
import { t } from "../text/l10n.js";
import { hasCapability } from "./capability-reach.js";
import { premises } from "./engine-posture.js";
import { mountPlace, removeMount } from "./mount-fixes.js";
import {
  devicePlace,
  diskFolders,
  mountedDisks,
  nobodyOpens,
  type PassedDevice,
  passedDevices,
  readOnlyDevice,
  removeDevice,
} from "./passed-devices.js";
import { cisDocker, composeService, cwe, linux, moby, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const hostDiskDevice = serviceRule({
  id: "host-disk-device",
  title: "Disk or memory of the host in a container",
  category: "devices",
  severity: "error",
  posture: {
    rootless: { severity: "information", because: premises.usersRights },
    desktop: { severity: "warning", because: premises.machine },
    "userns-remap": { severity: "information", because: premises.anybodysRights },
  },
  changes: ["devices", "volumes"],
  references: [
    cisDocker("5.18"),
    owaspDocker(3),
    cwe(250),
    composeService("devices"),
    moby("daemon/pkg/oci/devices_linux.go"),
    linux("drivers/scsi/scsi_ioctl.c"),
    { title: "mem(4)", url: "https://man7.org/linux/man-pages/man4/mem.4.html" },
  ],
  docs: {
    why: [
      "A disk that is passed is open below its file system: root in the container reads every file on it and changes every file, whatever the",
      "permissions, without a capability and without mounting anything. A folder such as `/dev` or `/dev/disk` passes all that is in it when the",
      "container starts; a link such as `/dev/disk/by-id/...` passes the disk that it leads to.",
    ].join("\n"),
    attack: [
      "A hole in the program gives the attacker root in the container.",
      "`debugfs -w /dev/sda1` lists the host's files; it prints `/etc/shadow` and the keys of root, and writes a cron job into the host's `/etc/cron.d`.",
      "The host runs it as root.",
    ],
    fix: [
      "Mount the folder that the program needs instead of the disk below it, and read-only where it only reads. Tools that ask disks for their health",
      "run on the host, or with the permission `r` alone. Of a folder, pass the one device that is needed.",
    ].join("\n"),
    fine: "A tool that wipes, images or partitions disks: run it by hand, for as long as it takes, on no network that others reach.",
    premise: [
      "A rootful engine. The node keeps the host's owner and group, so that root, or a user in the group `disk`, opens it; the devices control group lets",
      "through what the entry says (`rwm` when it says nothing). With `r` alone it is `host-device-sensitive`, unless the service has `SYS_RAWIO`, by which",
      "commands go to the disk through any handle. `/dev/mem`, `/dev/port` and the processor's `msr` nodes only open for `SYS_RAWIO`; without it they are no",
      "finding. A disk that is mounted under `volumes` counts where an entry of `device_cgroup_rules` lets it through; else the control group keeps it shut,",
      "which is `volume-disk-device`.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const passed of passedDevices(service)) {
      if (passed.facts.severity !== "critical" || passed.readOnly || nobodyOpens(service)) continue;
      yield {
        on: devicePlace(passed),
        message: messageFor(service, passed),
        fixes: () => fixesFor(service, passed, context),
      };
    }
    if (nobodyOpens(service)) return;
    for (const { mount, path, openedBy } of mountedDisks(service)) {
      if (openedBy === undefined) continue;
      yield {
        on: mountPlace(mount),
        message: t`By "${openedBy}" ${path} opens a disk of the host to root in "${service.name.value}". Mount the folder that it needs.`,
        fixes: () => [
          removeMount(mount, context, t("Without it fails what reads the disk itself. Mount the folder that holds the files instead.")),
        ],
      };
    }
  },
});

function messageFor({ name }: Service, { path, facts }: PassedDevice): string {
  if (facts.opens === "all")
    return t`${path} passes every device of the host to "${name.value}", its disks too. Pass the one that it needs.`;
  if (facts.opens === "memory") return t`${path} with SYS_RAWIO opens the host's memory to root in "${name.value}". Remove the device.`;
  const what = diskFolders.test(path) ? "every disk below it" : "a disk of the host";
  return t`${path} opens ${what} to root in "${name.value}", past all file permissions. Mount the folder that it needs.`;
}

function fixesFor(service: Service, passed: PassedDevice, context: RuleContext): readonly Fix[] {
  const removal = removeDevice(passed, context);
  const isOneDisk = passed.facts.opens === "disk" && !diskFolders.test(passed.path);
  const operation = isOneDisk && !hasCapability(service, "SYS_RAWIO") ? readOnlyDevice(passed.device) : undefined;
  if (operation === undefined) return [removal];
  const readOnly: Fix = {
    title: t`Pass ${passed.path} for reading only`,
    class: "check",
    caveat: t`Formatting, wiping and repairing fail. Root in "${service.name.value}" still reads every file on it.`,
    change: context.edit.change(operation),
  };
  return [removal, readOnly];
}
