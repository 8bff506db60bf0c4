import { t } from "../text/l10n.js";
import type { IgnoreUse } from "./ignore-use.js";
import { ignoringGuide } from "./references.js";
import type { Fix, Rule } from "./rule.js";

export const ignoreUnknown: Rule<"ignore-unknown"> = {
  id: "ignore-unknown",
  title: "Ignore that nothing understands",
  category: "hygiene",
  severity: "warning",
  about: "ignores",
  changes: [],
  references: [ignoringGuide],
  docs: {
    why: "No rule has this name, or the comment is none of the forms: it keeps nothing silent, while it says that somebody looked and accepted.",
    fix: "Write the rule's id as the finding shows it, behind `watertight-ignore-next-line`, `-line`, `-service` or `-file`. A rule that is gone needs no ignore.",
    fine: "Never: it does nothing.",
  },
  *check(_project, { ignores = [] }) {
    for (const ignore of ignores) {
      const { isKnown, on, service } = ignore;
      if (isKnown) continue;
      yield {
        on,
        ...(service !== undefined && { service }),
        message: messageOf(ignore),
        fixes: () => [...renames(ignore), ...removal(ignore)],
      };
    }
  },
};

function messageOf({ rule, mistyped, meant }: IgnoreUse): string {
  if (mistyped !== undefined)
    return t("This comment ignores nothing: its form is not known. Write watertight-ignore-next-line and the rule's id.");
  if (rule === "") return t("This comment ignores nothing, since it names no rule. Write the id that the finding shows behind it.");
  const shown = rule.length > maxShown ? `${rule.slice(0, maxShown - 1)}…` : rule;
  const remedy = meant[0] === undefined ? t("Remove it, or write the id that the finding shows.") : t`Write ${meant[0]}.`;
  return t`No rule is named "${shown}", so this ignores nothing. ${remedy}`;
}

const maxShown = 40;

function renames({ meant, rename }: IgnoreUse): readonly Fix[] {
  return meant.map((by) => ({
    title: t`Write ${by}`,
    class: "recommended",
    caveat: t("Comments alone change."),
    change: { edits: rename(by) },
  }));
}

function removal({ rule, remove }: IgnoreUse): readonly Fix[] {
  const title = rule === "" ? t("Remove the comment") : t`Remove the ignore of ${rule}`;
  return [{ title, class: "recommended", caveat: t("Comments alone change."), change: { edits: remove() } }];
}
