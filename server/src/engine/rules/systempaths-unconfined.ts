import { t } from "../text/l10n.js";
import { hasNoRoot } from "./capability-reach.js";
import { premises } from "./engine-posture.js";
import { composeService, cwe, dockerCompose, moby, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";
import { needsOption, removeOption, securityOption } from "./security-options.js";

export const systempathsUnconfined = serviceRule({
  id: "systempaths-unconfined",
  title: "Kernel settings below /proc are writable",
  category: "privilege",
  severity: "warning",
  posture: {
    rootless: { severity: "information", because: "the kernel's settings belong to the host's root, who is not in it" },
    desktop: { severity: "information", because: premises.hostIsMachine },
    "userns-remap": { severity: "information", because: "the kernel's settings belong to the host's root, who is not in it" },
  },
  changes: ["security_opt"],
  references: [
    owaspDocker(6),
    cwe(668),
    composeService("security_opt"),
    { title: "core(5): piping core dumps to a program", url: "https://man7.org/linux/man-pages/man5/core.5.html" },
    dockerCompose("pkg/compose/create.go"),
    moby("daemon/pkg/oci/defaults.go"),
  ],
  docs: {
    why: [
      "The engine hides files below `/proc` and `/sys` that tell of the host's memory and keys, and mounts `/proc/sys` read-only. This option takes both",
      "away. `/proc/sys/kernel/core_pattern` names a program that the kernel runs as root, outside of every container, when a process crashes.",
    ].join("\n"),
    attack: [
      "The attacker, root in the container, writes `|/proc/%P/root/tmp/x` to `/proc/sys/kernel/core_pattern`, and a program to `/tmp/x`.",
      "They let a process crash.",
      "The kernel runs the attacker's program as root on the host.",
    ],
    fix: [
      "Remove the option. Settings of the container's own network and memory go under `sysctls`; what concerns the whole host belongs into",
      "`/etc/sysctl.d` there.",
    ].join("\n"),
    fine: [
      "An engine without root inside a container, which mounts a `/proc` of its own: rootless Docker in Docker and rootless BuildKit are not reported.",
    ].join("\n"),
    premise: [
      "Holds without user namespaces for a process that runs as root. Measured on Linux 6.18: uid 0 without any capability writes `core_pattern`, since the",
      "kernel asks for the user alone. Where AppArmor is on, its profile still denies the writing; with `apparmor=unconfined` beside it, and on hosts",
      "without AppArmor, nothing does. Compose itself takes the option, which needs the `=`, and sends empty lists of masked and read-only paths (read",
      "in its source); with a colon the engine refuses it.",
    ].join("\n"),
  },
  *check(service, context) {
    const item = securityOption(service, "systempaths");
    if (item === undefined || item.value.separator !== "=" || item.value.value !== "unconfined") return;
    if (needsOption(service, "systempaths=unconfined") || hasNoRoot(service)) return;
    yield {
      on: item,
      message: t`Root in "${service.name.value}" can write the host's kernel settings below /proc/sys and run programs outside. Remove this option.`,
      fixes: () => [
        removeOption(
          item,
          context,
          t(
            'Writing below /proc/sys fails with "read-only file system", and so does mounting a new /proc, as engines in the container do.',
          ),
        ),
      ],
    };
  },
});
