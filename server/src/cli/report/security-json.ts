import { premisesOf, type ReportPlace, type SecurityReport } from "../../engine/index.js";

/** A report for programs. Version 1 is stable; lines and characters count from 0, in UTF-16 units. */
export function securityJson(report: SecurityReport, version: string): string {
  const shown = { version: 1, tool: { name: "watertight", version }, ...report, premises: premisesOf(report) };
  return `${JSON.stringify(shown, withoutUris, 2)}\n`;
}

/** Paths start at the main file: where the project lies on this machine is nobody's business. */
function withoutUris(key: string, value: unknown): unknown {
  if (key !== "at" || typeof value !== "object" || value === null) return value;
  const { path, line, character } = value as ReportPlace;
  return { path, line, character };
}
