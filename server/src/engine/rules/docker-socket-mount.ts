import { isEngineSocket } from "../knowledge/host-paths.js";
import { type SocketUse, socketUse, socketUseNamed } from "../knowledge/socket-tools.js";
import type { Mount, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { imageName } from "./image-name.js";
import { mountedPath, mountPlace, removeMount } from "./mount-fixes.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Report, type RuleContext, serviceRule } from "./rule.js";
import { isSocketProxy, proxyFix } from "./socket-proxy.js";

export const dockerSocketMount = serviceRule({
  id: "docker-socket-mount",
  title: "Container engine's socket in a container",
  category: "mounts",
  severity: "error",
  posture: {
    rootless: { severity: "warning", because: premises.socketOfUser },
    desktop: { severity: "warning", because: premises.socketOfDesktop },
    "userns-remap": { severity: "information", because: premises.socketClosed },
  },
  changes: ["volumes", "environment", "command", "networks", "/networks", "/services"],
  references: [
    cisDocker("5.32"),
    owaspDocker(1),
    cwe(250),
    composeService("volumes"),
    { title: "Docker: attack surface of the daemon", url: "https://docs.docker.com/engine/security/#docker-daemon-attack-surface" },
    { title: "docker-socket-proxy", url: "https://github.com/Tecnativa/docker-socket-proxy" },
  ],
  docs: {
    why: [
      "Whoever can write to the engine's socket asks it for a new container that mounts the host's disk, and is root on the host. That takes one",
      "request. `:ro` does not help: it protects the file, not the connection. The same holds for the sockets of containerd, Podman, CRI-O, BuildKit,",
      "LXD and Incus, and for the engine's pipes on Windows.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container, as root or in the socket's group, and finds the socket: `ls -l /var/run/docker.sock`.",
      'They ask the engine for a container with the host\'s disk: `POST /containers/create` with `Binds: ["/:/host"]` and `Privileged: true`, and start it.',
      "Their program in it is root on the host: it adds a key to `/host/root/.ssh/authorized_keys` and reads what all other containers hold.",
    ],
    fix: [
      "Put a socket proxy in front that passes on only the requests which the program needs, on an internal network of its own, and give the program",
      "`DOCKER_HOST`. Many tools work without the socket, too: Traefik reads files, and log shippers read the journal.",
    ].join("\n"),
    fine: [
      "The service is a socket proxy, whose purpose it is: then `socket-proxy-open` looks at how it is set up. Images whose makers document the mount,",
      "such as Traefik, Portainer and the runners of CI systems, are the matter of `docker-socket-tool`, a warning.",
    ].join("\n"),
    premise: [
      "Holds for an engine that runs as root and a process that is root in the container or in the socket's group, which is what images that ask for the",
      "socket start as. The engine has no accounts: whoever connects may do all (Docker's own documentation says so). Connecting asks for the right",
      "to write to the socket's file and not to the file system, which is why a read-only mount connects. A rootless engine's socket gives the rights of",
      "its user; Docker Desktop's gives its virtual machine and every shared folder. With `userns-remap` root in the container is not in the socket's group.",
    ].join("\n"),
  },
  *check(service, context) {
    if (isSocketProxy(service)) return;
    for (const mount of service.mounts.items) {
      const path = socketOf(mount);
      if (path === undefined || useByPurpose(service, path) !== undefined) continue;
      yield {
        on: mountPlace(mount),
        message: t`${mountedPath(mount)}${known(mount.readOnly) === true ? ", even read-only," : ""} makes "${service.name.value}" root on the host. Use a socket proxy that filters.`,
        related: backingOf(mount),
        fixes: () => fixesFor(service, mount, path, context),
      };
    }
  },
});

/** The host's socket that a mount brings in; absent for every other mount. What it is called inside does not matter. */
export function socketOf({ type, hostPath, source }: Mount): string | undefined {
  if (type === "unknown") return undefined;
  const path = type === "npipe" && source !== undefined ? known(source) : hostPath;
  return path !== undefined && isEngineSocket(path) ? path : undefined;
}

/**
 * What the service's image is made to do with Docker's or Podman's socket, by its makers' word; for an image that is built, or named by a
 * variable, the service's name tells. Absent for all others.
 */
export function useByPurpose(service: Service, path: string): SocketUse | undefined {
  if (!/(?:docker|podman)\.sock$|\/docker\w*engine\w*$/iu.test(path)) return undefined;
  const image = imageName(service);
  return image === undefined ? socketUseNamed(service.name.value) : socketUse(image);
}

/** The volume that brings the path in, where one does. */
export function backingOf({ backing }: Mount): NonNullable<Report["related"]> {
  return backing === undefined ? [] : [{ on: backing, message: t("The volume is bound to this path.") }];
}

function fixesFor(
  service: Service,
  mount: Mount,
  path: string,
  context: RuleContext & { readonly project: Parameters<typeof proxyFix>[2]["project"] },
) {
  const proxy = /docker\.sock$/u.test(path) ? [proxyFix(service, mount.item, context)] : [];
  return [
    ...proxy,
    removeMount(mount, context, t("What the program asks the engine for fails: lists of containers, logs, updates, discovery.")),
  ];
}
