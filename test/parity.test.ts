import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { readPlainFile } from "../server/src/plain-file.js";
import { temporaryFolder, watertight } from "./cli/run.js";
import { flaggedFixtures } from "./lint/flagged.js";
import { modern } from "./lsp/capabilities.js";
import { edit } from "./lsp/editor.js";
import { items } from "./lsp/suite/check.js";
import { connectInProcess } from "./lsp/transport.js";

// What the command line and the editor say of every flagged fixture, with a team file beside each and without.

const team = `{
  "preset": "strict",
  "rules": { "images": "hint", "cap-*": "warning", "memory-limit-missing": "off" },
  "services": { "a*": { "rules": { "privilege": "information" } } }
}`;

interface Said {
  readonly rule: unknown;
  readonly severity: unknown;
  readonly message: string;
  readonly range: unknown;
}

const words = [undefined, "error", "warning", "information", "hint"];

for (const [name, file] of [
  ["without a team file", undefined],
  ["with a team file", team],
] as const) {
  test(`editor and command line say the same ${name}`, async () => {
    const root = temporaryFolder();
    const fixtures = flaggedFixtures().map(({ sample }, index) => {
      const folder = join(root, String(index));
      for (const [path, text] of Object.entries(sample.files)) {
        mkdirSync(join(folder, path, ".."), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      return { folder, text: sample.files["compose.yml"] ?? "" };
    });
    mkdirSync(join(root, ".git"));
    if (file !== undefined) writeFileSync(join(root, ".watertight.json"), file);
    const { out } = await watertight(["check", "--format", "json", "."], { cwd: root });
    const reports: { path: string; findings: Said[] }[] = JSON.parse(out).files;
    const byPath = new Map(reports.map(({ path, findings }) => [path, findings]));
    const transport = await connectInProcess({ version: "test", readFile: readPlainFile });
    const editor = await edit(transport, { capabilities: modern, folders: [pathToFileURL(root).href] });
    try {
      for (const [index, { folder, text }] of fixtures.entries()) {
        const uri = pathToFileURL(join(folder, "compose.yml")).href;
        editor.open(uri, text);
        const found = items(await editor.pull(uri));
        const inEditor = found.map(({ code, severity, message, range }) => ({
          rule: code,
          severity: words[severity ?? 0],
          message,
          range,
        }));
        const onLine = (byPath.get(`${index}/compose.yml`) ?? []).map(({ rule, severity, message, range }) => ({
          rule,
          severity,
          message,
          range,
        }));
        assert.deepEqual(inEditor, onLine, text);
      }
    } finally {
      await editor.close();
    }
    assert.ok(fixtures.length > 200);
  });
}
