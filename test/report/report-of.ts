import { securityReport } from "../../server/src/engine/report/graph.js";
import type { SecurityReport } from "../../server/src/engine/report/report.js";
import type { EnginePosture } from "../../server/src/engine/rules/engine-posture.js";
import { project } from "../model/check.js";

/** The report on a text. */
export function reportOf(text: string, engine: EnginePosture = "rootful"): SecurityReport {
  const found = project(text);
  return securityReport({ project: found, problems: found.problems }, engine);
}
