import { type Finding, Lines, type Place, type Severity } from "../../engine/index.js";
import { type CheckedFile, shownPath } from "../check.js";

/** The report of `--format json`, version 1: what it holds only changes together with its version. */
export function jsonReport(files: readonly CheckedFile[], version: string): string {
  const report = {
    version: 1,
    tool: { name: "watertight", version },
    files: files.map(fileEntry),
    summary: { ...countBySeverity(files), files: files.length },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** How many findings there are of each severity. */
export function countBySeverity(files: readonly CheckedFile[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { report } of files) for (const { severity } of report.findings) counts[severity]++;
  return counts;
}

function fileEntry(file: CheckedFile) {
  const { path, report } = file;
  return {
    path,
    status: report.status,
    problems: report.problems.map(({ message, at }) => ({ message, range: rangeOf(file, at) })),
    findings: report.findings.map((finding) => findingEntry(file, finding)),
  };
}

function findingEntry(file: CheckedFile, { rule, severity, message, service, at, fixes, related }: Finding) {
  return {
    rule,
    severity,
    message,
    service: service ?? null,
    range: rangeOf(file, at),
    fixes: fixes()
      .filter(({ refused, choose }) => refused === undefined && choose === undefined)
      .map(({ title, class: kind, caveat }) => ({ title, class: kind, ...(caveat !== undefined && { caveat }) })),
    related: related.map((place) => ({ path: shownPath(place.at.file, file), range: rangeOf(file, place.at), message: place.message })),
  };
}

/** Lines and characters from 0, characters in UTF-16 units. */
function rangeOf({ text, texts, report }: CheckedFile, { file, start, end }: Place) {
  const lines = new Lines(file === report.uri ? text : (texts.get(file) ?? ""));
  return { start: lines.position(start), end: lines.position(end) };
}
