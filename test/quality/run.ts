// `npm run quality`: what the rules find in the corpus, per rule and severity, against the budgets.
// `npm run quality -- RULE`: each finding of one rule.
// `npm run quality -- --fixes [RULE]`: applies every fix of every finding, one at a time.
import { reportFindings } from "./findings.js";
import { tryFixes } from "./fixes.js";

const words = process.argv.slice(2);
const [rule] = words.filter((word) => !word.startsWith("--"));
const good = words.includes("--fixes") ? await tryFixes([], rule) : reportFindings(rule);
process.exitCode = good ? 0 : 1;
