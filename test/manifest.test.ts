import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Engine, enginePostures, ruleById, rules } from "../server/src/engine/index.js";
import { matchesGlob } from "../server/src/glob.js";
import { repository } from "../server/src/links.js";
import { chooseCommand, explainCommand } from "../server/src/lsp/protocol.js";
import { readSettings } from "../server/src/lsp/settings.js";
import { composeFileNames, sharedFileNames } from "../server/src/which-files.js";
import { catalogue, languages } from "./l10n/catalogues.js";

/** The manifest as far as it repeats what stands in the code; `UPDATE=1` writes the rules into it, and their texts into package.nls*.json. */
const path = fileURLToPath(new URL("../../package.json", import.meta.url));
const text = await readFile(path, "utf8");
const manifest = JSON.parse(text);
const properties: Record<
  string,
  { default?: unknown; enum?: string[]; enumDescriptions?: string[]; properties?: unknown; scope?: string }
> = manifest.contributes.configuration.properties;

const ids = rules.map(({ id }) => id).sort((a, b) => a.localeCompare(b));
const nlsLanguages = ["en", ...languages];

/** Where the manifest's texts of a language stand; English has no name there. */
function nlsPath(language: string): string {
  return fileURLToPath(new URL(`../../package.nls${language === "en" ? "" : `.${language}`}.json`, import.meta.url));
}

async function nlsWords(language: string): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await readFile(nlsPath(language), "utf8"));
}

interface Step {
  readonly id: string;
  readonly description: string;
  readonly completionEvents: readonly string[];
  readonly media: { readonly svg: string; readonly altText: string };
}

describe("package.json", () => {
  it("names every rule in watertight.rules", async () => {
    const expected = Object.fromEntries(
      ids.map((id) => [id, { enum: ["error", "warning", "information", "hint", "off"], description: `%rule.${id}%` }]),
    );
    if (process.env.UPDATE === "1") {
      manifest.contributes.configuration.properties["watertight.rules"].properties = expected;
      await writeFile(path, `${JSON.stringify(manifest, undefined, 2)}\n`);
    }
    assert.deepEqual(properties["watertight.rules"]?.properties, expected, "run `UPDATE=1 npm test`");
  });

  for (const language of nlsLanguages) {
    it(`tells title and severity of every rule, in ${language}`, async () => {
      const words = await nlsWords(language);
      const titles = language === "en" ? {} : await catalogue(language);
      const [pattern = ""] = [words.rule];
      const expected = Object.fromEntries(
        ids.map((id) => {
          const { title = "", severity = "" } = ruleById(id) ?? {};
          return [`rule.${id}`, pattern.replace("{0}", () => titles[title] ?? title).replace("{1}", severity)];
        }),
      );
      const others = Object.entries(words).filter(([key]) => !key.startsWith("rule."));
      if (process.env.UPDATE === "1") {
        await writeFile(nlsPath(language), `${JSON.stringify({ ...Object.fromEntries(others), ...expected }, undefined, 2)}\n`);
      }
      assert.deepEqual({ ...(await nlsWords(language)) }, { ...Object.fromEntries(others), ...expected }, "run `UPDATE=1 npm test`");
    });

    it(`has a text for each of its keys and no others, in ${language}`, async () => {
      const used = [...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/gu)].map(([, key = ""]) => key);
      // The pattern by which the texts of rules are written.
      assert.deepEqual(Object.keys(await nlsWords(language)).sort(), [...used, "rule"].sort());
    });

    it(`keeps code, links to settings and file names, in ${language}`, async () => {
      const [english, words] = [await nlsWords("en"), await nlsWords(language)];
      const codes = (text = "") => [...text.matchAll(/`[^`]+`/gu)].map(([code]) => code).sort();
      for (const [key, text] of Object.entries(english)) assert.deepEqual(codes(words[key]), codes(text), key);
    });
  }

  it("has no text that is in one language only", () => {
    const said = [...JSON.stringify(manifest.contributes).matchAll(/"(?:\w*[dD]escription|title|altText)":"([^"]*)"/gu)].map(
      ([, text]) => text,
    );
    const plain = said.filter((text) => !/^%.+%$/u.test(text ?? ""));
    assert.deepEqual([...new Set(plain)], ["Watertight"]);
    const listed = Object.values(properties).flatMap(({ enumDescriptions = [] }) => enumDescriptions);
    assert.deepEqual(
      listed.filter((text) => !/^%.+%$/u.test(text)),
      [],
    );
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

  it("lists every command in the palette, where it applies", () => {
    const commands: { command: string; category: string; title: string }[] = manifest.contributes.commands;
    const listed: { command: string; when: string }[] = manifest.contributes.menus.commandPalette;
    assert.deepEqual(
      listed.map(({ command }) => command),
      commands.map(({ command }) => command),
    );
    for (const { category, title } of commands) assert.equal(category, "Watertight", title);
    // What works on a compose file, and what needs none.
    const whens = Object.fromEntries(listed.map(({ command, when }) => [command.replace("watertight.", ""), when]));
    const onFile = ["hardenService", "hardenFile", "segmentNetworks", "fixAllSafe", "checkFile", "showReport"];
    for (const command of onFile) assert.equal(whens[command], "watertight.composeFile", command);
    // The sample is for those who have no compose file at hand; what is done in it belongs to the walkthrough.
    const elsewhere: Record<string, string> = {
      openSample: "true",
      hoverInSample: "false",
      hardenSample: "false",
      checkAllFiles: "workspaceFolderCount != 0",
    };
    const others = Object.entries(whens).filter(([command]) => !onFile.includes(command));
    for (const [command, when] of others) assert.equal(when, elsewhere[command] ?? "watertight.active", command);
  });

  it("registers every command that it lists, and sets the keys by which they are listed", async () => {
    const sources = ["client", "commands", "status", "workspace-check"].map((name) =>
      readFile(new URL(`../../client/src/${name}.ts`, import.meta.url), "utf8"),
    );
    const code = `${(await Promise.all(sources)).join("\n")}${explainCommand} ${chooseCommand}`;
    for (const { command } of manifest.contributes.commands) assert.ok(code.includes(command), command);
    for (const key of ["watertight.composeFile", "watertight.active"]) assert.ok(code.includes(`"${key}"`), key);
  });

  describe("its walkthrough", async () => {
    const [walkthrough, ...more] = manifest.contributes.walkthroughs;
    const steps: Step[] = walkthrough.steps;
    const fileOf = (name: string) => readFile(new URL(`../../${name}`, import.meta.url), "utf8");

    it("has four steps, and opens by itself for nobody: VS Code does that where its condition holds on installing", () => {
      assert.deepEqual(more, []);
      assert.equal(steps.length, 4);
      assert.equal(walkthrough.when, "watertight.active");
    });

    it("leads to commands that are there", async () => {
      const known = new Set(manifest.contributes.commands.map(({ command }: { command: string }) => command));
      for (const language of nlsLanguages) {
        const words = await nlsWords(language);
        for (const { id, description, completionEvents } of steps) {
          const said = words[description.replaceAll("%", "")] ?? "";
          const links = [...said.matchAll(/\]\(command:(?<command>[\w.]+)(?:\?[^)]*)?\)/gu)].map(({ groups }) => groups?.["command"]);
          assert.equal(links.length, 1, `${language} ${id}`);
          assert.ok(known.has(links[0]), id);
          assert.deepEqual(completionEvents, [`onCommand:${links[0]}`]);
        }
      }
    });

    it("has small pictures in the colours of the theme, said in words as well", async () => {
      const english = await nlsWords("en");
      for (const { id, media } of steps) {
        assert.ok((english[media.altText.replaceAll("%", "")] ?? "").length > 40, id);
        const picture = await fileOf(media.svg);
        assert.ok(picture.length < 4000, `${id}: ${picture.length} bytes`);
        for (const [, colour] of picture.matchAll(/(?:fill|stroke)="(?<colour>[^"]*)"/gu))
          assert.match(colour ?? "", /^var\(--vscode-|^none$/u);
        assert.doesNotMatch(picture, /style=|<image|href/u);
      }
    });

    it("has a sample in which there is what the steps speak of", async () => {
      const text = await fileOf("walkthrough/sample.yml");
      const engine = new Engine();
      engine.setText("untitled:compose.yml", text);
      const found = engine.check("untitled:compose.yml").findings.map(({ rule, service }) => `${rule} ${service}`);
      for (const one of ["privileged-container agent", "default-credential db", "port-datastore-exposed db", "hardening-missing db"])
        assert.ok(found.includes(one), `${one} is not in ${found.join(", ")}`);
      assert.match(engine.hover("untitled:compose.yml", text.indexOf("NET_ADMIN"))?.markdown ?? "", /^\*\*NET_ADMIN\*\*/u);
      const kinds = new Set(engine.harden("untitled:compose.yml", "db").map(({ kind }) => kind));
      assert.deepEqual(kinds, new Set(["recommended", "connect"]));
    });
  });

  it("has an icon of 256 by 256 pixels", async () => {
    const icon = await readFile(new URL(`../../${manifest.icon}`, import.meta.url));
    assert.equal(icon.subarray(1, 4).toString("latin1"), "PNG");
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
  });

  it("is presented as a linter that works anywhere", () => {
    assert.deepEqual(manifest.galleryBanner, { color: "#08283a", theme: "dark" });
    assert.deepEqual(manifest.categories, ["Linters", "Programming Languages"]);
    assert.deepEqual(manifest.keywords.slice(0, 5), ["docker", "compose", "security", "capabilities", "linter"]);
    assert.deepEqual(manifest.capabilities, { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true });
    assert.deepEqual(manifest.extensionKind, ["workspace"]);
    assert.equal(manifest.extensionDependencies, undefined);
    assert.equal(manifest.extensionPack, undefined);
    assert.equal(manifest.devDependencies["@types/vscode"], manifest.engines.vscode.replace("^", ""));
  });

  it("sets nothing by default but that values are completed inside of quotes", () => {
    assert.deepEqual(manifest.contributes.configurationDefaults, {
      "[dockercompose]": { "editor.quickSuggestions": { other: "on", comments: "off", strings: "on" } },
    });
  });

  it("offers the report in the title menu of compose files only", () => {
    const [{ when }] = manifest.contributes.menus["editor/title"];
    const [, name = ""] = /resourceFilename =~ \/(.*)\/$/u.exec(when) ?? [];
    const pattern = new RegExp(name, "u");
    const samples = composeFileNames.flatMap((glob) =>
      ["yml", "yaml"].map((end) => glob.replaceAll("*", "some-thing").replace("{yml,yaml}", end)),
    );
    for (const sample of samples) assert.match(sample, pattern);
    for (const other of ["values.yaml", "compose.json", "mycompose.yml", "ci.yml", "docker.yml"]) assert.doesNotMatch(other, pattern);
  });

  it("never loads for YAML at large", () => {
    const ours = /^(?:onLanguage:dockercompose|onWebviewPanel:watertight\.report|workspaceContains:\*\*\/.*\.\{yml,yaml\})$/u;
    for (const event of manifest.activationEvents) assert.match(event, ours);
  });

  it("loads for every name of a compose file, and for no other", () => {
    const globs: string[] = manifest.activationEvents.flatMap((event: string) => event.match(/(?<=^workspaceContains:).*/u) ?? []);
    const loads = (name: string): boolean => globs.some((glob) => matchesGlob(glob, `/a/b/${name}`));
    for (const name of [...composeFileNames, ...sharedFileNames]) {
      for (const ending of ["yml", "yaml"]) {
        const file = name.replace("{yml,yaml}", ending).replaceAll("*", "some");
        assert.ok(loads(file), file);
      }
    }
    for (const file of ["values.yml", "deployment.yaml", ".github/workflows/ci.yml", "recompose.yml", "compose.json"])
      assert.ok(!loads(file), file);
  });
});
