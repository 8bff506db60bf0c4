// `npm run quality`: what the rules find in the corpus, per rule and severity, against the budgets.
// `npm run quality -- RULE`: each finding of one rule.
// `npm run quality -- --sample SIZE [SEED] [RULE]...`: some findings of each rule with their lines, spread over the projects.
// `npm run quality -- --fixes [RULE]`: applies every fix of every finding, one at a time.
import { reportCounts, reportRule, reportSample } from "./findings.js";
import { tryFixes } from "./fixes.js";

const words = process.argv.slice(2);
const ids = words.filter((word) => !/^(?:--|\d+$)/u.test(word));
const [size = 12, seed = 1] = words.filter((word) => /^\d+$/u.test(word)).map(Number);
process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  const [id] = ids;
  if (words.includes("--fixes")) return tryFixes([], id);
  if (words.includes("--sample")) return reportSample(size, seed, ids);
  return id === undefined ? reportCounts() : reportRule(id);
}
