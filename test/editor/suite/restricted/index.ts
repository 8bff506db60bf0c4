import { runSuites } from "../run-suites.js";

/** A folder that nobody trusts. */
export function run(): Promise<void> {
  return runSuites(() => import("./restricted.js"));
}
