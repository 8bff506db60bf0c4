import type { Service } from "../model/project.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";
import { factsOf, runAsUser } from "./run-as-user.js";

export const userNotSet = serviceRule({
  id: "user-not-set",
  title: "User is left to the image",
  category: "privilege",
  severity: "hint",
  preset: "strict",
  changes: ["user"],
  references: [
    cisDocker("4.1"),
    owaspDocker(2),
    cwe(250),
    composeService("user"),
    { title: "Dockerfile: USER", url: "https://docs.docker.com/reference/dockerfile/#user" },
  ],
  docs: {
    why: [
      "Most images name no user, and then the program runs as root, uid 0 as on the host. A file says so only when it sets `user`: without it, what runs",
      "depends on the image, and may change with its next version.",
    ].join("\n"),
    attack: [
      "The attacker gets the program to run code, and is root at once where the image names no user.",
      "They read and change every mounted file, whoever owns it.",
    ],
    fix: "Set `user` to the image's own user, or to a number that nothing else has, and let files in volumes belong to it.",
    fine: [
      "The image names a user, or starts as root and goes on as another one. Those that are known to are not reported. For your own images write `USER` into",
      "the Dockerfile.",
    ].join("\n"),
    premise: [
      "The engine takes the user of the service, else that of the image, else root. What an image does is not in the file, so this is a hint and only in",
      "the preset `strict`.",
    ].join("\n"),
  },
  *check(service, context) {
    if (service.partial || service.provider !== undefined || service.user !== undefined) return;
    if ((service.privileged !== undefined && service.privileged.value !== false) || isKnownToSwitch(service)) return;
    yield {
      on: service.name,
      underline: "key",
      message: t`Unless its image names a user, "${service.name.value}" runs as root, uid 0 as on the host. Set user.`,
      fixes: () => runAsUser(service, context),
    };
  },
});

/** Whether the image is known to run its program as another user than root, from the start or by switching. */
function isKnownToSwitch(service: Service): boolean {
  const facts = factsOf(service);
  return facts?.runsAsNonRoot === true || facts?.capAdd?.includes("SETUID") === true;
}
