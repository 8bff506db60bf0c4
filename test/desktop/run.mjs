// The extension-host suite in a desktop VS Code of its own, which is downloaded. On Linux it needs a display (xvfb-run).
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { quietSettings, root } from "../../scripts/editor-tools.mjs";

const suite = join(root, "test/editor/out/suite.cjs");
await build({
  absWorkingDir: root,
  entryPoints: ["test/editor/suite/index.ts"],
  outfile: suite,
  bundle: true,
  platform: "node",
  format: "cjs",
  external: ["vscode", "mocha"],
  logLevel: "warning",
});
writeFileSync(join(root, "test/editor/out/package.json"), '{ "type": "commonjs" }\n');

const folder = mkdtempSync(join(tmpdir(), "watertight-desktop-"));
const workspace = join(folder, "workspace");
const data = join(folder, "data");
cpSync(join(root, "examples"), workspace, { recursive: true });
mkdirSync(join(data, "User"), { recursive: true });
writeFileSync(join(data, "User/settings.json"), JSON.stringify(quietSettings));
try {
  await runTests({
    version: process.env.VSCODE_VERSION ?? "stable",
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    launchArgs: [workspace, "--user-data-dir", data, "--disable-workspace-trust", "--disable-extensions"],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}
