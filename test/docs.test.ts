import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { type Rule, rulePageText, rules } from "../server/src/engine/index.js";
import { readFixture } from "./rules/fixture.js";

const folder = new URL("../../docs/rules/", import.meta.url);

/** The page of a rule: what its declaration says, then its fixtures as examples. */
function page(rule: Rule): string {
  const { lines } = readFixture(rule.id);
  const examples = lines
    .join("\n")
    .trim()
    .replaceAll(/^```yaml clean$/gmu, "No finding:\n\n```yaml")
    .replaceAll(/^```yaml fixed="(?<title>.*)"$/gmu, 'After "$<title>":\n\n```yaml')
    .replaceAll(/^```yaml fixed$/gmu, "After the first fix:\n\n```yaml")
    .replaceAll(/^```yaml refused="(?<reason>.*)"\n```$/gmu, "One fix is not offered: $<reason>")
    .replaceAll(/^```yaml file="(?<path>.*)"$/gmu, "With this `$<path>` beside the file:\n\n```yaml")
    .replaceAll(/^```json settings$/gmu, "With these settings:\n\n```json")
    .replaceAll(/^```dotenv$/gmu, "With this `.env` beside the file:\n\n```dotenv");
  return `${rulePageText(rule)}\n## Examples\n\n${examples}\n`;
}

function index(): string {
  const rows = rules.map(({ id, title, severity, category }) => `| [${id}](${id}.md) | ${title} | ${severity} | ${category} |`);
  return ["# Rules", "", "| rule | what it finds | severity | about |", "|---|---|---|---|", ...rows, ""].join("\n");
}

const pages: ReadonlyMap<string, string> = new Map([
  ["README.md", index()],
  ...rules.map((rule) => [`${rule.id}.md`, page(rule)] as const),
]);

if (process.env["UPDATE"] === "1") {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of pages) writeFileSync(new URL(name, folder), text);
}

test("the pages of the rules are those of their declarations and fixtures (UPDATE=1 writes them)", () => {
  assert.deepEqual(readdirSync(folder).toSorted(), [...pages.keys()].toSorted());
  for (const [name, text] of pages) assert.equal(readFileSync(new URL(name, folder), "utf8"), text, name);
});

test("every rule has all that its page, its hover and its diagnostics show", () => {
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  for (const { id, title, docs, references } of rules) {
    assert.match(id, /^[a-z]+(?:-[a-z]+)+$/u);
    assert.ok(title.length > 5 && title.length <= 60 && docs.why.length > 80 && docs.fix.length > 40, id);
    assert.ok(references.length > 0 && references.every(({ url }) => url.startsWith("https://")), id);
  }
});
