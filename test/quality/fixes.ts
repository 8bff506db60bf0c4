import { applyEdits, type Edit, type Finding, isWorse, type OfferedFix, rules, type Settings } from "../../server/src/engine/index.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { corpus } from "../corpus.js";
import { type OpenFile, openFile } from "./open-file.js";

/** With every rule switched on, each finding by itself: the most fixes that a file can have. */
const everything: Settings = { preset: "strict", rules: {} };

/** What one fix did wrong; the sentence starts with the fault, so that faults can be counted. */
export interface Fault {
  readonly path: string;
  readonly rule: string;
  readonly title: string;
  readonly fault: string;
}

/** A fix, and the texts of the files that it changes. */
export interface Tried {
  readonly path: string;
  readonly file: string;
  readonly finding: Finding;
  readonly fix: OfferedFix;
  readonly before: OpenFile;
  readonly changed: ReadonlyMap<string, string>;
}

/** A further check of a fix, which answers what is wrong. */
export type Check = (tried: Tried) => Promise<string | undefined>;

/** What became of the fixes so far. */
interface Outcome {
  files: number;
  /** Fixes tried, by rule. */
  readonly tried: Map<string, number>;
  /** Fixes refused, by reason. */
  readonly refused: Map<string, number>;
  readonly faults: Fault[];
}

/** Applies every offered fix of every finding in the corpus by itself, and prints what went wrong and what was refused. */
export async function tryFixes(checks: readonly Check[], only: string | undefined): Promise<boolean> {
  const outcome: Outcome = { files: 0, tried: new Map(rules.map(({ id }) => [id, 0])), refused: new Map(), faults: [] };
  for (const { path, file } of corpus()) {
    outcome.files++;
    const before = openFile(file, everything);
    for (const finding of before.report.findings) {
      if (only === undefined || finding.rule === only) await tryAll({ path, file, finding, before }, checks, outcome);
    }
  }
  print(outcome);
  return outcome.faults.length === 0;
}

async function tryAll(of: Omit<Tried, "fix" | "changed">, checks: readonly Check[], { tried, refused, faults }: Outcome): Promise<void> {
  for (const fix of of.finding.fixes()) {
    const edits = editsOf(fix);
    if (edits === undefined) {
      increase(refused, reasonOf(fix));
      continue;
    }
    increase(tried, of.finding.rule);
    const one: Tried = { ...of, fix, changed: after(of.before, edits) };
    for (const check of [...always(edits), ...checks]) {
      const fault = await check(one);
      if (fault !== undefined) faults.push({ path: of.path, rule: of.finding.rule, title: fix.title, fault });
    }
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function editsOf({ refused, choose, edits }: OfferedFix): readonly Edit[] | undefined {
  if (refused !== undefined) return undefined;
  if (choose === undefined) return edits;
  const answer = choose.with(choose.candidates.filter(({ picked }) => picked).map(({ value }) => value));
  return "edits" in answer ? answer.edits : undefined;
}

/** Names and values differ from place to place; the reason is what stands before them, its first clause without what is quoted. */
function reasonOf({ refused }: OfferedFix): string {
  const [clause = ""] = (refused ?? "Nothing is chosen.").split(/: |\. /u);
  return clause.replaceAll(/"[^"]*"|[*&][\w.-]+/gu, "...");
}

function after({ texts }: OpenFile, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const uris = new Set(edits.map(({ at }) => at.file));
  return new Map(
    [...uris].map((uri) => [
      uri,
      applyEdits(
        texts.get(uri) ?? "",
        edits.filter(({ at }) => at.file === uri),
      ),
    ]),
  );
}

function always(edits: readonly Edit[]): readonly Check[] {
  return [
    async ({ before, changed }) => keepsComments(before, changed, edits),
    async ({ file, finding, before, changed }) => settles(finding, before, openFile(file, everything, changed)),
  ];
}

/** Comments outside of the edits stand in the text as often as before. */
function keepsComments({ texts }: OpenFile, changed: ReadonlyMap<string, string>, edits: readonly Edit[]): string | undefined {
  for (const [uri, text] of changed) {
    const kept = parse(uri, texts.get(uri) ?? "").comments.filter(
      ({ start, end }) => !edits.some(({ at }) => at.file === uri && at.start <= start && end <= at.end),
    );
    const left = parse(uri, text).comments.map((comment) => comment.text.trimEnd());
    for (const comment of kept) {
      const place = left.indexOf(comment.text.trimEnd());
      if (place < 0) return `A comment is lost: ${comment.text}`;
      left.splice(place, 1);
    }
  }
  return undefined;
}

function settles(finding: Finding, before: OpenFile, now: OpenFile): string | undefined {
  const fatal = ({ report }: OpenFile) => report.problems.filter((problem) => problem.fatal).length;
  if (fatal(now) > fatal(before)) return `The file is broken: ${now.report.problems.map(({ message }) => message).join(" ")}`;
  const like = ({ report }: OpenFile, { rule, service }: Finding) =>
    report.findings.filter((one) => one.rule === rule && one.service === service).length;
  if (like(now, finding) >= like(before, finding)) return "The finding is still there.";
  const worse = now.report.findings.find((one) => isWorse(one.severity, finding.severity) && like(now, one) > like(before, one));
  return worse === undefined ? undefined : `Something worse came: ${worse.rule}`;
}

function print({ files, tried, refused, faults }: Outcome): void {
  const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, one) => all + one, 0);
  console.log(`${sum(tried.values())} fixes tried in ${files} files, ${sum(refused.values())} refused, ${faults.length} faults.\n`);
  console.log("| rule | fixes tried | faults |\n|---|---|---|");
  for (const [rule, number] of tried) {
    if (number > 0) console.log(`| ${rule} | ${number} | ${faults.filter((one) => one.rule === rule).length} |`);
  }
  console.log("\n| refused because | times |\n|---|---|");
  for (const [reason, number] of [...refused].toSorted(([, a], [, b]) => b - a)) console.log(`| ${reason} | ${number} |`);
  for (const { path, rule, title, fault } of faults.slice(0, 100)) console.log(`\n${path}: ${rule}: ${title}\n  ${fault}`);
}
