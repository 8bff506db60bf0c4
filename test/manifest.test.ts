import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { enginePostures, rules } from "../server/src/engine/index.js";
import { repository } from "../server/src/links.js";
import { readSettings } from "../server/src/lsp/settings.js";

/** The manifest as far as it repeats what stands in the code; `UPDATE=1` writes the rules into it. */
const path = fileURLToPath(new URL("../../package.json", import.meta.url));
const text = await readFile(path, "utf8");
const manifest = JSON.parse(text);
const properties: Record<string, { default?: unknown; enum?: string[]; properties?: unknown; scope?: string }> =
  manifest.contributes.configuration.properties;

describe("package.json", () => {
  it("names every rule in watertight.rules, with its severity", async () => {
    const expected = Object.fromEntries(
      [...rules]
        .sort((a, b) => a.id.localeCompare(b.id))
        .map(({ id, title, severity }) => [
          id,
          { enum: ["error", "warning", "information", "hint", "off"], description: `${title}. Default: ${severity}.` },
        ]),
    );
    if (process.env.UPDATE === "1") {
      manifest.contributes.configuration.properties["watertight.rules"].properties = expected;
      await writeFile(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
    }
    assert.deepEqual(properties["watertight.rules"]?.properties, expected, "run `UPDATE=1 npm test`");
  });

  it("gives the defaults which the server assumes", () => {
    const defaults = Object.fromEntries(
      Object.entries(properties).map(([key, property]) => [key.replace("watertight.", ""), property.default]),
    );
    assert.deepEqual(readSettings(defaults), readSettings({}));
    for (const [key, property] of Object.entries(properties)) assert.ok(property.scope !== undefined && "default" in property, key);
  });

  it("offers no value that the server does not know", () => {
    for (const run of properties["watertight.run"]?.enum ?? []) assert.equal(readSettings({ run }).run, run);
    for (const preset of properties["watertight.preset"]?.enum ?? []) assert.equal(readSettings({ preset }).engine.preset, preset);
    assert.deepEqual(properties["watertight.posture"]?.enum, enginePostures);
    for (const posture of enginePostures) assert.equal(readSettings({ posture }).engine.posture, posture);
  });

  it("names the repository which the rule pages are linked to", () => {
    assert.equal(manifest.repository.url, `${repository}.git`);
  });

  it("lists every command in the palette for compose files only", () => {
    const commands = manifest.contributes.commands.map(({ command }: { command: string }) => command);
    const listed = manifest.contributes.menus.commandPalette;
    assert.deepEqual(
      listed.map(({ command }: { command: string }) => command),
      commands,
    );
    for (const { command, when } of listed) assert.match(when, /editorLangId/u, command);
  });

  it("never loads for YAML at large", () => {
    for (const event of manifest.activationEvents) assert.doesNotMatch(event, /^\*|onStartupFinished|onLanguage:yaml/u);
  });
});
