import { runSuites } from "./run-suites.js";

/** What VS Code runs with nothing but this extension installed. */
export function run(): Promise<void> {
  return runSuites(async () => {
    await import("./first-light.js");
    await import("./projects.js");
    await import("./team.js");
    await import("./in-text.js");
    await import("./workspace-check.js");
    await import("./commands.js");
  });
}
