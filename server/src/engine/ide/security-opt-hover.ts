import { securityOption } from "../knowledge/security-opts.js";
import type { SecurityOpt } from "../model/project.js";
import { t } from "../text/l10n.js";
import type { HoverText } from "./hover-text.js";
import { code } from "./origin.js";

/** What a value of `security_opt` closes or opens; absent for keys that no engine knows. */
export function securityOptHover({ key, value, separator }: SecurityOpt): HoverText | undefined {
  const facts = securityOption(key, value);
  if (facts === undefined) return undefined;
  // A profile that is written out in place is not repeated.
  const written = value === undefined ? key : `${key}${separator ?? "="}${/^\s*\{/u.test(value) ? "..." : value}`;
  return {
    head: t`${code(written)} - ${facts.summary}.`,
    lines: [
      t(facts.effect),
      facts.neededBy === undefined ? undefined : facts.weakens ? t`Needed by: ${facts.neededBy}` : t(facts.neededBy),
      facts.instead === undefined ? undefined : t`Instead: ${facts.instead}`,
    ],
    sources: [facts.source],
  };
}

/** An option as it is written, taken apart as the engine does. */
export function parseSecurityOpt(text: string): SecurityOpt {
  const [, key = text, separator, value] = /^([^=:]*)([=:])([\s\S]*)$/u.exec(text) ?? [];
  return { key, value, separator: separator === "=" || separator === ":" ? separator : undefined };
}
