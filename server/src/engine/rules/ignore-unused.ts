import { t } from "../text/l10n.js";
import { ignoringGuide } from "./references.js";
import type { Fix, Rule } from "./rule.js";

export const ignoreUnused: Rule<"ignore-unused"> = {
  id: "ignore-unused",
  title: "Ignore that keeps nothing silent",
  category: "hygiene",
  severity: "hint",
  about: "ignores",
  changes: [],
  references: [ignoringGuide],
  docs: {
    why: [
      "What it was about is gone, or stands elsewhere now. It still says that somebody accepted a risk here, and the next change that brings the finding",
      "back is silent from the start.",
    ].join("\n"),
    fix: "Remove it. `Fix all` in the lightbulb removes every one of the file.",
    fine: "The finding comes and goes with an override that is not always there: name the files of each project in `watertight.projects`, then all of them count.",
    premise: [
      "Told only when its rule looked, as the settings are, and the whole project was read: an include that is missing may bring the finding. A file of several",
      "projects needs its ignore as long as one of them does.",
    ].join("\n"),
  },
  *check(_project, { ignores = [] }) {
    for (const { rule, isKnown, on, service, isUsed, isExpired, remove } of ignores) {
      if (!isKnown || isUsed !== false || isExpired) continue;
      const fix: Fix = {
        title: t`Remove the ignore of ${rule}`,
        class: "recommended",
        caveat: t("Comments alone change."),
        change: { edits: remove() },
      };
      yield {
        on,
        ...(service !== undefined && { service }),
        unnecessary: true,
        message: t`Nothing here is left for this ignore of ${rule}. Remove it, or the next such finding goes by unseen.`,
        fixes: () => [fix],
      };
    }
  },
};
