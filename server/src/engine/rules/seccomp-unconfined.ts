import { isUnresolved } from "../model/sourced.js";
import { cisDocker, composeService, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const seccompUnconfined = serviceRule({
  id: "seccomp-unconfined",
  title: "System call filter is off",
  category: "privilege",
  severity: "warning",
  references: [
    cisDocker("5.22"),
    owaspDocker(6),
    composeService("security_opt"),
    { title: "Docker: seccomp profiles", url: "https://docs.docker.com/engine/security/seccomp/" },
  ],
  docs: {
    why: [
      "Docker's filter keeps programs from some system calls that hardly any needs, and in which the holes of the kernel are found again and again:",
      "`keyctl`, `userfaultfd`, `bpf`, `io_uring`, new user namespaces. Without it such a hole is open to every process of the container.",
    ].join("\n"),
    fix: "Remove the option. For a program that needs one more call, write a profile that adds this call: `seccomp=./profile.json`.",
    fine: "A debugger, a browser's own sandbox or a container engine inside the container, on a machine without other tenants.",
  },
  *check(service, { edit }) {
    if (service.privileged?.value === true) return;
    for (const item of service.securityOpt.items) {
      if (isUnresolved(item.value) || item.value.key !== "seccomp" || item.value.value !== "unconfined") continue;
      yield {
        on: item,
        message: `"${service.name.value}" may use every system call, and so each hole of the host's kernel. Remove the option, or name a profile of your own.`,
        fixes: () => [
          {
            title: "Remove seccomp=unconfined",
            class: "check",
            caveat:
              'Debuggers, browsers with a sandbox of their own and engines in the container may miss a call; "operation not permitted" tells.',
            change: edit.change({ op: "remove", target: item }),
          },
        ],
      };
    }
  },
});
