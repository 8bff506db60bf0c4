import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { type Category, type Rule, rulePageText, rules, type Severity } from "../server/src/engine/index.js";
import { type Control, cisDockerControls, owaspDockerRules } from "../server/src/engine/knowledge/standards.js";
import { allExamples, shippedExamples } from "./rules/examples.js";

const folder = new URL("../../docs/rules/", import.meta.url);

/** What is shipped of the examples: a module of data, for the engine reads no files. */
const shipped = new URL("../../server/src/engine/rules/examples.ts", import.meta.url);

function shippedModule(): string {
  const literal = (text: string) => `\`${text.replaceAll(/[\\`]|\$(?=\{)/gu, "\\$&")}\``;
  return [
    "// Written from the fixtures by test/docs.test.ts with UPDATE=1.",
    'import type { RuleExamples } from "./rule.js";',
    "",
    "/** Of each rule a text that it flags and one that it does not. */",
    "export const examples: Readonly<Record<string, RuleExamples>> = {",
    ...rules.flatMap((rule) => {
      const { bad, good, fix, settings } = shippedExamples(rule);
      return [
        `  "${rule.id}": {`,
        ...(settings === undefined ? [] : [`    settings: ${literal(settings)},`]),
        `    bad: ${literal(bad)},`,
        `    good: ${literal(good)},`,
        ...(fix === undefined ? [] : [`    fix: ${fix.includes('"') ? `'${fix}'` : `"${fix}"`},`]),
        "  },",
      ];
    }),
    "};",
    "",
  ].join("\n");
}

const groups: readonly (readonly [title: string, categories: readonly Category[]])[] = [
  ["Privilege", ["privilege"]],
  ["Capabilities", ["capabilities"]],
  ["Mounts and devices", ["mounts", "devices"]],
  ["Networks and namespaces", ["networks", "namespaces"]],
  ["Images and build", ["images", "build"]],
  ["Secrets and authentication", ["secrets"]],
  ["Resources and hygiene", ["resources", "hygiene"]],
];

const severities: readonly Severity[] = ["error", "warning", "information", "hint"];

function index(): string {
  const tables = groups.flatMap(([title, categories]) => {
    const ours = rules.filter(({ category }) => categories.includes(category));
    const sorted = severities.flatMap((severity) => ours.filter((rule) => rule.severity === severity));
    const rows = sorted.map((rule) => `| [${rule.id}](${rule.id}.md) | ${rule.title} | ${rule.severity}${when(rule)} |`);
    return rows.length === 0 ? [] : ["", `## ${title}`, "", "| rule | what it finds | severity |", "|---|---|---|", ...rows];
  });
  const counts = severities.map((severity) => `${rules.filter((rule) => rule.severity === severity).length} ${severity}`).join(", ");
  return [
    "# Rules",
    "",
    `${rules.length} rules: ${counts}. [Which demands of the CIS benchmark and of OWASP they cover](standards.md).`,
    ...tables,
    "",
  ].join("\n");
}

function when({ absence, preset }: Rule): string {
  if (absence !== undefined) return "; in `recommended` part of `hardening-missing`";
  return preset === undefined ? "" : "; only in `strict`";
}

/** What each demand of a standard is covered by. */
function standards(): string {
  const table = (standard: "cis" | "owasp", controls: readonly Control[]) => [
    "| | demand | rules |",
    "|---|---|---|",
    ...controls.map(({ id, demand, notShown }) => {
      const covering = rules.filter(({ references }) =>
        references.some((reference) => reference.standard === standard && reference.controls?.includes(id)),
      );
      const links = covering.map((rule) => `[${rule.id}](${rule.id}.md)`).join(", ");
      return `| ${id} | ${demand} | ${links || (notShown === undefined ? "none yet" : `no compose file shows ${notShown}`)} |`;
    }),
  ];
  return [
    "# Standards",
    "",
    "Which rules cover which demand; where nothing in a compose file shows whether a demand is met, that is said.",
    "",
    "## CIS Docker Benchmark 1.6.0",
    "",
    "Sections 4 and 5, and what of section 2 a compose file can touch. The demands are in our words; the benchmark is at [cisecurity.org](https://www.cisecurity.org/benchmark/docker).",
    "",
    ...table("cis", cisDockerControls),
    "",
    "## OWASP Docker Security Cheat Sheet",
    "",
    ...table("owasp", owaspDockerRules),
    "",
  ].join("\n");
}

const pages: ReadonlyMap<string, string> = new Map([
  ["README.md", index()],
  ["standards.md", standards()],
  ...rules.map((rule) => [`${rule.id}.md`, rulePageText(rule, allExamples(rule.id))] as const),
]);

if (process.env["UPDATE"] === "1") {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of pages) writeFileSync(new URL(name, folder), text);
  writeFileSync(shipped, shippedModule());
}

test("the pages of the rules are those of their declarations and fixtures (UPDATE=1 writes them)", () => {
  assert.deepEqual(readdirSync(folder).toSorted(), [...pages.keys()].toSorted());
  for (const [name, text] of pages) assert.equal(readFileSync(new URL(name, folder), "utf8"), text, name);
});

test("the examples that are shipped are those of the fixtures (UPDATE=1 writes them)", () => {
  assert.equal(readFileSync(shipped, "utf8"), shippedModule());
});

test("every control that a rule names is one that the standards have, and that a compose file shows", () => {
  const known = { cis: cisDockerControls, owasp: owaspDockerRules };
  for (const { id, references } of rules) {
    for (const { standard, controls = [] } of references) {
      for (const control of standard === undefined ? [] : controls) {
        const found = known[standard ?? "cis"].find((one) => one.id === control);
        assert.ok(found !== undefined && found.notShown === undefined, `${id}: ${standard} ${control}`);
      }
    }
  }
});

test("every rule belongs to a group of the index", () => {
  for (const { id, category } of rules) assert.equal(groups.filter(([, categories]) => categories.includes(category)).length, 1, id);
});

test("every rule has all that its page, its hover and its diagnostics show", () => {
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
  for (const { id, title, docs, references } of rules) {
    assert.match(id, /^[a-z]+(?:-[a-z]+)+$/u);
    assert.ok(title.length > 5 && title.length <= 60 && docs.why.length > 80 && docs.fix.length > 40, id);
    assert.ok(references.length > 0 && references.every(({ url }) => url.startsWith("https://")), id);
  }
});
