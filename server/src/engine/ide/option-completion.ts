import { securityOptions } from "../knowledge/security-opts.js";
import { t } from "../text/l10n.js";
import { type Completion, replaceItem, siblings, type Typed } from "./completion-item.js";
import { parseSecurityOpt } from "./security-opt-hover.js";

/** Values of `security_opt` that are not in the list yet; those that take a wall away last. */
export function optionCompletions(typed: Typed): readonly Completion[] {
  const present = new Set(siblings(typed.cursor).map((text) => text.replace(":", "=")));
  const keys = new Set(siblings(typed.cursor).map((text) => parseSecurityOpt(text).key));
  return securityOptions
    .filter(({ option, key }) => !present.has(option.replace(":", "=")) && !(key === "no-new-privileges" && keys.has(key)))
    .map(({ option, summary, weakens, effect, instead }) => ({
      label: option,
      kind: "option",
      ...(weakens && { note: t("weakens") }),
      detail: t(summary),
      markdown: [t(effect), ...(instead === undefined ? [] : [t`Instead: ${instead}`])].join("\n\n"),
      edit: replaceItem(typed, option),
      sortText: `${weakens ? 5 : 1}${option === "no-new-privileges:true" ? "" : "_"}${option}`,
      dangerous: weakens,
    }));
}
