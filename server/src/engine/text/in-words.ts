import { phrase, t } from "./l10n.js";

/** `a`, `a and b`, `a, b and c`; or with "or" before the last. */
export function inWords(words: readonly string[], before: "and" | "or" = "and"): string {
  const last = words.at(-1);
  if (words.length < 2 || last === undefined) return words.map(phrase).join("");
  const others = words.slice(0, -1).map(phrase).join(t(", "));
  return before === "and" ? t`${others} and ${last}` : t`${others} or ${last}`;
}

/** The text with a large first letter. */
export function capitalised(text: string): string {
  return `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
}
