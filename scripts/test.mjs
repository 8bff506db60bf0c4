// `npm test`: installs what is missing, then builds, checks and tests everything. The last line is `N passed, N failed`.
// `npm test -- unit editor` runs these stages only; see `stages` for the names.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { run } from "node:test";
import { fileURLToPath } from "node:url";
import { installFromDebian } from "./editor-tools.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
process.chdir(root);
const totals = { passed: 0, failed: 0 };

const stages = {
  install: installPackages,
  types: () => check("types", "npx", ["tsc", "-b"]),
  lint: () => check("lint", "npx", ["biome", "ci", "--colors=off", "--error-on-warnings", "."]),
  bundle: () => check("bundle", "node", ["scripts/bundle.mjs"]),
  unit: unitTests,
  grammar: () => check("grammar", "npx", ["vscode-tmgrammar-test", "-g", "test/grammar/yaml.tmLanguage.json", "test/grammar/*.test.yaml"]),
  editors: otherEditorTests,
  editor: editorTests,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(", ")}. Stages: ${Object.keys(stages).join(", ")}.`);
  process.exit(2);
}
for (const [name, stage] of Object.entries(stages)) {
  const needed =
    name === "install" || wanted.length === 0 || wanted.includes(name) || (["types", "bundle"].includes(name) && wanted.length > 0);
  if (!needed) continue;
  const goesOn = await stage();
  if (goesOn === false) break;
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;

/** Runs a command that passes or fails as a whole; its output is shown when it fails. */
function check(name, command, args) {
  const started = Date.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    shell: process.platform === "win32",
    maxBuffer: 1 << 28,
  });
  const passed = status === 0;
  totals[passed ? "passed" : "failed"]++;
  console.log(`${passed ? "ok" : "FAILED"}  ${name} (${seconds(started)})`);
  if (!passed) console.log(`${error?.message ?? ""}${stdout ?? ""}${stderr ?? ""}`);
  return passed || name !== "types";
}

function installPackages() {
  const lock = "package-lock.json";
  const marker = "node_modules/.package-lock.json";
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return true;
  console.log("Installing packages: a minute on the first run.");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status === 0) return true;
  totals.failed++;
  console.log("FAILED  install: npm ci did not finish");
  return false;
}

/** All of `out/test` but what runs in an editor. */
async function unitTests() {
  const { globSync } = await import("./glob.mjs");
  const files = globSync("out/test", ".test.js").filter((file) => !/[\\/]editors?[\\/]/u.test(file));
  await runTests("unit", files);
}

/** Neovim, Emacs and Helix without a window, those that Debian has or that are here; of the others a line says that they were left out. */
async function otherEditorTests() {
  const isHere = (program) => spawnSync(program, ["--version"]).status === 0;
  const wanted = { nvim: ["neovim"], emacs: ["emacs-nox", "elpa-eglot", "elpa-yaml-mode"] };
  const missing = Object.keys(wanted).filter((program) => !isHere(program));
  if (missing.length > 0)
    installFromDebian(
      missing.flatMap((program) => wanted[program]),
      (text) => console.log(`note: ${text}`),
    );
  const { globSync } = await import("./glob.mjs");
  await runTests("editors", globSync("out/test/editors", ".test.js"));
}

async function runTests(name, files) {
  const started = Date.now();
  const count = { passed: 0, failed: 0, skipped: 0 };
  await new Promise((done) => {
    run({ files, concurrency: true })
      .on("test:pass", ({ name: title, skip, details }) => {
        if (details.type === "suite") return;
        if (skip === undefined) count.passed++;
        else {
          count.skipped++;
          console.log(`note: left out, ${skip}: ${title}`);
        }
      })
      .on("test:fail", ({ name: title, file, line, details }) => {
        if (details.type === "suite") return;
        count.failed++;
        console.log(`FAILED  ${title} (${file ?? ""}:${line ?? ""})\n${details.error?.cause?.stack ?? details.error?.message ?? ""}`);
      })
      .on("test:stdout", ({ message }) => process.stdout.write(message))
      .on("close", done)
      .on("end", done)
      .resume();
  });
  if (count.passed + count.failed + count.skipped === 0) count.failed++;
  totals.passed += count.passed;
  totals.failed += count.failed;
  console.log(`${count.failed === 0 ? "ok" : "FAILED"}  ${name}: ${count.passed} passed, ${count.failed} failed (${seconds(started)})`);
}

/** The real editor: its runner says how many tests passed and failed in its last line. */
function editorTests() {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync("node", ["test/editor/run.mjs"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/u.exec(stdout ?? "") ?? [];
  totals.passed += Number(passed ?? 0);
  totals.failed += Number(failed ?? 1);
  const good = status === 0 && failed === "0";
  console.log(`${good ? "ok" : "FAILED"}  editor: ${passed ?? 0} passed, ${failed ?? "none"} failed (${seconds(started)})`);
  console.log(
    good
      ? (stdout ?? "")
          .split("\n")
          .filter((line) => line.startsWith("note"))
          .join("\n")
      : `${stdout}${stderr}`,
  );
}

function seconds(started) {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
