import type { ComposeProject, Service } from "../model/project.js";
import { isUnresolved } from "../model/sourced.js";
import type { Rule } from "./rule.js";

export const versionObsolete: Rule<"version-obsolete"> = {
  id: "version-obsolete",
  title: "version has no meaning any more",
  category: "hygiene",
  severity: "hint",
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
    fine: "The file is deployed with `docker stack deploy`, which reads it: files with settings for Swarm get no finding.",
    premise: "Compose 2 and newer read every file by the one specification. Source: the Compose specification, version top-level element.",
  },
  *check(project, { edit }) {
    if (isForSwarm(project)) return;
    for (const version of project.versions) {
      if (isUnresolved(version.value)) continue;
      yield {
        on: version,
        unnecessary: true,
        message: "Compose ignores version and warns about it with every command. Delete the line.",
        fixes: () => [{ title: "Delete version", class: "safe", change: edit.change({ op: "remove", target: version }) }],
      };
    }
  },
};

/** Whether a service has settings that only `docker stack deploy` follows. */
function isForSwarm({ services }: ComposeProject): boolean {
  return [...services.values()].some(swarmOnly);
}

function swarmOnly({ deploy }: Service): boolean {
  if (deploy === undefined) return false;
  const { mode, placement, updateConfig, rollbackConfig, endpointMode } = deploy;
  return [mode, placement, updateConfig, rollbackConfig, endpointMode].some((setting) => setting !== undefined);
}
