import { gainsPrivileges } from "../knowledge/images.js";
import type { Service } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const noNewPrivilegesMissing = serviceRule({
  id: "no-new-privileges-missing",
  title: "Processes may gain privileges",
  category: "privilege",
  severity: "information",
  absence: "no-new-privileges",
  hardens: true,
  changes: ["security_opt"],
  references: [
    cisDocker("5.26"),
    owaspDocker(4),
    cwe(250),
    composeService("security_opt"),
    { title: "Linux: no_new_privs", url: "https://docs.kernel.org/userspace-api/no_new_privs.html" },
    moby("daemon/daemon_unix.go"),
  ],
  docs: {
    why: [
      "Without `no-new-privileges`, a program that an attacker runs as an ordinary user can become root in the container through any setuid",
      "program of the image, such as `su` or `mount`, or through a file that carries capabilities.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container as the program's own user, who may do little.",
      "They use a setuid program of the image (`su`, `mount`, `pkexec`) that has a hole, or a password that they found, and are root in the container.",
      "As root they have the container's capabilities: they read every mounted file and prepare the way out.",
    ],
    fix: "Add `no-new-privileges:true` to `security_opt`. Programs that give privileges up (gosu, su-exec, s6) are not affected.",
    fine: [
      "The program itself relies on `sudo`, on a setuid helper, or on a file with capabilities: it would fail, some without a message. A service that runs as",
      "root gains nothing by such a program, and loses nothing by the option.",
    ].join("\n"),
    premise: [
      "The engine's default is off, unless its configuration says `no-new-privileges`, which cannot be seen here. The kernel then ignores setuid bits and file",
      "capabilities at each start of a program; giving rights up, as gosu, su-exec and s6 do, is not affected. A program whose file asks for a capability that",
      "the container has not fails with it as without. Swarm's `docker stack deploy` ignores `security_opt` altogether.",
    ].join("\n"),
  },
  *check(service, context) {
    const privileged = service.privileged !== undefined && service.privileged.value !== false;
    if (service.partial || service.provider !== undefined || privileged) return;
    if (service.securityOpt.items.some(({ value }) => isUnresolved(value) || value.key === "no-new-privileges")) return;
    yield {
      on: service.name,
      underline: "key",
      message: t`A setuid program in "${service.name.value}" can make any user root there. Add no-new-privileges:true to security_opt.`,
      fixes: () => [addFix(service, context)],
    };
  },
});

function addFix(service: Service, { edit }: RuleContext): Fix {
  const image = known(service.image);
  const reason = image === undefined ? undefined : gainsPrivileges(image);
  const change = edit.change({ op: "append", into: service.body, key: "security_opt", items: ["no-new-privileges:true"] });
  const title = t("Add no-new-privileges:true");
  // Never on save: a program that somebody adds to the image may count on what its own do without.
  if (reason === "no")
    return { title, class: "recommended", caveat: t("What the image itself runs does without; what you add may not."), change };
  return reason === undefined
    ? { title, class: "recommended", caveat: t("A program that uses sudo, a setuid helper or a file with capabilities fails."), change }
    : { title, class: "check", caveat: reason, change };
}
