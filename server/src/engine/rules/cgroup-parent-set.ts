import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const cgroupParentSet = serviceRule({
  id: "cgroup-parent-set",
  title: "Control group of the host's choosing",
  category: "resources",
  severity: "information",
  preset: "strict",
  changes: ["cgroup_parent"],
  references: [cisDocker("5.25"), owaspDocker(7), cwe(400), composeService("cgroup_parent")],
  docs: {
    why: [
      "The container's control group is made below the one that is named, and what that one allows is shared with all that is in it. Below a slice of",
      "the system, a container that takes all memory takes it from the programs of the host there, whatever limits the engine's own group has.",
    ].join("\n"),
    attack: [
      "The attacker lets the container use all memory or processes of the parent group.",
      "The programs that share it stop, those of the host among them.",
    ],
    fix: "Remove the line: the engine then makes the group below its own. Set limits of the service itself.",
    fine: "A slice made for these containers, with limits that an administrator has set.",
    premise: "Which limits the parent has cannot be seen in the file. `build.cgroup_parent` concerns builds alone and is not looked at.",
  },
  *check({ name, cgroupParent }, { edit }) {
    const parent = cgroupParent === undefined ? undefined : known(cgroupParent);
    if (cgroupParent === undefined || parent === undefined || parent === "") return;
    yield {
      on: cgroupParent,
      message: t`"${name.value}" shares the limits of the control group ${parent} with all that is in it. Remove it, and set limits of its own.`,
      fixes: () => [
        {
          title: t`Remove cgroup_parent: ${parent}`,
          class: "check",
          caveat: t("Limits and accounting of the parent group no longer concern the container."),
          change: edit.change({ op: "remove", target: cgroupParent }),
        },
      ],
    };
  },
});
