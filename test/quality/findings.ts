import { Lines, type Rule, rules, type Severity } from "../../server/src/engine/index.js";
import { corpus } from "../corpus.js";
import { openFile } from "./open-file.js";

const recommended = { preset: "recommended", rules: {} } as const;

/** How many findings a file may have on average in the recommended preset; those of `cap-drop-missing` are one per service by intent. */
const budgets: Readonly<Record<Exclude<Severity, "hint">, number>> = { error: 0.15, warning: 1.5, information: 3 };
const outsideBudget: ReadonlySet<string> = new Set(["cap-drop-missing"]);

interface Count {
  findings: number;
  readonly files: Set<string>;
}

/** Prints the findings of the corpus per rule and severity, and whether the budgets hold; with a rule, each of its findings instead. */
export function reportFindings(only: string | undefined): boolean {
  const files = corpus();
  const counts = new Map<string, Count>(rules.map(({ id }) => [id, { findings: 0, files: new Set() }]));
  const statuses = new Map<string, number>();
  for (const { path, file } of files) {
    const { uri, report, texts } = openFile(file, recommended);
    statuses.set(report.status, (statuses.get(report.status) ?? 0) + 1);
    const lines = new Lines(texts.get(uri) ?? "");
    for (const { rule, at, message } of report.findings) {
      const count = counts.get(rule);
      if (count === undefined) continue;
      count.findings++;
      count.files.add(path);
      if (rule === only) console.log(`${path}:${lines.lineOf(at.start) + 1} ${message}`);
    }
  }
  if (only !== undefined) return true;
  console.log(`${files.length} files: ${[...statuses].map(([status, number]) => `${number} ${status}`).join(", ")}.\n`);
  console.log("| rule | severity | findings | files | findings per 100 files |\n|---|---|---|---|---|");
  const rare = (number: number) => (files.length === 0 ? "0" : ((number * 100) / files.length).toFixed(1));
  const shown = rules.filter(({ preset }) => preset === undefined);
  for (const { id, severity, absence } of shown) {
    if (absence !== undefined) continue;
    const { findings, files: hit } = counts.get(id) ?? { findings: 0, files: new Set() };
    console.log(`| ${id} | ${severity} | ${findings} | ${hit.size} | ${rare(findings)} |`);
  }
  console.log("");
  return budgetsHold(shown, counts, files.length);
}

function budgetsHold(shown: readonly Rule[], counts: ReadonlyMap<string, Count>, files: number): boolean {
  let holds = true;
  for (const [severity, budget] of Object.entries(budgets)) {
    const ours = shown.filter((rule) => rule.severity === severity && !outsideBudget.has(rule.id));
    const perFile = ours.reduce((sum, { id }) => sum + (counts.get(id)?.findings ?? 0), 0) / Math.max(files, 1);
    if (perFile > budget) holds = false;
    console.log(`${severity}: ${perFile.toFixed(2)} a file, ${perFile > budget ? "over" : "within"} the budget of ${budget}.`);
  }
  return holds;
}
