// Builds and packs watertight-VERSION.vsix: one package for every platform.
import { spawnSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const maxBytes = 1_150_000;
const output = resolve(root, process.argv[2] ?? `watertight-${version}.vsix`);

run("node", ["node_modules/typescript/bin/tsc", "-b"]);
run("node", ["scripts/bundle.mjs"]);
run("node", ["node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", "--out", output]);

const { size } = await stat(output);
console.log(`${output}: ${Math.ceil(size / 1000)} kB of ${maxBytes / 1000} kB`);
if (size > maxBytes) {
  console.error("The package is larger than its budget.");
  process.exitCode = 1;
}

function run(program, args) {
  const { status } = spawnSync(program, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
