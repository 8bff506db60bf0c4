import { normaliseCapability } from "../knowledge/capabilities.js";
import type { Service } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { composeService, cwe, dockerCompose } from "./references.js";
import { serviceRule } from "./rule.js";

export const preStartUnhardened = serviceRule({
  id: "pre-start-unhardened",
  title: "Step before the start lacks the service's hardening",
  category: "privilege",
  severity: "hint",
  preset: "strict",
  changes: [],
  references: [cwe(1188), composeService("pre_start"), dockerCompose("pkg/compose/pre_start.go")],
  docs: {
    why: [
      "A `pre_start` step runs in a container of its own, with the service's volumes and networks. What hardens the service does not hold for it: it has",
      "Docker's default capabilities, a writable file system, no `no-new-privileges`, and the user of its image, which is mostly root.",
    ].join("\n"),
    attack: [
      "The attacker has taken over the service, which can do little, and leaves a file in one of its volumes: a link, a script, a setting.",
      "At the next start the step works on that volume as root with the default capabilities, follows the link or reads the file.",
      "They have changed what was out of their reach.",
    ],
    fix: [
      "Make the step a service of its own with the same hardening, and let this one wait for it: `depends_on` with the condition",
      "`service_completed_successfully`. Or name a `user` in the step that may do only what is needed.",
    ].join("\n"),
    fine: "The step works on nothing that the service can change, or names another user than root.",
    premise: [
      "Read in the source of Docker Compose: of the service the container gets image (where the step names none), environment, volumes and networks, and",
      "of the step command, user, `privileged`, directory and environment. The specification has no attribute for more.",
    ].join("\n"),
  },
  *check(service) {
    const lost = hardeningOf(service);
    if (lost.length === 0) return;
    for (const { item, command, user, privileged } of service.preStart.items) {
      const isPrivileged = privileged !== undefined && privileged.value !== false;
      // Another user has none of the capabilities; what a variable decides is not known.
      if (isPrivileged || (user !== undefined && (isUnresolved(user.value) || !/^(?:root|0+)?(?::.*)?$/u.test(user.value)))) continue;
      yield {
        on: command.list ?? item,
        underline: "key",
        message: t`This pre_start step of "${service.name.value}" runs without its ${inWords(lost)}. Make it a service of its own that has them.`,
        fixes: () => [
          {
            title: t("Make it a service of its own"),
            class: "check",
            change: {
              refused: t("Compose hardens no pre_start step: write a service, and depends_on with service_completed_successfully here."),
            },
          },
        ],
      };
    }
  },
});

/** What the service sets against a break-in. */
function hardeningOf({ capDrop, securityOpt, readOnly }: Service): readonly string[] {
  return [
    ...(capDrop.items.some((name) => normaliseCapability(known(name) ?? "") === "ALL") ? ["cap_drop"] : []),
    ...(securityOpt.items.some(({ value }) => !isUnresolved(value) && value.key === "no-new-privileges") ? ["no-new-privileges"] : []),
    ...(readOnly !== undefined && known(readOnly) === true ? ["read_only"] : []),
  ];
}
