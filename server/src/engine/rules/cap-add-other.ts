import { capabilityTier } from "../knowledge/capabilities.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { isDocumented, removeCapability, singleCapabilities } from "./added-capabilities.js";
import { isOutOfReach } from "./capability-reach.js";
import { capabilitiesManual, cisDocker, composeService, cwe, linux, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const capAddOther = serviceRule({
  id: "cap-add-other",
  title: "Capability beyond Docker's defaults",
  category: "capabilities",
  severity: "information",
  changes: ["cap_add"],
  references: [cisDocker("5.4"), owaspDocker(3), cwe(250), composeService("cap_add"), capabilitiesManual, linux("kernel/audit.c")],
  docs: {
    why: [
      "Docker leaves these out, since hardly a program needs them. Each undoes one limit more: quotas and process limits (`SYS_RESOURCE`), files that",
      "must not change (`LINUX_IMMUTABLE`), the audit log (`AUDIT_READ`), the policy of a security module (`MAC_ADMIN`), the machine's sleep.",
    ].join("\n"),
    attack: [
      "A hole in the program gives the attacker root in the container.",
      "They use what is there: with `SYS_RESOURCE` they fill the host's process table and disk past every limit, with `LINUX_IMMUTABLE` they leave files in a mounted folder that even the host's root cannot delete at first.",
    ],
    fix: "Remove it. Limits are set for the service by `ulimits`, and the rest is done on the host, outside of every container.",
    fine: "The maker of the image documents it, as redis does `SYS_RESOURCE`: the images that are known here show nothing.",
    premise: [
      "A rootful engine without user namespaces. Some of them only count with more: `MAC_ADMIN` needs a writable securityfs, which Docker does not mount;",
      "`AUDIT_CONTROL` the host's PID namespace (then it is `cap-add-host-reach`); `CHECKPOINT_RESTORE` system calls that Docker's seccomp profile keeps",
      "shut. That is why this is an information.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const added of singleCapabilities(service)) {
      const { item, name } = added;
      const gain = gains[name];
      if (gain === undefined || capabilityTier(name) !== "other" || isDocumented(service, name) || isOutOfReach(service, name)) continue;
      if (name === "AUDIT_CONTROL" && known(service.pid) === "host") continue;
      yield {
        on: item,
        message: t`${name} lets root in "${service.name.value}" ${gain}. ${name === "SYS_RESOURCE" ? t("Remove it; set ulimits instead.") : t("Remove it.")}`,
        fixes: () => [removeCapability(added, context)],
      };
    }
  },
});

const gains: Readonly<Record<string, string>> = {
  LINUX_IMMUTABLE: "lock files of mounted folders against everybody, and lift such locks",
  IPC_OWNER: "open all shared memory of its IPC namespace, whoever owns it",
  SYS_PACCT: "switch process accounting on and off",
  SYS_RESOURCE: "pass every limit on processes, open files and disk space",
  SYS_TTY_CONFIG: "hang up and configure terminals",
  AUDIT_CONTROL: "change the audit rules, once it has the host's processes",
  MAC_OVERRIDE: "ignore the policy of Smack",
  MAC_ADMIN: "change the policy of AppArmor or Smack",
  WAKE_ALARM: "wake the host from sleep",
  BLOCK_SUSPEND: "keep the host from sleeping",
  AUDIT_READ: "read the audit log of the whole host",
  CHECKPOINT_RESTORE: "choose process numbers and look into the mappings of other processes",
};
