import { type Engine, reportPage, reportPanel } from "../engine/index.js";
import type { Outcome } from "./checker.js";
import type { ReportParams, ReportResult } from "./protocol.js";

/** The report on a checked document. A text that cannot be read at all has none: it is being typed. */
export function report(engine: Engine, outcome: Outcome | undefined, { uri, format }: ReportParams): ReportResult {
  const found = outcome === undefined || outcome.report.status === "failed" ? undefined : engine.report(uri);
  if (found === undefined) return { html: null };
  return format === "page" ? { html: reportPage(found) } : reportPanel(found);
}
