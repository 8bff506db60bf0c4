import { t } from "../text/l10n.js";
import { ignoringGuide } from "./references.js";
import type { Rule } from "./rule.js";

export const ignoreWithoutReason: Rule<"ignore-without-reason"> = {
  id: "ignore-without-reason",
  title: "Ignore without a reason",
  category: "hygiene",
  severity: "information",
  inStrict: "warning",
  about: "ignores",
  changes: [],
  references: [ignoringGuide],
  docs: {
    why: [
      "Whoever reads the file later cannot tell a risk that somebody weighed from one that somebody wanted to stop hearing of. Nobody dares to remove it,",
      "and nobody knows when it is no longer true.",
    ].join("\n"),
    fix: "Write why behind ` -- `, and who else guards it: `# watertight-ignore-next-line network-mode-host -- answers broadcasts, behind the firewall`.",
    fine: "A file that nobody else reads.",
  },
  *check(_project, { ignores = [] }) {
    for (const { rule, isKnown, on, service, reason, isUsed, isExpired } of ignores) {
      if (!isKnown || reason !== undefined || isUsed === false || isExpired) continue;
      yield {
        on,
        ...(service !== undefined && { service }),
        message: t`Nobody can tell later why ${rule} is ignored here. Write the reason behind it, after " -- ".`,
        fixes: () => [
          {
            title: t("Write the reason"),
            class: "recommended",
            change: { refused: t("Only you know it: write it behind the rule's id, after -- .") },
          },
        ],
      };
    }
  },
};
