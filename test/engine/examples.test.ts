import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Lines, type Preset } from "../../server/src/engine/index.js";
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

const undone = join(folder, "insecure/line-by-line.compose.yml");

/** The rules that each line of a text is marked with, by its number from 1. */
function marks(text: string, preset: Preset): readonly string[] {
  return text.split("\n").flatMap((line, index) => {
    const [, list = ""] = / # ([a-z-]+(?: \(strict\))?(?:, [a-z-]+(?: \(strict\))?)*)$/u.exec(line) ?? [];
    const rules = list.split(", ").filter((one) => one !== "" && (preset === "strict" || !one.endsWith(" (strict)")));
    return rules.map((rule) => `${index + 1} ${rule.replace(" (strict)", "")}`);
  });
}

for (const preset of ["recommended", "strict"] as const) {
  test(`${nameOf(undone)}: each line is found by the rule that it names, and no other is, with the preset ${preset}`, () => {
    const { report, texts, uri } = openFile(undone, { preset, rules: {} });
    const text = texts.get(uri) ?? "";
    const lines = new Lines(text);
    const found = report.findings.map(({ at, rule }) => ({ line: lines.position(at.start).line + 1, rule }));
    const sorted = found.toSorted((a, b) => a.line - b.line || (a.rule < b.rule ? -1 : 1));
    assert.deepEqual(
      sorted.map(({ line, rule }) => `${line} ${rule}`),
      marks(text, preset),
    );
    assert.equal(report.status, "checked");
    const ofOne = new Set(found.filter((_, index) => report.findings[index]?.service === "app").map(({ line }) => line));
    assert.ok(ofOne.size >= 40, `${ofOne.size} lines of one service`);
  });
}

test("the page of the examples names each of them", () => {
  const page = readFileSync(join(folder, "README.md"), "utf8");
  for (const main of [...stacks, undone]) assert.ok(page.includes(`(${nameOf(main)})`), main);
  assert.ok(stacks.length >= 20, `${stacks.length} stacks`);
});
