import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { effectiveUser, isRoot } from "../model/user.js";
import { t } from "../text/l10n.js";
import { hooksOf } from "./hook-privileged.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { isRootsWork } from "./root-work.js";
import { serviceRule } from "./rule.js";
import { factsOf } from "./run-as-user.js";

export const hookRootUser = serviceRule({
  id: "hook-root-user",
  title: "Hook that runs as root among the service's files",
  category: "privilege",
  severity: "hint",
  preset: "strict",
  changes: ["post_start", "pre_stop", "develop.watch"],
  references: [cisDocker("5.24"), owaspDocker(2), cwe(250), composeService("post_start"), moby("daemon/exec_linux.go")],
  docs: {
    why: [
      "The service runs as another user than root, but Compose runs this hook as root in its container. What the program of the service could change, a",
      "script or a setting in a volume, the hook then runs or reads with root's rights.",
    ].join("\n"),
    attack: [
      "The attacker has taken over the service, as an ordinary user, and changes a file that the hook runs or reads.",
      "At the next start or stop the hook does what they want, as root in the container.",
    ],
    fix: "Remove `user: root`, so that the hook runs as the service does. What has to change owners goes into a `pre_start` step, in a container of its own.",
    fine: "The command stands in the image, where the service's user cannot change it, and reads nothing that this user can.",
    premise: [
      "Read in moby's source: an exec takes the capabilities of the container, so what the service has dropped the hook has not either; `no-new-privileges`",
      "does not keep it from being root. Commands that only set owners are not reported, nor services that run as root themselves.",
    ].join("\n"),
  },
  *check(service, context) {
    if (!runsAsOther(service) || service.privileged?.value === true) return;
    for (const { where, hook } of hooksOf(service)) {
      const user = hook.user === undefined ? undefined : known(hook.user);
      const isPrivileged = hook.privileged !== undefined && hook.privileged.value !== false;
      if (hook.user === undefined || user === undefined || !isRoot(user) || where === "pre_start" || isPrivileged) continue;
      const target = hook.user;
      if (isRootsWork(hook.command.items)) continue;
      yield {
        on: target,
        message: t`This ${where} hook is root among the files of "${service.name.value}", which runs as another user. Remove user: ${user}.`,
        fixes: () => [
          {
            title: t("Remove the user of the hook"),
            class: "check",
            caveat: t(
              "The hook then runs as the service does, and may write only what that user may write; Compose reports a hook that fails.",
            ),
            change: context.edit.change({ op: "remove", target }),
          },
        ],
      };
    }
  },
});

function runsAsOther(service: Service): boolean {
  const user = effectiveUser(service);
  return user === "other" || (user === "image" && service.user === undefined && factsOf(service)?.runsAsNonRoot === true);
}
