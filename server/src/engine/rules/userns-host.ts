import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, moby } from "./references.js";
import { serviceRule } from "./rule.js";

export const usernsHost = serviceRule({
  id: "userns-host",
  title: "User mapping switched off",
  category: "namespaces",
  severity: "hint",
  preset: "strict",
  posture: { "userns-remap": { severity: "warning", because: "root in it is the host's root again" } },
  changes: ["userns_mode"],
  references: [
    cisDocker("5.31"),
    cwe(250),
    composeService("userns_mode"),
    { title: "Docker: userns-remap", url: "https://docs.docker.com/engine/security/userns-remap/" },
    moby("daemon/daemon_unix.go"),
  ],
  docs: {
    why: [
      "An engine with `userns-remap` gives root in its containers the number of a user without rights on the host. `userns_mode: host` takes that away:",
      "root in this container is root on the host again, on every mount and after every escape.",
    ].join("\n"),
    attack: [
      "The attacker is root in the container, and finds a folder of the host that is mounted there.",
      "They leave a setuid program in it, which belongs to the host's root now.",
      "Any user of the host who runs it is root.",
    ],
    fix: "Remove the line. Files on mounts must then belong to the mapped users: the engine's range stands in `/etc/subuid`.",
    fine: "A service that needs `privileged`, `pid: host` or `network_mode: host` starts on such an engine only with this line.",
    premise:
      "Any other engine maps no users by itself, and the line changes nothing there; which is why this is a hint unless `watertight.posture` says so.",
  },
  *check(service, { edit }) {
    const { usernsMode, privileged, name } = service;
    if (usernsMode === undefined || known(usernsMode) !== "host" || privileged?.value === true) return;
    yield {
      on: usernsMode,
      message: t`userns_mode: host makes root in "${name.value}" the host's root again where the engine maps users. Remove it.`,
      fixes: () => [
        {
          title: t("Remove userns_mode: host"),
          class: "check",
          caveat: t("On an engine with userns-remap, files on mounts belong to mapped users from now on."),
          change: edit.change({ op: "remove", target: usernsMode }),
        },
      ],
    };
  },
});
