import { hostPath as hostPathFacts } from "../knowledge/host-paths.js";
import { directoryPath } from "../model/host-path.js";
import type { ComposeProject, Mount } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { isWritable } from "./mount-exposure.js";
import { mountPart, mountPlace, removeMount, writtenPath } from "./mount-fixes.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const projectRootMount = serviceRule({
  id: "project-root-mount",
  title: "The whole project is mounted",
  category: "mounts",
  severity: "information",
  preset: "strict",
  changes: ["volumes"],
  references: [
    owaspDocker(12),
    cwe(538),
    composeService("volumes"),
    { title: "Compose: develop.watch copies sources instead", url: "https://docs.docker.com/compose/how-tos/file-watch/" },
  ],
  docs: {
    why: [
      "The folder of the project holds more than the program's sources: `.env` with its passwords, `.git` with all that was ever committed, secrets in files,",
      "this compose file. Writable, it is also what you run on your own machine: Git hooks, scripts of the package manager, settings of the editor.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container, by a bug of the program or by a package that it installs.",
      "They read `/app/.env`, and the tokens of remotes in `/app/.git/config`.",
      "They write `/app/.git/hooks/post-checkout` or a line of `package.json`: you run it at the next checkout or build, outside of every container.",
    ],
    fix: "Mount the folder with the sources (`./src`), or leave the mount away and let `develop.watch` copy what changes. Keep secrets elsewhere.",
    fine: [
      "A file for development on your own machine, which is what most of these mounts are for: so only the preset `strict` names them. A development",
      "container, in which the editor itself works, needs the whole project: a mount at `/workspace` or `/workspaces` is not reported.",
    ].join("\n"),
    premise: [
      "Holds for binds of the project's own folder (`.`, `${PWD}`) or of one above it, under every engine. `.dockerignore` does not help: it is about builds.",
      "As another `user` than root the container reads what that user may, which on Docker Desktop is everything.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const mount of service.mounts.items) {
      if (!isProject(mount, context.project) || isDevelopmentContainer(mount)) continue;
      const also = isWritable(mount, context.project) === true ? ", and change what you run" : "";
      yield {
        on: mountPlace(mount),
        message: t`Through ${mount.hostPath === "." ? "the project's folder" : writtenPath(mount)}, an attacker in "${service.name.value}" can read .env and .git${also}. Mount only the folders it needs.`,
        fixes: () => [
          ...mountPart(mount, context),
          removeMount(mount, context, t("The program runs what its image holds: changes of the sources show after the next build.")),
        ],
      };
    }
  },
});

/** Whether the project is mounted where development containers have it. Source: containers.dev, reference of devcontainer.json, workspaceMount. */
function isDevelopmentContainer({ target }: Mount): boolean {
  return target !== undefined && /^\/workspaces?(?:\/|$)/u.test(known(target) ?? "");
}

/** Whether a bind is of the project's folder, or of one above it that is named by climbing there. */
function isProject({ hostPath, source }: Mount, { directory }: ComposeProject): boolean {
  // A home or a system folder above is another rule's matter.
  if (hostPath === undefined || hostPathFacts(hostPath) !== undefined) return false;
  if (hostPath === "." || /^\.\.(?:\/\.\.)*$/u.test(hostPath)) return true;
  const home = directory === undefined ? undefined : directoryPath(directory);
  const climbs = typeof source?.value === "string" && /^\.\.(?:\/|$)/u.test(source.value);
  return climbs && home?.startsWith(`${hostPath}/`) === true;
}
