import { hostPath as factsOf, type HostPath, isEngineSocket } from "../knowledge/host-paths.js";
import type { Mount, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { mountedPath, mountPart, mountPlace, mountReadOnly, removeMount } from "./mount-fixes.js";
import { cisDocker, composeService, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";
import { socketFolderOf } from "./socket-parent-mount.js";

export const hostRootWritable = serviceRule({
  id: "host-root-writable",
  title: "System path of the host is writable",
  category: "mounts",
  severity: "error",
  references: [cisDocker("5.6"), owaspDocker(8), composeService("volumes")],
  docs: {
    why: [
      "Root in the container writes to this path as root on the host. One file is enough: a cron job or a systemd unit, a line in `/etc/passwd`, a",
      "kernel module that is loaded later, or a setting below `/proc/sys` that runs a program of the attacker's choice.",
    ].join("\n"),
    fix: "Mount the single file or folder that the program needs, and read-only (`:ro`) wherever it only reads.",
    fine: "A tool that manages the host itself, and is as trusted as the host's root. It belongs on no network that others reach.",
  },
  *check(service, context) {
    for (const mount of service.mounts.items) {
      const facts = writableFacts(mount);
      if (facts === undefined || socketFolderOf(service, mount) !== undefined) continue;
      yield {
        on: mountPlace(mount),
        message: `Root in "${service.name.value}" can take over the host by writing to ${mountedPath(mount)}. Mount it read-only, or only the part it needs.`,
        related: mount.backing === undefined ? [] : [{ on: mount.backing, message: "The volume is bound to this path." }],
        fixes: () => fixesFor(service, mount, facts, context),
      };
    }
  },
});

/** What is known of a path that is mounted writable and gives the host away; sockets and credentials are other rules' matter. */
function writableFacts({ type, hostPath, readOnly }: Mount): HostPath | undefined {
  if (hostPath === undefined || type === "tmpfs" || type === "unknown" || (readOnly !== undefined && known(readOnly) !== false))
    return undefined;
  const facts = factsOf(hostPath);
  const isOther = facts?.category === "credentials" || facts?.category === "control-socket" || isEngineSocket(hostPath);
  return facts?.writable === "critical" && !isOther ? facts : undefined;
}

function fixesFor(service: Service, mount: Mount, facts: HostPath, context: RuleContext): readonly Fix[] {
  const remove = removeMount(mount, context, "The program no longer finds what it read or wrote there.");
  const left = socketFolderOf(service, { ...mount, readOnly: { ...mount.item, value: true } });
  if (left !== undefined) {
    const refused = `Read-only it would still hand over ${left.holds}. Mount only the part that the program needs.`;
    return [...mountPart(mount, context), remove, { title: "Mount it read-only", class: "check", change: { refused } }];
  }
  const modules = facts.path === "/lib/modules";
  const caveat = facts.instead ?? "The program can no longer write there.";
  const readOnly = mountReadOnly(
    mount,
    context,
    modules ? { class: "safe" } : { class: "check", caveat: `Nothing can be written there any more. ${caveat}` },
  );
  return [readOnly, remove];
}
