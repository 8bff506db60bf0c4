import type { Mount, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { hasEngineSocket } from "./engine-socket.js";
import { type Exposure, exposureFor, isByDesign, isNotable } from "./mount-exposure.js";
import { mountedPath, mountPart, mountPlace, mountReadOnly, removeMount } from "./mount-fixes.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const hostPathDisclosure = serviceRule({
  id: "host-path-disclosure",
  title: "Sensitive path of the host in a container",
  category: "mounts",
  severity: "warning",
  posture: {
    rootless: { severity: "information", because: premises.usersRights },
    "userns-remap": { severity: "information", because: premises.anybodysRights },
  },
  changes: ["devices", "shm_size", "tmpfs", "volumes"],
  references: [
    cisDocker("5.6"),
    owaspDocker(8),
    cwe(668),
    composeService("volumes"),
    { title: "Docker: bind mounts", url: "https://docs.docker.com/engine/storage/bind-mounts/" },
    { title: "proc(5): what processes show", url: "https://man7.org/linux/man-pages/man5/proc.5.html" },
  ],
  docs: {
    why: [
      "The container sees a part of the host that holds more than its own data: keys and logins in homes, the arguments of every process in `/proc`,",
      "logs, sockets, memory that programs share. Whoever breaks into the container reads it all, and carries on from there.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container, by a bug of the program in it.",
      "They search the mount: `grep -r password /host-etc`, `cat /host/proc/*/cmdline`, `cat /home/*/.bash_history`.",
      "With a password, key or token from there they log in elsewhere, on the host or on other machines.",
    ],
    fix: [
      "Mount the one file or folder that the program reads, and read-only where it only reads. In the place of `/dev/shm` give it `shm_size` of its own,",
      "in the place of `/tmp` a `tmpfs`, in the place of `/dev` single `devices`.",
    ].join("\n"),
    fine: [
      "Programs that look after the host, read-only, as their makers document it. Their images are known here and not reported: cAdvisor,",
      "node-exporter, Netdata, Promtail and Alloy, the agents of Datadog, Elastic, Zabbix and New Relic, Telegraf, log shippers, CrowdSec and their kind.",
      "Nor is `/tmp` in a service that has the engine's socket: it has the whole disk, and hands files to the containers that it starts there.",
    ].join("\n"),
    premise: [
      "Holds for an engine that runs as root without `userns-remap`: root in the container reads as root of the host does. As another `user` it reads",
      "what everybody may. Of `/proc`, it sees arguments of every process and the environment of those whose user it may become (SETUID is a default).",
      "`/dev` does not open disks, which the device cgroup keeps shut, but the host's terminals (`c 136:*` is open to every container in runc) and what",
      "is mounted below. A path that others than root cannot use for anything (`/etc/os-release`, one folder of `/var/log`) is no finding.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const mount of service.mounts.items) {
      const exposure = exposureFor("host-path-disclosure", service, mount, context.project);
      if (exposure === undefined || isByDesign(service, mount, exposure) || isGivenAnyway(service, exposure)) continue;
      yield {
        on: mountPlace(mount),
        message: messageOf(service, mount, exposure),
        related: mount.backing === undefined ? [] : [{ on: mount.backing, message: t("The volume is bound to this path.") }],
        fixes: () => fixesFor(service, mount, exposure, context),
      };
    }
  },
});

/** What the container has without the mount. */
function isGivenAnyway(service: Service, { facts }: Exposure): boolean {
  // Who starts containers hands them files there, and has the whole disk by the engine.
  if (facts.path === "/tmp") return hasEngineSocket(service);
  // `privileged` shows the rest of the kernel's; the shared memory is the container's own all the same.
  return facts.category === "kernel" && facts.path !== "/dev/shm" && service.privileged?.value === true;
}

function messageOf(service: Service, mount: Mount, { facts, writable }: Exposure): string {
  const gain = (writable === true ? facts.writing : facts.reading) ?? "read it";
  return t`Through ${mountedPath(mount)}, an attacker in "${service.name.value}" can ${gain}. ${remedyOf(mount, { facts, writable })}`;
}

function remedyOf({ target }: Mount, { facts, writable }: Exposure): string {
  if (facts.path === "/dev/shm") return target?.value === "/dev/shm" ? t("Set shm_size instead.") : t("Use a tmpfs instead.");
  if (facts.path === "/tmp") return t("Use a tmpfs instead.");
  if (facts.path === "/dev") return t("List the devices it needs instead.");
  if (writable === true && !isNotable(facts.readOnly)) return t("Mount it read-only.");
  return facts.category === "control-socket" ? t("Remove it, or filter what passes.") : t("Mount only the part it needs.");
}

function fixesFor(service: Service, mount: Mount, { facts, writable }: Exposure, context: RuleContext): readonly Fix[] {
  const remove = removeMount(mount, context, t("The program no longer finds what it read or wrote there."));
  if (writable === true && !isNotable(facts.readOnly)) {
    const caveat = [t("Nothing can be written there any more."), t(facts.instead ?? "")].join(" ").trim();
    return [mountReadOnly(mount, context, { class: "recommended", caveat }), remove];
  }
  // Below /home is a home, which is no better.
  const part = facts.category === "control-socket" ? [] : mountPart(mount, context, facts.path === "/home" ? "USER/PART" : "PART");
  return [...ownPlace(service, mount, facts.path, context), ...part, remove];
}

/** What the container gets in the place of the host's own. */
function ownPlace(service: Service, mount: Mount, path: string, context: RuleContext): readonly Fix[] {
  const target = mount.target === undefined ? undefined : known(mount.target);
  if (path === "/dev") return [deviceFix(service, mount, context)];
  if (target === undefined || (path !== "/dev/shm" && path !== "/tmp")) return [];
  return [target === "/dev/shm" ? sharedMemoryFix(service, mount, context) : tmpfsFix(service, mount, target, context)];
}

const memory = "1gb";

function sharedMemoryFix(service: Service, { item }: Mount, { edit }: RuleContext): Fix {
  const caveat = t`Programs that share memory with the host or other containers lose it. ${memory} is a guess, 64mb what it has without.`;
  if (service.keys.has("shm_size")) {
    const change = edit.change({ op: "remove", target: item });
    return { title: t("Use its own shared memory, whose size is set"), class: "recommended", caveat, change };
  }
  return {
    title: t`Give it shared memory of its own: shm_size ${memory}`,
    class: "recommended",
    caveat,
    change: edit.change({ op: "set", into: service.body, key: "shm_size", value: memory }, { op: "remove", target: item }),
    placeholders: [memory],
  };
}

function tmpfsFix(service: Service, { item }: Mount, target: string, { edit }: RuleContext): Fix {
  return {
    title: t`Use a tmpfs at ${target}`,
    class: "check",
    caveat: t(
      "What it writes there is in memory, for this container alone, and gone when it stops. Files it hands to others there are not found.",
    ),
    change: edit.change({ op: "append", into: service.body, key: "tmpfs", items: [target] }, { op: "remove", target: item }),
  };
}

const device = "/dev/NAME";

function deviceFix(service: Service, { item }: Mount, { edit }: RuleContext): Fix {
  return {
    title: t`Give it the device it needs instead: ${device}`,
    class: "check",
    caveat: t("Put the device's name in the place of NAME, one item for each. What is plugged in later is not there until the next start."),
    change: edit.change(
      { op: "append", into: service.body, key: "devices", items: [`${device}:${device}`] },
      { op: "remove", target: item },
    ),
    placeholders: ["NAME"],
  };
}
