// `node test/corpus-report.mjs [RULE]` after a build: findings per rule in the corpus of real files, with `.env` beside them; or those of one rule.
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Engine, Lines, rules } from "../out/server/src/engine/index.js";
import { corpus } from "../out/test/corpus.js";

const [only] = process.argv.slice(2);
const counts = new Map(rules.map(({ id }) => [id, { findings: 0, files: 0 }]));
const statuses = {};
let all = 0;
for (const { path, file, text } of corpus()) {
  const uri = pathToFileURL(file).href;
  const engine = new Engine();
  engine.setText(uri, text);
  for (const wanted of engine.check(uri).wanted)
    engine.provide(wanted, existsSync(new URL(wanted)) ? readFileSync(new URL(wanted), "utf8") : undefined);
  const { status, findings } = engine.check(uri);
  statuses[status] = (statuses[status] ?? 0) + 1;
  all += findings.length;
  const lines = new Lines(text);
  for (const { rule, at, message } of findings) {
    const count = counts.get(rule);
    count.findings++;
    if (rule === only) console.log(`${path}:${lines.lineOf(at.start) + 1} ${message}`);
  }
  for (const rule of new Set(findings.map((finding) => finding.rule))) counts.get(rule).files++;
}
console.log(`files by status: ${JSON.stringify(statuses)}, ${all} findings`);
console.log("| rule | severity | findings | files |\n|---|---|---|---|");
for (const { id, severity } of rules) console.log(`| ${id} | ${severity} | ${counts.get(id).findings} | ${counts.get(id).files} |`);
