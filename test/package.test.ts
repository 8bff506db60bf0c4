import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rulePageText, rules } from "../server/src/engine/index.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);
const vsce = join(root, "node_modules/@vscode/vsce/vsce");

describe("what is shipped", () => {
  const budgets: readonly [file: string, bytes: number][] = [
    ["dist/extension.cjs", 500_000],
    ["dist/server.js", 1_270_000],
  ];
  for (const [file, bytes] of budgets) {
    it(`${file} has at most ${bytes / 1000} kB`, async () => {
      const { size } = await stat(join(root, file));
      assert.ok(size <= bytes, `${size} bytes`);
    });
  }

  it("the package holds these files and no others", async () => {
    const { stdout } = await run(process.execPath, [vsce, "ls", "--no-dependencies"], { cwd: root });
    const files = stdout.split("\n").filter((line) => line !== "");
    assert.deepEqual(files.sort(), golden);
  });

  // Each of the two languages beside English takes some 240 kB of it.
  it("the package has at most 1,150 kB", async () => {
    const folder = await mkdtemp(join(tmpdir(), "watertight-"));
    try {
      const output = join(folder, "watertight.vsix");
      await run(process.execPath, [vsce, "package", "--no-dependencies", "--out", output], { cwd: root });
      const { size } = await stat(output);
      assert.ok(size <= 1_150_000, `${size} bytes`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("nothing in it leads to a source map or to this machine", async () => {
    for (const [file] of budgets) {
      const text = await readFile(join(root, file), "utf8");
      assert.ok(!text.includes("sourceMappingURL="), file);
      assert.ok(!text.includes(root), file);
    }
  });

  it("what only the pages of rules say is shipped once", async () => {
    const pages: Readonly<Record<string, string>> = JSON.parse(await readFile(join(root, "dist/rule-pages.json"), "utf8"));
    assert.deepEqual(pages, Object.fromEntries(rules.map((rule) => [rule.id, rulePageText(rule)])));
    const server = await readFile(join(root, "dist/server.js"), "utf8");
    for (const { id, docs } of rules)
      for (const text of [...(docs.attack ?? []), docs.fine ?? "", docs.premise ?? ""])
        for (const line of text.split("\n").filter((said) => said.length > 60)) assert.ok(!server.includes(line), `${id}: ${line}`);
  });

  it("the licences of what is bundled go with it", async () => {
    const text = await readFile(join(root, "dist/third-party-notices.txt"), "utf8");
    for (const name of ["vscode-languageclient", "vscode-languageserver", "vscode-jsonrpc", "yaml"])
      assert.ok(text.includes(`\n${name} `), name);
  });
});

const golden = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "dist/extension.cjs",
  "dist/package.json",
  "dist/rule-pages.de.json",
  "dist/rule-pages.json",
  "dist/rule-pages.zh-cn.json",
  "dist/server.js",
  "dist/third-party-notices.txt",
  "images/icon.png",
  "l10n/bundle.l10n.de.json",
  "l10n/bundle.l10n.zh-cn.json",
  "package.json",
  "package.nls.de.json",
  "package.nls.json",
  "package.nls.zh-cn.json",
  "schemas/watertight.schema.json",
  "syntaxes/watertight.tmLanguage.json",
  "walkthrough/harden.svg",
  "walkthrough/hover.svg",
  "walkthrough/sample.svg",
  "walkthrough/sample.yml",
  "walkthrough/share.svg",
];
