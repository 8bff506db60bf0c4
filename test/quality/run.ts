// `npm run quality`: what the rules find in the corpus, per rule and severity, against the budgets.
// `npm run quality -- RULE`: each finding of one rule.
// `npm run quality -- --sample SIZE [SEED] [RULE]...`: some findings of each rule with their lines, spread over the projects.
// `npm run quality -- --fixes [RULE] [--compose]`: applies every fix of every finding, one at a time; asks Compose's loader about each result.
// `npm run quality -- --harden [--compose]`: hardens every service, and every file.
// With `--crlf` these two take each file with a byte order mark and lines that end with CR and LF.
import { startCompose } from "./compose.js";
import { reportCounts, reportRule, reportSample } from "./findings.js";
import { tryFixes } from "./fixes.js";
import { tryHardening } from "./hardening.js";
import { asWritten, withCrlf } from "./open-file.js";

const words = process.argv.slice(2);
const ids = words.filter((word) => !/^(?:--|\d+$)/u.test(word));
const [size = 12, seed = 1] = words.filter((word) => /^\d+$/u.test(word)).map(Number);
const compose = words.includes("--compose") ? await startCompose() : undefined;
process.exitCode = (await run()) ? 0 : 1;
if (compose !== undefined) console.log(`\n${compose.summary()}`);
compose?.stop();

async function run(): Promise<boolean> {
  const [id] = ids;
  const checks = compose === undefined ? [] : [compose.check];
  const form = words.includes("--crlf") ? withCrlf : asWritten;
  if (words.includes("--fixes")) return tryFixes(checks, form, id);
  if (words.includes("--harden")) return tryHardening(checks, form);
  if (words.includes("--sample")) return reportSample(size, seed, ids);
  return id === undefined ? reportCounts() : reportRule(id);
}
