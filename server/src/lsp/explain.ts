import { examplesText, ruleById, rulePageText, rules, t } from "../engine/index.js";
import { rulePage } from "../links.js";
import type { ExplainParams, ExplainResult, RuleSummary } from "./protocol.js";

/** Every rule in one line each. */
export function summaries(): RuleSummary[] {
  return rules.map(({ id, title, severity }) => ({ id, title: t(title), severity, page: rulePage(id) }));
}

/** A rule's page, for reading without a network; with the examples that the client has, since the server is shipped without. */
export function explain({ rule: id, examples }: ExplainParams): ExplainResult {
  const rule = ruleById(id);
  if (rule === undefined) return { markdown: null };
  return { markdown: examples === undefined ? rulePageText(rule) : rulePageText(rule, examplesText(examples)) };
}
