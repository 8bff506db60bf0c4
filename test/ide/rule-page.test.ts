import assert from "node:assert/strict";
import { test } from "node:test";
import { type Rule, rulePageText, rules } from "../../server/src/engine/index.js";
import { alone, type Case, findingsOf } from "../rules/case.js";
import { withoutCarets } from "../rules/fixture.js";

/** The compose files that a page shows, each with what the page says of the world around it. */
function shownOn(page: string, rule: Rule): readonly Case[] {
  const examples = page.split("\n## Examples\n")[1] ?? "";
  const cases: Case[] = [];
  let around = alone;
  for (const { groups } of examples.matchAll(/^```(?<language>\w+)\n(?<text>[\s\S]*?)^```$/gmu)) {
    const { language, text = "" } = groups ?? {};
    if (language === "json") around = { ...around, settings: JSON.parse(text) };
    else if (language === "dotenv") around = { ...around, files: { ...around.files, ".env": text } };
    else {
      cases.push({ ...around, rule, text: withoutCarets(text) });
      around = alone;
    }
  }
  return cases;
}

test("every rule's page shows, without a network, a text that it flags and then one that it does not", () => {
  for (const rule of rules) {
    const found = shownOn(rulePageText(rule), rule).map((one) => findingsOf(one).length);
    assert.ok(found.length === 2 && found[0] !== 0 && found[1] === 0, `${rule.id}: ${found.join(", ")} findings`);
  }
});
