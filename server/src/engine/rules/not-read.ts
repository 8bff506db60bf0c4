import type { ComposeProject, Problem } from "../model/project.js";
import type { Sourced } from "../model/sourced.js";
import { unreadCodes } from "../model/unread.js";
import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import type { Rule } from "./rule.js";

/** Says in the text, too, what the state of the check says: a gap is quiet, but never silent. */
export const notRead: Rule<"not-read"> = {
  id: "not-read",
  title: "Part of the project is not read",
  category: "hygiene",
  severity: "information",
  changes: [],
  references: [
    { title: "Compose: include", url: "https://docs.docker.com/reference/compose-file/include/" },
    { title: "Compose: extends", url: "https://docs.docker.com/reference/compose-file/services/#extends" },
  ],
  docs: {
    why: [
      "What is not read is not checked: a service that comes by this `include`, or a setting that comes by this `extends`, may open the host, and",
      "nothing here would say so. `docker compose` reads it all the same, from the other machine too.",
    ].join("\n"),
    fix: [
      "Keep a copy of the file in the workspace. What lies elsewhere on this disk is read with the setting `watertight.files.readOutsideWorkspace`,",
      "on the command line with `--allow-outside`.",
    ].join("\n"),
    fine: "The other file is checked where it is kept, and a digest or a commit says which version of it is taken.",
  },
  *check(project) {
    for (const [first, ...others] of sameReason(project)) {
      if (first === undefined) continue;
      yield {
        on: first.on,
        underline: "value",
        message: first.message,
        related: others.slice(0, maxRelated).map(({ on }) => ({ on, message: t("Not read for the same reason.") })),
      };
    }
  },
};

interface Gap {
  readonly on: Sourced<undefined>;
  readonly message: string;
}

const maxRelated = 20;

/** One gap for each place, put together where a file has several for one reason: dozens of includes may hang on one variable. */
function sameReason(project: ComposeProject): Iterable<readonly Gap[]> {
  const places = new Set<string>();
  const groups = new Map<string, Gap[]>();
  for (const problem of project.problems) {
    if (!unreadCodes.has(problem.code)) continue;
    const at = placeOf(problem, project);
    const place = `${at.file} ${at.start}`;
    if (places.has(place)) continue;
    places.add(place);
    const reason = `${at.file} ${problem.message}`;
    groups.set(reason, [...(groups.get(reason) ?? []), { on: { value: undefined, at, via: [] }, message: problem.message }]);
  }
  return groups.values();
}

/** What concerns the project as a whole stands at its first key. */
function placeOf({ at }: Problem, { body }: ComposeProject): Place {
  return at.end === 0 && body?.at.file === at.file ? { ...at, start: body.at.start, end: body.at.start } : at;
}
