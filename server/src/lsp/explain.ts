import { ruleById, rulePageText, rules, t } from "../engine/index.js";
import { rulePage } from "../links.js";
import type { ExplainParams, ExplainResult, RuleSummary } from "./protocol.js";

/** Reads `dist/rule-pages.json`: the pages of rules by their ids. */
export type ReadPages = () => Promise<Readonly<Record<string, string>> | undefined>;

/** Every rule in one line each. */
export function summaries(): RuleSummary[] {
  return rules.map(({ id, title, severity }) => ({ id, title: t(title), severity, page: rulePage(id) }));
}

/** A rule's page, for reading without a network: as it is shipped, where it is, since a bundled server has not all that it says. */
export async function explain({ rule: id }: ExplainParams, readPages: ReadPages | undefined): Promise<ExplainResult> {
  const rule = ruleById(id);
  if (rule === undefined) return { markdown: null };
  const pages = await readPages?.();
  return { markdown: pages?.[id] ?? rulePageText(rule) };
}
