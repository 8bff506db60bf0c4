import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Preset } from "../../server/src/engine/index.js";
import { openFile } from "../quality/open-file.js";

const folder = fileURLToPath(new URL("../../../examples", import.meta.url));

/** Every stack below `examples/hardened`, by its main file. */
const stacks = readdirSync(join(folder, "hardened"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name === "compose.yml")
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted();

/** As the page of the examples writes it. */
function nameOf(file: string): string {
  return relative(folder, file).replaceAll("\\", "/");
}

/** What is said of a stack, in every file that it consists of. */
function said(main: string, preset: Preset): readonly string[] {
  const override = main.replace(/\.yml$/u, ".override.yml");
  const { engine, report: first, uri } = openFile(main, { preset, rules: {} });
  const others = existsSync(override) ? [openFile(override, { preset, rules: {} }).report] : [];
  const included = first.included.map((file) => {
    engine.setText(file, readFileSync(fileURLToPath(file), "utf8"));
    engine.configure(file, { preset, rules: {} });
    return engine.check(file);
  });
  return [engine.check(uri), ...included, ...others].flatMap(({ uri: file, status, problems, findings }) => {
    const name = nameOf(fileURLToPath(file));
    return [
      ...(status === "checked" ? [] : [`${name}: ${status}`]),
      ...problems.map(({ message }) => `${name}: ${message}`),
      ...findings.map(({ severity, rule, service, message }) => `${name}: ${severity} ${rule} ${service}: ${message}`),
    ];
  });
}

for (const main of stacks) {
  const name = nameOf(main);
  test(`nothing is said of ${name}, and with the preset strict nothing loud`, () => {
    assert.deepEqual(said(main, "recommended"), []);
    assert.deepEqual(
      said(main, "strict").filter((line) => !/^\S+: (?:information|hint) /u.test(line)),
      [],
    );
  });

  test(`${name} is right by itself: no comment ignores anything`, () => {
    assert.doesNotMatch(readFileSync(main, "utf8"), /watertight/u);
  });
}

test("the page of the examples names each of them", () => {
  const page = readFileSync(join(folder, "README.md"), "utf8");
  for (const main of stacks) assert.ok(page.includes(`(${nameOf(main)})`), main);
  assert.ok(stacks.length >= 20, `${stacks.length} stacks`);
});
