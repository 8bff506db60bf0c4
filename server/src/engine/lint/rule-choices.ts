import { rules } from "../rules/index.js";
import { categories } from "../rules/rule.js";
import { nearest } from "../text/nearest.js";
import { fits } from "../text/wildcard.js";
import type { RuleChoice } from "./settings.js";

/** Severities by what a person writes: a rule's id, a category such as `secrets`, or a pattern such as `port-*`. */
export type WrittenChoices = Readonly<Record<string, RuleChoice>>;

/** The rules that a written name means; absent where it means none. */
export function rulesMeant(name: string): readonly string[] | undefined {
  const ids = rules.map(({ id }) => id);
  if (ids.includes(name)) return [name];
  if (isCategory(name)) return rules.filter(({ category }) => category === name).map(({ id }) => id);
  const found = name.includes("*") ? ids.filter((id) => fits(id, name)) : [];
  return found.length === 0 ? undefined : found;
}

/** What a name that means no rule may have been meant for. */
export function namesNear(name: string): readonly string[] {
  return nearest(name, [...rules.map(({ id }) => id), ...categories]);
}

/** The severity of each rule: the narrower name wins, a rule's own before a category, and that before a pattern. */
export function choicesOf(written: WrittenChoices): Readonly<Record<string, RuleChoice>> {
  const width = (name: string): number => (name.includes("*") ? 0 : isCategory(name) ? 1 : 2);
  const inOrder = Object.entries(written).toSorted(([a], [b]) => width(a) - width(b) || a.length - b.length);
  return Object.fromEntries(inOrder.flatMap(([name, choice]) => (rulesMeant(name) ?? []).map((id) => [id, choice] as const)));
}

function isCategory(name: string): boolean {
  return categories.some((category) => category === name);
}
