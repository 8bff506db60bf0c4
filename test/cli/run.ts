import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the bundled command line in a folder; colours are off unless `env` says otherwise. */
export function watertight(
  args: readonly string[],
  { cwd, input = "", env = {} }: { cwd?: string; input?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
  const child = spawn(process.execPath, [cli, ...args], { ...(cwd !== undefined && { cwd }), env: { ...inherited, ...env } });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((done) => child.on("close", (code) => done({ code, out, err })));
}

/** A folder that is gone after the tests of its file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "watertight-cli-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
