import type { Gain } from "../knowledge/host-paths.js";
import { t } from "../text/l10n.js";

/** How much a risk weighs, in a word. Single words are not looked up where they are put into a sentence, since names of services look like them. */
export function riskWord(risk: Gain): string {
  const words = { low: t("low"), medium: t("medium"), high: t("high"), critical: t("critical"), none: t("none") };
  return words[risk];
}

/** Phrases of a table, one behind the other. */
export function listOf(phrases: readonly string[]): string {
  return phrases.map((phrase) => t(phrase)).join("; ");
}
