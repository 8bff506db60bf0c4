import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A file of docs/editors, as the page shows it. */
export function setting(name: string): string {
  return join(root, "docs/editors", name);
}

/** A rule of which only the preset `strict` tells: that the editor sends settings is seen by it. */
export const strictRule = "memory-limit-missing";

/** What drives an editor, beside this file. */
export function driver(name: string): string {
  return join(root, "test/editors", name);
}

/** Where a program is on the path; absent when it is not. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isRunnable);
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** One line where positions in UTF-8, UTF-16 and code points differ. */
export const compose = `services:\n  web: { image: "nginx:1.27.3", labels: { mood: "\u{1F600}" }, privileged: true }\n`;
export const repaired = compose.replace(", privileged: true", "");
const pod = "apiVersion: v1\nkind: Pod\nspec: {containers: [{securityContext: {privileged: true}}]}\n";

/** Names that are ours, and some that look like it. */
export const names: Readonly<Record<string, boolean>> = {
  "compose.yaml": true,
  "compose.prod.yml": true,
  "docker-compose.yml": true,
  "docker-compose.override.yaml": true,
  "shop.compose.yml": true,
  "docker-stack.yml": true,
  "my-docker-compose-dev.yml": true,
  "recompose.yml": false,
  "values.yml": false,
  "composer.yaml": false,
};

/**
 * Runs an editor without a window in a folder with a compose file and a pod, with `watertight` on its path as after `npm link`, and with a
 * file of docs/editors in which a person has chosen another preset. Answers what its driver wrote.
 */
export function inEditor<Report>(program: string, name: string, args: (file: string) => readonly string[]): Report {
  const folder = mkdtempSync(join(tmpdir(), "watertight-editors-"));
  try {
    const home = join(folder, "home");
    const bin = join(folder, "bin");
    const project = join(folder, "project");
    for (const one of [home, bin, project]) mkdirSync(one);
    symlinkSync(join(root, "dist/cli.js"), join(bin, "watertight"));
    writeFileSync(join(project, "compose.yml"), compose);
    writeFileSync(join(project, "pod.yml"), pod);
    const shown = readFileSync(setting(name), "utf8");
    const own = join(home, name);
    writeFileSync(own, shown.replace('"recommended"', '"strict"'));
    const report = join(folder, "report.json");
    const { status, stdout, stderr } = run(program, args(own), project, {
      HOME: home,
      PATH: `${bin}${delimiter}${process.env["PATH"]}`,
      WATERTIGHT_NAMES: Object.keys(names).join(" "),
      WATERTIGHT_REPORT: report,
    });
    if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stdout}${stderr}`);
    return JSON.parse(readFileSync(report, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Runs a program to its end, with nothing of the person's own settings. */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: { readonly HOME: string } & Readonly<Record<string, string>>,
): SpawnSyncReturns<string> {
  const { HOME } = env;
  const own = { XDG_CONFIG_HOME: join(HOME, "config"), XDG_STATE_HOME: HOME, XDG_DATA_HOME: HOME, XDG_CACHE_HOME: HOME, LANG: "C.UTF-8" };
  return spawnSync(program, args, { cwd, env: { ...process.env, ...own, ...env }, encoding: "utf8", timeout: 120_000, input: "" });
}
