import { ruleById, rulePageText, rules } from "../engine/index.js";
import { rulePage } from "../links.js";
import type { ExplainResult, RuleSummary } from "./protocol.js";

/** Every rule in one line each. */
export function summaries(): RuleSummary[] {
  return rules.map(({ id, title, severity }) => ({ id, title, severity, page: rulePage(id) }));
}

/** A rule's page as the server alone can give it, for reading without a network. */
export function explain(id: string): ExplainResult {
  const rule = ruleById(id);
  return { markdown: rule === undefined ? null : rulePageText(rule) };
}
