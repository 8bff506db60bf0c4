import type { Mount, Service } from "../model/project.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { type Exposure, exposureFor, isTakeover } from "./mount-exposure.js";
import { mountedPath, mountPart, mountPlace, mountReadOnly, removeMount } from "./mount-fixes.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";
import { socketFolderOf } from "./socket-parent-mount.js";

export const hostRootWritable = serviceRule({
  id: "host-root-writable",
  title: "System path of the host is writable",
  category: "mounts",
  severity: "error",
  posture: {
    rootless: { severity: "warning", because: premises.usersRights },
    desktop: { severity: "warning", because: premises.machine },
    "userns-remap": { severity: "information", because: premises.anybodysRights },
  },
  changes: ["volumes"],
  references: [
    cisDocker("5.6"),
    owaspDocker(8),
    cwe(668),
    composeService("volumes"),
    { title: "Docker: what bind mounts may change on the host", url: "https://docs.docker.com/engine/storage/bind-mounts/" },
    { title: "core(5): a program that the kernel runs", url: "https://man7.org/linux/man-pages/man5/core.5.html" },
  ],
  docs: {
    why: [
      "Root in the container writes to this path as root on the host. One file is enough: a cron job or a systemd unit, a line in `/etc/passwd`, a",
      "kernel module that is loaded later, or a setting below `/proc/sys` that runs a program of the attacker's choice.",
    ].join("\n"),
    attack: [
      "The attacker runs code as root in the container, by a bug of the program in it.",
      "They write one line through the mount: `echo '* * * * * root /tmp/x' > /host-etc/cron.d/x`, or a program's name into `/proc/sys/kernel/core_pattern`.",
      "The host's cron, or its kernel at the next crash of a process, runs their program as root, outside of every container.",
    ],
    fix: "Mount the single file or folder that the program needs, and read-only (`:ro`) wherever it only reads.",
    fine: "A tool that manages the host itself, and is as trusted as the host's root. It belongs on no network that others reach.",
    premise: [
      "Holds for an engine that runs as root without `userns-remap` and a process that runs as root in the container, which is what most images start",
      "as; none of these paths asks for a capability beyond Docker's defaults. Paths that do ask for one are no finding here: `/sys/fs/cgroup`",
      "(`release_agent` needs SYS_ADMIN since Linux 5.17, CVE-2022-0492), `/sys/kernel/security` (MAC_ADMIN), `/proc/kcore` (SYS_RAWIO), the disks in",
      "`/dev` (the device cgroup). Docker's AppArmor profile names `/proc` and `/sys` alone, so a copy mounted elsewhere is not covered by it. The",
      "control sockets of libvirt, snapd and systemd count as written to even when they are mounted read-only: connecting is not writing a file.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const mount of service.mounts.items) {
      const exposure = exposureFor("host-root-writable", service, mount, context.project);
      if (exposure === undefined) continue;
      yield {
        on: mountPlace(mount),
        message: messageOf(service.name.value, mount, exposure),
        related: mount.backing === undefined ? [] : [{ on: mount.backing, message: t("The volume is bound to this path.") }],
        fixes: () => fixesFor(service, mount, exposure, context),
      };
    }
  },
});

function messageOf(service: string, mount: Mount, { facts }: Exposure): string {
  const remedy = isTakeover(facts, false) ? t("Remove it; read-only does not help.") : t("Mount only the part it needs, read-only.");
  return t`Through ${mountedPath(mount)}, root in "${service}" can ${facts.writing ?? "take over the host"}. ${remedy}`;
}

function fixesFor(service: Service, mount: Mount, { facts }: Exposure, context: RuleContext): readonly Fix[] {
  const remove = removeMount(mount, context, t("The program no longer finds what it read or wrote there."));
  if (isTakeover(facts, false)) return [remove];
  const left = socketFolderOf(service, { ...mount, readOnly: { ...mount.item, value: true } });
  if (left !== undefined) {
    const refused = t`Read-only it would still hand over ${left.holds}. Mount only the part that the program needs.`;
    return [...mountPart(mount, context), remove, { title: t("Mount it read-only"), class: "check", change: { refused } }];
  }
  const modules = facts.path === "/lib/modules";
  const caveat = facts.instead ?? t("The program can no longer write there.");
  const readOnly = mountReadOnly(
    mount,
    context,
    modules ? { class: "safe" } : { class: "check", caveat: t`Nothing can be written there any more. ${caveat}` },
  );
  return [readOnly, remove];
}
