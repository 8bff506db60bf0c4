import { isEngineSocket } from "../knowledge/host-paths.js";
import type { Mount, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { mountedPath, mountPlace, removeMount } from "./mount-fixes.js";
import { cisDocker, composeService, owaspDocker } from "./references.js";
import { type RuleContext, serviceRule } from "./rule.js";
import { isSocketProxy, proxyFix } from "./socket-proxy.js";

export const dockerSocketMount = serviceRule({
  id: "docker-socket-mount",
  title: "Container engine's socket in a container",
  category: "mounts",
  severity: "error",
  references: [cisDocker("5.32"), owaspDocker(1), composeService("volumes")],
  docs: {
    why: [
      "Whoever can write to the engine's socket asks it for a new container that mounts the host's disk, and is root on the host. That takes one",
      "request. `:ro` does not help: it protects the file, not the connection. The same holds for the sockets of containerd, Podman, CRI-O and BuildKit.",
    ].join("\n"),
    fix: [
      "Put a socket proxy in front that passes on only the requests which the program needs, on an internal network of its own, and give the program",
      "`DOCKER_HOST`. Many tools work without the socket, too: Traefik reads files, and log shippers read the journal.",
    ].join("\n"),
    fine: "The service is a socket proxy, whose purpose it is: then `socket-proxy-open` looks at how it is set up.",
  },
  *check(service, context) {
    if (isSocketProxy(service)) return;
    for (const mount of service.mounts.items) {
      const path = socketOf(mount);
      if (path === undefined) continue;
      yield {
        on: mountPlace(mount),
        message: `${mountedPath(mount)}${known(mount.readOnly) === true ? ", even read-only," : ""} makes "${service.name.value}" root on the host. Use a socket proxy that filters.`,
        related: mount.backing === undefined ? [] : [{ on: mount.backing, message: "The volume is bound to this path." }],
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

function fixesFor(
  service: Service,
  mount: Mount,
  path: string,
  context: RuleContext & { readonly project: Parameters<typeof proxyFix>[2]["project"] },
) {
  const proxy = /docker\.sock$/u.test(path) ? [proxyFix(service, mount.item, context)] : [];
  return [
    ...proxy,
    removeMount(mount, context, "What the program asks the engine for fails: lists of containers, logs, updates, discovery."),
  ];
}
