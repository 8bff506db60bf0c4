import { type Finding, rules } from "../../server/src/engine/index.js";
import { changesWhatItSays } from "./declared.js";
import { keepsComments } from "./kept-comments.js";
import { keepsLines } from "./kept-lines.js";
import type { Form } from "./open-file.js";
import { changesOnce, parses, settles } from "./settles.js";
import { type Check, concerning, editsOf, everything, type Start, shortFirst, start, type TriedFix, tryEdits } from "./trial.js";

/** What one fix did wrong. */
interface Fault {
  readonly path: string;
  readonly rule: string;
  readonly title: string;
  readonly fault: string;
}

/** What became of the fixes so far. */
interface Outcome {
  files: number;
  /** Fixes tried, by rule. */
  readonly tried: Map<string, number>;
  /** Fixes refused, by rule and reason. */
  readonly refused: Map<string, Map<string, number>>;
  readonly faults: Fault[];
}

/** What is asked of every fix. */
export const fixChecks: readonly Check<TriedFix>[] = [parses, settles, changesOnce, keepsComments, keepsLines, changesWhatItSays];

/** Applies every offered fix of every finding in the corpus by itself, and prints what went wrong and what was refused. */
export async function tryFixes(checks: readonly Check<TriedFix>[], form: Form, only: string | undefined): Promise<boolean> {
  const outcome: Outcome = { files: 0, tried: new Map(rules.map(({ id }) => [id, 0])), refused: new Map(), faults: [] };
  for (const { path, file } of shortFirst()) {
    outcome.files++;
    const before = start(path, file, everything, form);
    for (const finding of before.findings) {
      if (only === undefined || finding.rule === only) await tryAll(before, finding, [...fixChecks, ...checks], outcome);
    }
  }
  print(outcome);
  return outcome.faults.length === 0;
}

async function tryAll(before: Start, finding: Finding, checks: readonly Check<TriedFix>[], { tried, refused, faults }: Outcome) {
  const { rule } = finding;
  const { path } = before;
  for (const fix of finding.fixes()) {
    const edits = editsOf(fix);
    if ("refused" in edits) {
      const reasons = refused.get(rule) ?? new Map<string, number>();
      refused.set(rule, increased(reasons, reasonOf(edits.refused)));
      continue;
    }
    increased(tried, rule);
    const one: TriedFix = { ...tryEdits(before, edits, concerning(finding)), finding, fix };
    for (const check of checks) {
      const fault = await check(one);
      if (fault === undefined) continue;
      const { title } = fix;
      faults.push({ path, rule, title, fault });
      console.error(`${path}: ${finding.service ?? ""}: ${rule}: ${title}\n  ${fault}`);
    }
  }
}

function increased(counts: Map<string, number>, key: string): Map<string, number> {
  return counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Names and values differ from place to place; the reason is what stands before them, its first clause without what is quoted. */
function reasonOf(refused: string): string {
  const [clause = ""] = refused.split(/: |\. /u);
  return clause.replaceAll(/"[^"]*"|[*&][\w.-]+|\b\d+\b/gu, "...");
}

function print({ files, tried, refused, faults }: Outcome): void {
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, one) => all + one, 0);
  const allRefused = sum([...refused.values()].flatMap((reasons) => [...reasons.values()]));
  console.log(`${sum(tried.values())} fixes tried in ${files} files, ${allRefused} refused, ${faults.length} faults.\n`);
  console.log("| rule | fixes tried | refused | faults |\n|---|---|---|---|");
  for (const [rule, number] of tried) {
    const times = sum(refused.get(rule)?.values() ?? []);
    if (number + times > 0) console.log(`| ${rule} | ${number} | ${times} | ${faults.filter((one) => one.rule === rule).length} |`);
  }
  console.log("\n| rule | refused because | times |\n|---|---|---|");
  for (const [rule, reasons] of refused) {
    for (const [reason, number] of [...reasons].toSorted(([, a], [, b]) => b - a)) console.log(`| ${rule} | ${reason} | ${number} |`);
  }
  const kinds = new Map<string, number>();
  for (const { fault } of faults) increased(kinds, fault.split(": ")[0] ?? fault);
  if (kinds.size > 0) console.log("\n| fault | times |\n|---|---|");
  for (const [kind, number] of kinds) console.log(`| ${kind} | ${number} |`);
}
