import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";
import { needsOption, ownProfile, removeOption, securityOption } from "./security-options.js";

export const seccompUnconfined = serviceRule({
  id: "seccomp-unconfined",
  title: "System call filter is off",
  category: "privilege",
  severity: "warning",
  changes: ["security_opt"],
  references: [
    cisDocker("5.22"),
    owaspDocker(6),
    cwe(284),
    composeService("security_opt"),
    { title: "Docker: seccomp profiles", url: "https://docs.docker.com/engine/security/seccomp/" },
    moby("daemon/seccomp_linux.go"),
  ],
  docs: {
    why: [
      "Docker's filter keeps programs from some system calls that hardly any needs, and in which the holes of the kernel are found again and again:",
      "`keyctl`, `userfaultfd`, `bpf`, `io_uring`, new user namespaces. Without it such a hole is open to every process of the container.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container, as any user.",
      "They make a user namespace of their own (`unshare -Ur`), in which they are root and reach parts of the kernel that are closed outside.",
      "They use a known hole in such a part, netfilter or a file system, to run code in the kernel, and are root on the host.",
    ],
    fix: "Remove the option. For a program that needs one more call, write a profile that adds this call: `seccomp=./profile.json`.",
    fine: [
      "A debugger, a browser's own sandbox or a container engine inside the container, on a machine without other tenants. Images that are known to need",
      "it (rootless Docker in Docker, rootless BuildKit) are not reported.",
    ].join("\n"),
    premise: [
      "Holds for every engine that filters, which is the default; read in moby's source: with `unconfined` the container's specification has no filter at",
      "all. The filter does not replace capabilities: calls that need one still need it. `privileged: true` drops the filter by itself, and says more.",
    ].join("\n"),
  },
  *check(service, context) {
    const item = securityOption(service, "seccomp");
    if (item?.value.value !== "unconfined" || needsOption(service, "seccomp=unconfined")) return;
    yield {
      on: item,
      message: t`"${service.name.value}" may use every system call, and so each hole of the host's kernel. Remove the option, or name a profile of your own.`,
      fixes: () => [
        removeOption(
          item,
          context,
          t(
            'Debuggers, browsers with a sandbox of their own and engines in the container may miss a call; "operation not permitted" tells.',
          ),
        ),
        ownProfile(
          item,
          context,
          "./seccomp.json",
          t(
            "Start from Docker's default profile and add the calls that the program misses. The file is read when the container is created.",
          ),
        ),
      ],
    };
  },
});
