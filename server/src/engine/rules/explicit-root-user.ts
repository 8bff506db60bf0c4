import type { Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { hasEngineSocket } from "./engine-socket.js";
import { isOneShot } from "./one-shot.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { isRootsWork, laysFilesReady, startWords } from "./root-work.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";
import { factsOf, runAsUser } from "./run-as-user.js";

export const explicitRootUser = serviceRule({
  id: "explicit-root-user",
  title: "Service is told to run as root",
  category: "privilege",
  severity: "information",
  posture: {
    rootless: { severity: "hint", because: premises.rootIsUser },
    desktop: { severity: "hint", because: "root in it is root of the virtual machine" },
    "userns-remap": { severity: "hint", because: "root in it is a user without rights on the host" },
  },
  changes: ["user"],
  references: [
    cisDocker("4.1"),
    owaspDocker(2),
    cwe(250),
    composeService("user"),
    { title: "moby/sys: user/user.go", url: "https://github.com/moby/sys/blob/main/user/user.go" },
  ],
  docs: {
    why: [
      "Root in a container is uid 0 on the host, kept in by namespaces and a few missing capabilities alone. It reads and changes every file that is",
      "mounted, whoever owns it, and every hole of kernel or engine that needs root is open to it. `user: root` undoes the user that an image brings.",
    ].join("\n"),
    attack: [
      "The attacker gets the program to run code, and is root at once, without any further hole.",
      "They read the secrets and change the files of every mounted folder, and install what they need in the container.",
      "They use a hole that only root may use, or a mounted folder, to get to the host.",
    ],
    fix: [
      'Remove the line when the image brings a user of its own, or name one: `user: "1000:1000"`. Files in volumes have to belong to that user. What only',
      "has to change their owner goes into a container of its own that ends afterwards.",
    ].join("\n"),
    fine: [
      "The program really needs root: it sets up others, or changes users by itself in a script that cannot be seen here. That cannot be told from a",
      "needless line, so `recommended` reports only images that are known to bring a user of their own, and not beside the engine's socket, which is",
      "root's; `strict` reports the others as well. Never reported are commands that set owners or switch user (`chown`, `gosu`, `su-exec`, `runuser`)",
      "or do nothing but lay files ready (`mkdir`, `cp`, `install`), services that do one thing and end, images that start as root anyway or leave root",
      "by themselves, and services that mount the engine's folder on the host, such as `/var/lib/docker/containers`: nobody else may read there. A",
      "comment that gives a reason changes nothing here: `# watertight-ignore-line explicit-root-user -- the reason` does.",
    ].join("\n"),
    premise: [
      "Holds without user namespaces (`userns-remap`, rootless), where uid 0 inside is uid 0 outside. Read in the engine's source: `0`, `root`, `0:1000` and",
      "also `:` and `:1000`, without a name before the colon, are uid 0, whatever the image says; an empty text leaves it to the image.",
    ].join("\n"),
  },
  *check(service, context) {
    const { user, name, privileged } = service;
    if (user === undefined || effectiveUser(service) !== "root" || privileged?.value === true) return;
    const facts = factsOf(service);
    if (
      facts?.runsAsNonRoot === false ||
      facts?.leavesRoot === true ||
      isRootsWork(startWords(service)) ||
      laysFilesReady(startWords(service)) ||
      isOneShot(service, context.project)
    )
      return;
    if (readsAsRootOnly(service)) return;
    const undoes = undoesImage(service);
    if (context.settings.preset === "recommended" && (!undoes || hasEngineSocket(service))) return;
    const written = `user "${known(user) ?? ""}"`;
    yield {
      on: user,
      message: undoes
        ? t`A break-in to "${name.value}" gets root there, uid 0 as on the host. Its image brings a user of its own: remove ${written}.`
        : t`A break-in to "${name.value}" gets root there, uid 0 as on the host. If it starts without, remove ${written} or name another.`,
      fixes: () => fixesFor(service, user, context),
    };
  },
});

/** Whether it is known that the image names another user, which the line takes away. Whom a build of one's own names, nobody can see. */
function undoesImage(service: Service): boolean {
  return service.build === undefined && factsOf(service)?.runsAsNonRoot === true;
}

/** Whether a part of the host is mounted that the engine keeps for root: the containers' logs and all that is theirs. */
function readsAsRootOnly({ mounts }: Service): boolean {
  return mounts.items.some(
    ({ hostPath }) => hostPath !== undefined && /^\/var\/lib\/(?:docker|containerd|containers)(?:\/|$)/u.test(hostPath),
  );
}

function fixesFor(service: Service, user: Sourced<unknown>, context: RuleContext): readonly Fix[] {
  const isOther = undoesImage(service);
  const remove: Fix = {
    title: t("Remove the user"),
    class: "check",
    caveat: isOther
      ? t("The image runs as its own user then. Files that root has written into volumes have to belong to it.")
      : t("The user of the image counts then, which may be root as well. Files in volumes have to belong to it."),
    change: context.edit.change({ op: "remove", target: user }),
  };
  return isOther ? [remove] : [...runAsUser(service, context), remove];
}
