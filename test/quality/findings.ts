import { type Finding, Lines, type Rule, rules, type Settings, type Severity } from "../../server/src/engine/index.js";
import { corpus } from "../corpus.js";
import { openFile } from "./open-file.js";
import { excerpt, projectOf, sample } from "./sample.js";

const recommended: Settings = { preset: "recommended", rules: {} };

/** How many findings a file may have on average in the recommended preset; those of `cap-drop-missing` are one per service by intent. */
const budgets: Readonly<Record<Exclude<Severity, "hint">, number>> = { error: 0.15, warning: 1.5, information: 3 };
const outsideBudget: ReadonlySet<string> = new Set(["cap-drop-missing"]);

/** A finding of the corpus, and the text of the file that it is in. */
export interface Found {
  /** Below the corpus. */
  readonly path: string;
  readonly text: string;
  readonly finding: Finding;
}

/** Prints the findings of the corpus per rule and severity, and whether the budgets hold. */
export function reportCounts(): boolean {
  const { files, statuses, found } = findings(recommended);
  console.log(`${files.length} files: ${[...statuses].map(([status, number]) => `${number} ${status}`).join(", ")}.\n`);
  console.log("| rule | severity | findings | files | projects | findings per 100 files |\n|---|---|---|---|---|---|");
  const shown = rules.filter(({ preset }) => preset === undefined);
  for (const { id, severity, absence } of shown) {
    if (absence !== undefined) continue;
    const ours = found.filter(({ finding }) => finding.rule === id);
    const [inFiles, inProjects] = [new Set(ours.map(({ path }) => path)), new Set(ours.map(projectOf))];
    const rate = ((ours.length * 100) / Math.max(files.length, 1)).toFixed(1);
    console.log(`| ${id} | ${severity} | ${ours.length} | ${inFiles.size} | ${inProjects.size} | ${rate} |`);
  }
  console.log("");
  return budgetsHold(shown, files, found);
}

/** Prints each finding of one rule, which is switched on for that where the preset leaves it off. */
export function reportRule(id: string): boolean {
  for (const { path, text, finding } of findings(switchedOn([id])).found) {
    if (finding.rule === id) console.log(`${path}:${new Lines(text).lineOf(finding.at.start) + 1} ${finding.message}`);
  }
  return true;
}

/** Prints some findings of each rule with their lines, to be read by hand; of all rules when none is named. */
export function reportSample(size: number, seed: number, only: readonly string[]): boolean {
  const ids = only.length > 0 ? only : rules.map(({ id }) => id);
  const { found } = findings(switchedOn(ids));
  for (const id of ids) {
    const ours = found.filter(({ finding }) => finding.rule === id);
    if (ours.length === 0) continue;
    const chosen = sample(ours, size, seed);
    console.log(`## ${id}: ${chosen.length} of ${ours.length}\n`);
    for (const one of chosen) console.log(excerpt(one));
  }
  return true;
}

/** What is absent becomes a finding of its own, as in the strict preset. */
function switchedOn(ids: readonly string[]): Settings {
  const ours = rules.filter(({ id }) => ids.includes(id));
  return {
    preset: "recommended",
    rules: Object.fromEntries(ours.map(({ id, severity, absence }) => [id, absence === undefined ? severity : "information"])),
  };
}

interface Findings {
  /** Paths below the corpus. */
  readonly files: readonly string[];
  /** How many files have each status. */
  readonly statuses: ReadonlyMap<string, number>;
  readonly found: readonly Found[];
}

function findings(settings: Settings): Findings {
  const files = corpus();
  const statuses = new Map<string, number>();
  const found = files.flatMap(({ path, file }) => {
    const { uri, report, texts } = openFile(file, settings);
    statuses.set(report.status, (statuses.get(report.status) ?? 0) + 1);
    return report.findings.map((finding): Found => ({ path, text: texts.get(uri) ?? "", finding }));
  });
  return { files: files.map(({ path }) => path), statuses, found };
}

function budgetsHold(shown: readonly Rule[], files: readonly string[], found: readonly Found[]): boolean {
  let holds = true;
  for (const [severity, budget] of Object.entries(budgets)) {
    const ids = new Set(shown.filter((rule) => rule.severity === severity && !outsideBudget.has(rule.id)).map(({ id }) => id));
    const ours = found.filter(({ finding }) => ids.has(finding.rule));
    const perFile = ours.length / Math.max(files.length, 1);
    if (perFile > budget) holds = false;
    const verdict = `${perFile > budget ? "over" : "within"} the budget of ${budget}`;
    console.log(`${severity}: ${perFile.toFixed(2)} a file, ${verdict}; ${spread(files, ours)}.`);
  }
  return holds;
}

/** A mean hides that some files have many; and projects keep variants of one file. */
function spread(files: readonly string[], ours: readonly Found[]): string {
  const counts = new Map(files.map((path) => [path, 0]));
  for (const { path } of ours) counts.set(path, (counts.get(path) ?? 0) + 1);
  const perFile = [...counts.values()].toSorted((a, b) => a - b);
  const perProject = new Map<string, number[]>();
  for (const [path, count] of counts) perProject.set(projectOf({ path }), [...(perProject.get(projectOf({ path })) ?? []), count]);
  const means = [...perProject.values()].map((numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length);
  const mean = means.reduce((sum, one) => sum + one, 0) / Math.max(means.length, 1);
  const none = perFile.filter((count) => count === 0).length;
  return `median ${perFile[Math.floor(perFile.length / 2)] ?? 0}, none in ${none} files, mean of the ${means.length} projects' means ${mean.toFixed(2)}`;
}
