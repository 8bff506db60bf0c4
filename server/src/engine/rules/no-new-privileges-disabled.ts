import { gainsPrivileges } from "../knowledge/images.js";
import type { SecurityOpt, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";
import { securityOption } from "./security-options.js";

export const noNewPrivilegesDisabled = serviceRule({
  id: "no-new-privileges-disabled",
  title: "Processes are allowed to gain privileges",
  category: "privilege",
  severity: "information",
  changes: ["security_opt"],
  references: [
    cisDocker("5.26"),
    owaspDocker(4),
    cwe(269),
    composeService("security_opt"),
    { title: "Linux: no_new_privs", url: "https://docs.kernel.org/userspace-api/no_new_privs.html" },
    moby("daemon/daemon_unix.go"),
  ],
  docs: {
    why: [
      "`no-new-privileges:false` lets setuid programs and files with capabilities make any user root in the container, also on hosts whose engine",
      "forbids it for all, and also where a base that the service extends has switched it on.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container as the program's own user, who may do little.",
      "They use a setuid program of the image (`su`, `mount`, `pkexec`) that has a hole, and are root in the container.",
      "As root they have the container's capabilities: they read every mounted file and prepare the way out.",
    ],
    fix: "Write `no-new-privileges:true`. Programs that give privileges up (gosu, su-exec, s6) are not affected.",
    fine: [
      "The program itself relies on `sudo`, on a setuid helper, or on a file with capabilities. Images that are known to (Pi-hole, Netdata, Caddy and",
      "others) are not reported.",
    ].join("\n"),
    premise: [
      "Read in moby's source: the value of `daemon.json` counts first, then each option in order, so the last one decides; the value is true for `1`, `t`",
      "and `true`. Where neither the engine nor an earlier option switches it on, `false` changes nothing: then the line only stands in the way of a",
      "better default, which is why this is no warning.",
    ].join("\n"),
  },
  *check(service, context) {
    const item = securityOption(service, "no-new-privileges");
    if (item === undefined || !isFalse(item.value) || needsPrivileges(service)) return;
    yield {
      on: item,
      message: t`Any setuid program in "${service.name.value}" may make its user root there, whatever the engine's default. Write no-new-privileges:true.`,
      fixes: () => [switchOn(item, context)],
    };
  },
});

/** As Go reads a boolean; anything else the engine refuses. */
function isFalse({ value }: SecurityOpt): boolean {
  return value !== undefined && ["0", "f", "F", "false", "False", "FALSE"].includes(value);
}

function needsPrivileges({ image }: Service): boolean {
  const reference = known(image);
  return reference !== undefined && ![undefined, "no"].includes(gainsPrivileges(reference));
}

function switchOn(item: Sourced<SecurityOpt>, { edit }: RuleContext): Fix {
  return {
    title: t("Set no-new-privileges:true"),
    class: "check",
    caveat: t("Somebody switched it off on purpose: sudo, setuid helpers and files with capabilities fail, some without a message."),
    change: edit.change({ op: "replace", target: item, value: "no-new-privileges:true" }),
  };
}
