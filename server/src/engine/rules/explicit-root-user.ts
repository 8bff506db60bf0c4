import type { ComposeProject, Service } from "../model/project.js";
import { known, type Sourced, type Unresolved } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { hasEngineSocket } from "./engine-socket.js";
import { imageName } from "./image-name.js";
import { isOneShot } from "./one-shot.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
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
      "The program really needs root: it reads the logs of other containers, or changes users by itself in a script that cannot be seen here. Not",
      "reported are a line whose comment says what needs root, commands that set owners or switch user (`chown`, `gosu`, `su-exec`, `runuser`), services that",
      "do one thing and end or are named for what they prepare (`...-init`, `...-setup`), images that",
      "start as root anyway or leave root by themselves, services that hold the engine's socket, which makes them root on the host and is root's, and those",
      "that mount the engine's folder on the host, such as `/var/lib/docker/containers`: nobody else may read there.",
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
      switchesUser([...service.entrypoint.items, ...service.command.items]) ||
      isOneShot(service, context.project)
    )
      return;
    // The socket is root on the host for any user, and root is what it asks for.
    if (hasEngineSocket(service) || readsAsRootOnly(service) || preparesByName(service) || isExplained(context.project, user)) return;
    yield {
      on: user,
      message: t`A break-in to "${name.value}" gets root there, uid 0 as on the host. If it starts without, remove user "${known(user) ?? ""}" or name another.`,
      fixes: () => fixesFor(service, user, context),
    };
  },
});

/** What sets up files and accounts for others is root for it, whether it ends or waits afterwards. */
function preparesByName(service: Service): boolean {
  const image = imageName(service)?.split("@")[0]?.split("/").at(-1)?.split(":")[0] ?? "";
  return [service.name.value, image].some((name) =>
    /(?:^|[-_.])(?:init|set-?up|configure|config|bootstrap(?:per)?|provision(?:er)?|migrations?|permissions?)$/iu.test(name),
  );
}

/** Whether a comment beside the line, or right above it, says why it has to be root: that is more than anybody else knows. */
function isExplained({ files }: ComposeProject, { at, key = at }: Sourced<unknown>): boolean {
  const file = files.find(({ uri }) => uri === at.file);
  if (file === undefined) return false;
  let line = file.lines.lineOf(key.start);
  const near = file.comments.filter(({ ownLine, start }) => !ownLine && file.lines.lineOf(start) === line);
  for (const comment of file.comments.toReversed()) {
    if (!comment.ownLine || file.lines.lineOf(comment.start) !== line - 1) continue;
    near.push(comment);
    line--;
  }
  return near.some(({ text }) => /\broot\b/iu.test(text) && !/watertight-ignore/u.test(text));
}

/** Whether a part of the host is mounted that the engine keeps for root: the containers' logs and all that is theirs. */
function readsAsRootOnly({ mounts }: Service): boolean {
  return mounts.items.some(
    ({ hostPath }) => hostPath !== undefined && /^\/var\/lib\/(?:docker|containerd|containers)(?:\/|$)/u.test(hostPath),
  );
}

/** Whether the words of a command only prepare files for others, or go on as another user. */
export function switchesUser(commands: readonly Sourced<string | Unresolved>[]): boolean {
  const words = commands.flatMap((word) => (known(word) ?? "").split(/[\s;&|()]+/u));
  const programs = new Set(words.map((word) => word.slice(word.lastIndexOf("/") + 1)));
  return [...switches, ...prepares].some((program) => programs.has(program));
}

const switches: readonly string[] = ["gosu", "su-exec", "setpriv", "runuser", "s6-setuidgid", "chpst", "su", "sudo"];
const prepares: readonly string[] = ["chown", "chgrp", "chmod", "setfacl"];

function fixesFor(service: Service, user: Sourced<unknown>, context: RuleContext): readonly Fix[] {
  const isOther = factsOf(service)?.runsAsNonRoot === true;
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
