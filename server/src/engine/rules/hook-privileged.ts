import type { Hook } from "../model/lifecycle.js";
import type { Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { cisDocker, composeService, cwe, dockerCompose, moby, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const hookPrivileged = serviceRule({
  id: "hook-privileged",
  title: "Hook that runs privileged",
  category: "privilege",
  severity: "warning",
  posture: {
    rootless: { severity: "information", because: premises.rootIsUser },
    desktop: { severity: "information", because: premises.machine },
    "userns-remap": { severity: "information", because: premises.ownCapabilities },
  },
  changes: ["pre_start", "post_start", "pre_stop", "develop.watch"],
  references: [
    cisDocker("5.23"),
    owaspDocker(3),
    cwe(250),
    composeService("post_start"),
    composeService("pre_start"),
    dockerCompose("pkg/compose/pre_start.go"),
    moby("daemon/exec_linux.go"),
  ],
  docs: {
    why: [
      "A hook with `privileged: true` has every capability, however hardened the service is. A `pre_start` step runs in a container of its own with every",
      "device of the host, the volumes of the service, and none of its `cap_drop`, `security_opt`, `read_only` and limits: what it runs is root on the host.",
      "`post_start`, `pre_stop` and what `develop.watch` runs start inside the service's container, among files that its program may have changed.",
    ].join("\n"),
    attack: [
      "The attacker has taken over the service, as an ordinary user, and changes a script or a program in a volume that a hook will run.",
      "At the next start the privileged `pre_start` step runs it, or at the next stop the `pre_stop` hook does.",
      "In the one they mount the host's disk; in the other they have all the capabilities inside the container that were dropped for the service.",
    ],
    fix: [
      "Remove the line. To give files to the service's user, `user: root` without `privileged` is enough: `chown` needs a capability that Docker grants by",
      "default. What needs more belongs into a service of its own, with `cap_add`.",
    ].join("\n"),
    fine: "A `pre_start` step of a trusted image that prepares the host itself, with a command that stands in the image and not in a volume.",
    premise: [
      "Read in the source of Docker Compose: the container of a `pre_start` step is given the image, the user, `privileged`, the volumes and the networks,",
      "nothing else of the service. Read in moby's source: a privileged exec gets every capability, while seccomp filter, AppArmor profile, devices and",
      "`no-new-privileges` stay those of the container, so it does not leave the container by itself. Where the service is privileged, that says more.",
    ].join("\n"),
  },
  *check(service, context) {
    if (service.privileged?.value === true) return;
    for (const { where, hook } of hooksOf(service)) {
      const { privileged } = hook;
      if (privileged === undefined || known(privileged) !== true) continue;
      yield {
        on: privileged,
        message: t`${gains(where, service)} Remove privileged; user: root is enough to change owners.`,
        fixes: () => [
          {
            title: t("Remove privileged: true"),
            class: "check",
            caveat: t(
              'What needs more than Docker\'s default capabilities fails, mostly with "operation not permitted"; Compose then reports the hook.',
            ),
            change: context.edit.change({ op: "remove", target: privileged }),
          },
          ...asRoot(hook, privileged, context),
        ],
      };
    }
  },
});

export type HookAttribute = "pre_start" | "post_start" | "pre_stop" | "develop.watch";

function gains(where: HookAttribute, { name }: Service): string {
  if (where === "pre_start") return t`This pre_start step of "${name.value}" is a container with all rights of the host.`;
  return t`This ${where} hook has all capabilities inside "${name.value}", whatever its cap_drop says.`;
}

/** Every command that Compose runs beside the service's own, and which attribute says so. */
export function hooksOf({
  preStart,
  postStart,
  preStop,
  watch,
}: Service): readonly { readonly where: HookAttribute; readonly hook: Hook }[] {
  const each = (where: HookAttribute, hooks: readonly Hook[]) => hooks.map((hook) => ({ where, hook }));
  return [
    ...each("pre_start", preStart.items),
    ...each("post_start", postStart.items),
    ...each("pre_stop", preStop.items),
    ...each(
      "develop.watch",
      watch.items.flatMap(({ exec }) => exec ?? []),
    ),
  ];
}

/** Where nobody has said which user the hook runs as, it may be that it was privileged for want of root. */
function asRoot({ user, item }: Hook, privileged: Sourced<unknown>, { edit }: RuleContext): readonly Fix[] {
  if (user !== undefined) return [];
  const change = edit.change(
    { op: "remove", target: privileged },
    { op: "set", into: { ...item, value: "mapping" }, key: "user", value: "root" },
  );
  return [
    {
      title: t("Run it as root without privileged"),
      class: "check",
      caveat: t("Root has the capabilities that Docker grants by default, no more."),
      change,
    },
  ];
}
