import { type SocketFolder, socketFolder } from "../knowledge/host-paths.js";
import type { ComposeProject, Mount, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { isMadeFor } from "./made-for.js";
import { mountedPath, mountPart, mountPlace, removeMount } from "./mount-fixes.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";
import { isSocketProxy, proxyFix } from "./socket-proxy.js";

export const socketParentMount = serviceRule({
  id: "socket-parent-mount",
  title: "Folder of control sockets in a container",
  category: "mounts",
  severity: "error",
  posture: {
    rootless: { severity: "warning", because: premises.socketOfUser },
    desktop: { severity: "warning", because: premises.socketOfDesktop },
    "userns-remap": { severity: "information", because: premises.socketClosed },
  },
  changes: ["volumes", "environment", "networks", "/networks", "/services"],
  references: [
    cisDocker("5.32"),
    owaspDocker(1),
    cwe(250),
    composeService("volumes"),
    { title: "Docker: attack surface of the daemon", url: "https://docs.docker.com/engine/security/#docker-daemon-attack-surface" },
    { title: "unix(7): permissions of a socket", url: "https://man7.org/linux/man-pages/man7/unix.7.html" },
  ],
  docs: {
    why: [
      "A folder brings along every socket in it. `/run` holds those of Docker, containerd and systemd: whoever talks to one of them starts a container",
      "or a unit of their choice as root on the host. `:ro` changes nothing: it keeps files from being written, not sockets from being connected to.",
    ].join("\n"),
    attack: [
      "The attacker runs code as root in the container and looks for sockets below the mount: `find /host -type s`.",
      "They ask the engine over `/host/run/docker.sock` for a container that mounts the host's root directory, or systemd over `/host/run/systemd/private` for a unit.",
      "The new container or unit runs the attacker's program as root on the host.",
    ],
    fix: [
      "Mount the one file or folder that the program reads: `/run/udev`, `/run/log/journal`, `/etc/os-release`. When it really talks to the engine, put a",
      "socket proxy in front, which passes on only the requests that it needs.",
    ].join("\n"),
    fine: [
      "Agents that report on the host are known by their images (cAdvisor, node-exporter, Netdata, Metricbeat and their kind) and not reported when they",
      "mount it read-only. They are worth as much as the host: keep them off networks that others reach.",
    ].join("\n"),
    premise: [
      "Holds for an engine that runs as root, without `userns-remap`, and a process in the container that runs as root or in the socket's group; for a",
      "service with another `user` and no group nothing is said. Docker binds folders with all that is mounted below them, so `/` includes the tmpfs at",
      "`/run`. Measured on Linux 6.18: `connect()` succeeds through a bind mount that is read-only all the way down (`mount_setattr` with",
      "`AT_RECURSIVE`, as engines since 25.0 do it), while writing a file beside the socket fails. `/var` alone is not meant: its `run` is a link to",
      "`/run`, which inside the container leads to the container's own.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const mount of service.mounts.items) {
      const folder = socketFolderOf(service, mount);
      if (folder === undefined) continue;
      const even = known(mount.readOnly) === true ? ", even read-only" : "";
      yield {
        on: mountPlace(mount),
        message: t`${mountedPath(mount)} hands "${service.name.value}" ${folder.holds}, and so ${folder.gives}${even}. Mount only what it reads.`,
        related: mount.backing === undefined ? [] : [{ on: mount.backing, message: t("The volume is bound to this path.") }],
        fixes: () => fixesFor(service, mount, folder, context),
      };
    }
  },
});

/** The sockets that a mount hands over by their folder, as `openedSocketFolder` says; absent, too, for services whose purpose it is to watch the host. */
export function socketFolderOf(service: Service, mount: Mount): SocketFolder | undefined {
  const folder = openedSocketFolder(service, mount);
  return folder === undefined || isMadeFor(service, mount.hostPath ?? "", false) ? undefined : folder;
}

/**
 * The sockets that a service has by their folder. Absent where it cannot open them, and for a writable `/`, which gives the host away without
 * any socket.
 */
export function openedSocketFolder(service: Service, { type, hostPath, readOnly }: Mount): SocketFolder | undefined {
  if (hostPath === undefined || type === "tmpfs" || type === "unknown") return undefined;
  const folder = socketFolder(hostPath);
  if (folder === undefined || isSocketProxy(service) || !opensSockets(service)) return undefined;
  const isWritable = readOnly === undefined || known(readOnly) === false;
  return folder.path === "/" && isWritable ? undefined : folder;
}

/** Root opens every socket, others those of a group that they are in. */
function opensSockets(service: Service): boolean {
  if (effectiveUser(service) !== "other" || service.groupAdd.items.length > 0) return true;
  const group = (known(service.user) ?? "").split(":")[1];
  return group === "0" || group === "root" || group === "docker";
}

function fixesFor(
  service: Service,
  mount: Mount,
  folder: SocketFolder,
  context: RuleContext & { readonly project: ComposeProject },
): readonly Fix[] {
  const proxy = folder.path === "/run" ? [proxyFix(service, mount.item, context)] : [];
  return [
    ...mountPart(mount, context),
    ...proxy,
    removeMount(mount, context, t("The program no longer finds what it read there, nor the sockets it talked to.")),
  ];
}
