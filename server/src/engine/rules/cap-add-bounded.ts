import { capabilityTier } from "../knowledge/capabilities.js";
import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { isDocumented, removeCapability, singleCapabilities } from "./added-capabilities.js";
import { isOutOfReach, mountsProcesses } from "./capability-reach.js";
import { capabilitiesManual, cisDocker, composeService, cwe, linux, owaspDocker, seccompProfile } from "./references.js";
import { serviceRule } from "./rule.js";

export const capAddBounded = serviceRule({
  id: "cap-add-bounded",
  title: "Capability over the container's own processes",
  category: "capabilities",
  severity: "information",
  changes: ["cap_add"],
  references: [
    cisDocker("5.4"),
    owaspDocker(3),
    cwe(250),
    composeService("cap_add"),
    capabilitiesManual,
    seccompProfile,
    linux("kernel/reboot.c"),
  ],
  docs: {
    why: [
      "`SYS_PTRACE` opens the memory of every process in the container, other users' too: what one of them keeps from the rest, keys and passwords, is",
      "open to whoever breaks into another. `SYS_BOOT` ends the whole container. Both end where the container's processes end.",
    ].join("\n"),
    attack: [
      "A hole in the program gives the attacker root in the container, or a setuid program does.",
      "With a debugger they read keys out of another process there, or run their code in it, past its own filter of system calls.",
    ],
    fix: [
      "Remove it. To debug, start a second service for as long as it takes, with `pid: service:NAME` and the capability: the program itself needs none.",
      "Tracing processes of one's own user needs no capability since Linux 4.8.",
    ].join("\n"),
    fine: "A debugger or profiler that joins one service by `pid: service:NAME` is no finding; nor are images that document it.",
    premise: [
      "A PID namespace of the container's own, which is the default; with `pid: host`, or the host's `/proc` mounted, it is `cap-add-host-reach`. Docker's seccomp profile lets `ptrace`",
      "through for everybody since Linux 4.8, so that the capability decides about other users' processes alone. `reboot` in such a namespace ends its",
      "first process and nothing else (`reboot_pid_ns`).",
    ].join("\n"),
  },
  *check(service, context) {
    if (known(service.pid) === "host") return;
    for (const added of singleCapabilities(service)) {
      const { item, name } = added;
      const gain = gains[name];
      if (gain === undefined || capabilityTier(name) !== "bounded" || isForJoining(service, name)) continue;
      if (name === "SYS_PTRACE" && mountsProcesses(service)) continue;
      if (isDocumented(service, name) || isOutOfReach(service, name)) continue;
      yield {
        on: item,
        message: t`${name} lets root in "${service.name.value}" ${gain}.`,
        fixes: () => [removeCapability(added, context, losses[name])],
      };
    }
  },
});

const gains: Readonly<Record<string, string>> = {
  SYS_PTRACE: "read and change every process of the container. Remove it; to debug, join with pid: service: from a second one",
  SYS_BOOT: "end the container at will; the host does not reboot. Remove it",
};

const losses: Readonly<Record<string, string>> = {
  SYS_PTRACE: "Debuggers and profilers no longer attach to processes of another user.",
  SYS_BOOT: "A reboot from inside is refused; stopping from outside works as before.",
};

/** The narrow way to debug: the capability counts for the one service that is joined. */
function isForJoining({ pid }: Service, name: string): boolean {
  return name === "SYS_PTRACE" && /^(?:service|container):/u.test(known(pid) ?? "");
}
