import { runSuites } from "./run-suites.js";

/** What VS Code runs with Red Hat's YAML server beside this extension. */
export function run(): Promise<void> {
  return runSuites(() => import("./beside.js"));
}
