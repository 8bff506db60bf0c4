import type { Service } from "../model/project.js";
import { isUnresolved } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { Rule } from "./rule.js";

export const versionObsolete: Rule<"version-obsolete"> = {
  id: "version-obsolete",
  title: "version has no meaning any more",
  category: "hygiene",
  severity: "hint",
  changes: [],
  references: [
    {
      title: "Compose: version and name",
      url: "https://docs.docker.com/reference/compose-file/version-and-name/#version-top-level-element-obsolete",
    },
  ],
  docs: {
    why: [
      "Compose ignores `version` and warns about it with every command. Readers take it for a promise: that an old version switches new attributes",
      "off, or that a file is old and safe to leave alone.",
    ].join("\n"),
    attack: [
      "Every command prints the same warning, and people stop reading what Compose prints.",
      "The warning that matters, an unset variable for a password, goes by unread.",
    ],
    fix: "Delete the line: Compose reads the file as before, and the warning is gone.",
    fine: "The file is deployed with `docker stack deploy`, which reads it: files with settings for Swarm, or named for it, get no finding.",
    premise: "Compose 2 and newer read every file by the one specification. Source: the Compose specification, version top-level element.",
  },
  *check(project, { edit }) {
    if ([...project.services.values()].some(swarmOnly)) return;
    for (const version of project.versions) {
      if (isUnresolved(version.value) || isNamedForSwarm(version.at.file)) continue;
      yield {
        on: version,
        unnecessary: true,
        message: t("Compose ignores version and warns about it with every command. Delete the line."),
        fixes: () => [{ title: t("Delete version"), class: "safe", change: edit.change({ op: "remove", target: version }) }],
      };
    }
  },
};

function isNamedForSwarm(uri: string): boolean {
  return /(?:^|[-._])(?:stack|swarm)[-._]/iu.test(uri.split("/").at(-1) ?? "");
}

/** Whether a service has settings that only `docker stack deploy` follows. */
function swarmOnly({ deploy }: Service): boolean {
  if (deploy === undefined) return false;
  const { mode, placement, updateConfig, rollbackConfig, endpointMode } = deploy;
  return [mode, placement, updateConfig, rollbackConfig, endpointMode].some((setting) => setting !== undefined);
}
