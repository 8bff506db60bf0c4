import type { SocketUse } from "../knowledge/socket-tools.js";
import { t } from "../text/l10n.js";
import { backingOf, socketOf, useByPurpose } from "./docker-socket-mount.js";
import { premises } from "./engine-posture.js";
import { mountedPath, mountPlace, removeMount } from "./mount-fixes.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";
import { isSocketProxy, proxyFix } from "./socket-proxy.js";

export const dockerSocketTool = serviceRule({
  id: "docker-socket-tool",
  title: "Container engine's socket in a tool that is made for it",
  category: "mounts",
  severity: "warning",
  posture: {
    "userns-remap": { severity: "information", because: premises.socketClosed },
  },
  changes: ["volumes", "environment", "command", "networks", "/networks", "/services"],
  references: [
    cisDocker("5.32"),
    owaspDocker(1),
    cwe(250),
    composeService("volumes"),
    { title: "Docker: attack surface of the daemon", url: "https://docs.docker.com/engine/security/#docker-daemon-attack-surface" },
    {
      title: "Traefik: security of the Docker API",
      url: "https://doc.traefik.io/traefik/reference/install-configuration/providers/docker/#docker-api-access",
    },
  ],
  docs: {
    why: [
      "The image's makers ask for the socket, and the tool is nothing without the engine. It is root on the host all the same, `:ro` or not: a hole in the",
      "tool, a stolen login of its page or a forged image is the host's. That is the most where the tool also takes requests from the internet.",
    ].join("\n"),
    attack: [
      "The attacker finds a hole in the tool, logs in to its page, or gets code into a build that it runs.",
      "They ask the engine for a container with the host's disk, as the tool might.",
      "Their program in it is root on the host, and reads what all other containers hold.",
    ],
    fix: [
      "A tool that only reads (Traefik, Dozzle, Homepage, collectors of logs and figures) works behind a socket proxy that lets lists and events pass, on an",
      "internal network of its own. A tool that rules the engine (Portainer, Watchtower, runners of CI systems) cannot: pin its image, bind its page to",
      "127.0.0.1 or put a login before it, keep other services off its network, and give runners a machine or a rootless engine of their own.",
    ].join("\n"),
    fine: [
      "The tool rules the engine, that is what it is for, and only those reach it who are root on the host anyway: say so in a comment that ignores this rule.",
      "Behind a socket proxy there is nothing to report.",
    ].join("\n"),
    premise: [
      "As with `docker-socket-mount`. Which images are made for it was read in their makers' documentation; an image that is built, or named by a variable, goes by",
      "the service's name. Sockets of containerd, CRI-O, BuildKit and LXD stay with `docker-socket-mount`, whoever mounts them.",
    ].join("\n"),
  },
  *check(service, context) {
    if (isSocketProxy(service)) return;
    for (const mount of service.mounts.items) {
      const path = socketOf(mount);
      const use = path === undefined ? undefined : useByPurpose(service, path);
      if (use === undefined) continue;
      yield {
        on: mountPlace(mount),
        message: messages[use](service.name.value, mountedPath(mount)),
        related: backingOf(mount),
        fixes: () => [
          ...(use === "reads" && path?.endsWith("docker.sock") === true ? [proxyFix(service, mount.item, context)] : []),
          removeMount(mount, context, t("The tool no longer sees this engine; those that others manage over the network stay.")),
        ],
      };
    }
  },
});

const messages: Readonly<Record<SocketUse, (name: string, path: string) => string>> = {
  reads: (name, path) => t`By ${path} "${name}" is root on the host, and all it does there is read. Put a socket proxy in front.`,
  rules: (name, path) => t`By ${path} "${name}" rules the engine, and so is root on the host. Pin its image, and let nobody else reach it.`,
};
