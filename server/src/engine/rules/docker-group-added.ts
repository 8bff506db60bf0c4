import type { Service } from "../model/project.js";
import { known, type Sourced, type Unresolved } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { hasEngineSocket } from "./engine-socket.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";
import { isSocketProxy } from "./socket-proxy.js";

export const dockerGroupAdded = serviceRule({
  id: "docker-group-added",
  title: "Group of the engine's socket is added",
  category: "privilege",
  severity: "warning",
  posture: {
    rootless: { severity: "hint", because: premises.mappedGroups },
    "userns-remap": { severity: "hint", because: premises.mappedGroups },
  },
  changes: ["group_add"],
  references: [
    cisDocker("5.32"),
    owaspDocker(1),
    cwe(250),
    composeService("group_add"),
    {
      title: "Docker: the docker group grants root-level privileges",
      url: "https://docs.docker.com/engine/install/linux-postinstall/#manage-docker-as-a-non-root-user",
    },
    moby("daemon/oci_linux.go"),
  ],
  docs: {
    why: [
      "A user other than root cannot open the engine's socket: it belongs to root and a group. `group_add` with that group lifts this last hurdle, and",
      "running as another user then protects nothing: the first program that an attacker starts commands the engine.",
    ].join("\n"),
    attack: [
      "The attacker gets the program to run code, as the user that the file names.",
      "By the added group they open `/var/run/docker.sock` and ask for a container that mounts the host's root directory.",
      "They are root on the host.",
    ],
    fix: [
      "Take the socket away rather than opening it: put a socket proxy in front, and remove the group. A proxy needs the group itself when it runs as another",
      "user than root, and is not reported.",
    ].join("\n"),
    fine: "The service is as trusted as the host's root. The groups of devices (`video`, `render`, `audio`, `dialout`, `plugdev`) are another matter and never meant.",
    premise: [
      "Without a socket in the container the group opens nothing, and stays without a finding. Root opens the socket by itself: then only the name counts,",
      "which would leave it to the next user. Names are looked up in the image, not on the host (read in moby's source), which is why a number stands there mostly:",
      "beside a socket, a number that is not one of the usual device groups is taken for the socket's, unless the service has devices, too.",
    ].join("\n"),
  },
  *check(service, context) {
    if (isSocketProxy(service) || !hasEngineSocket(service)) return;
    for (const group of socketGroups(service)) {
      yield {
        on: group,
        message: t`Group ${known(group) ?? ""} opens the engine's socket to every program in "${service.name.value}", root or not. Use a socket proxy instead.`,
        fixes: () => [
          {
            title: t`Remove the group ${known(group) ?? ""}`,
            class: "check",
            caveat: t(
              'The program can no longer talk to the engine: "permission denied" for the socket. A socket proxy lets it do so again.',
            ),
            change: context.edit.change({ op: "remove", target: group }),
          },
        ],
      };
    }
  },
});

/** What stands for the socket's group: its name, else numbers that can be no device's; for root, who opens it anyway, the name alone. */
function socketGroups(service: Service): readonly Sourced<string | Unresolved>[] {
  const { groupAdd, devices } = service;
  const named = groupAdd.items.filter((group) => known(group) === "docker" || group.variables?.some(({ name }) => /docker/iu.test(name)));
  if (named.length > 0 || devices.items.length > 0 || effectiveUser(service) === "root")
    return named.filter((group) => known(group) !== undefined);
  return groupAdd.items.filter((group) => /^\d+$/u.test(known(group) ?? "") && !deviceGroups.has(known(group) ?? ""));
}

/** Root's own group, and numbers that Debian and its kin give to devices in every installation. Source: Debian's base-passwd. */
const deviceGroups: ReadonlySet<string> = new Set(["0", "5", "6", "20", "24", "25", "29", "44", "46"]);
