import { runSuites } from "../run-suites.js";

/** A `.code-workspace` of two folders with different settings; a third one is added that is on no disk. */
export function run(): Promise<void> {
  return runSuites(async () => {
    await import("./folders.js");
    await import("./virtual.js");
  });
}
