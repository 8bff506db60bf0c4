import { t } from "../text/l10n.js";
import { ignoringGuide } from "./references.js";
import type { Fix, Rule } from "./rule.js";

export const ignoreExpired: Rule<"ignore-expired"> = {
  id: "ignore-expired",
  title: "Ignore whose last day has passed",
  category: "hygiene",
  severity: "warning",
  about: "ignores",
  changes: [],
  references: [ignoringGuide],
  docs: {
    why: "Somebody accepted a risk for a time, and the time is over. The finding is told again; this says what became of the decision.",
    fix: "Mend what it is about and remove the ignore, or look at the risk once more and write a new day.",
    fine: "Never as it is: an ignore with a day that has passed does nothing.",
    premise: "`until 2027-03-31` in a reason is its last day, by the clock of the machine that checks.",
  },
  *check(_project, { ignores = [] }) {
    for (const { rule, isKnown, on, service, until, isExpired, remove } of ignores) {
      if (!isKnown || !isExpired) continue;
      const fix: Fix = {
        title: t`Remove the ignore of ${rule}`,
        class: "recommended",
        caveat: t("Comments alone change."),
        change: { edits: remove() },
      };
      yield {
        on,
        ...(service !== undefined && { service }),
        message: t`This ignore of ${rule} counted until ${until ?? ""}. Mend what it is about and remove it, or decide again and write a new day.`,
        fixes: () => [fix],
      };
    }
  },
};
