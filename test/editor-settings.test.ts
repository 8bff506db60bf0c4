import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { composeFileNames } from "../server/src/which-files.js";

const docs = new URL("../../docs/", import.meta.url);
const page = new URL("editors.md", docs);
const setting = (name: string) => readFileSync(new URL(`editors/${name}`, docs), "utf8");
const languages: Readonly<Record<string, string>> = { lua: "lua", toml: "toml", json: "json", el: "elisp" };

/** Each block of the page stands behind the name of the file that it shows. */
const block = /<!-- (?<name>[\w./-]+) -->\n```\w+\n(?:[\s\S]*?\n)??```\n/gu;

function withSettings(text: string): string {
  return text.replace(block, (_, name: string) => {
    const language = languages[name.slice(name.lastIndexOf(".") + 1)];
    return `<!-- ${name} -->\n\`\`\`${language}\n${setting(name)}\`\`\`\n`;
  });
}

/** The names as editors take them that know no braces. */
function expanded(glob: string): readonly string[] {
  const [, before, choices, after] = /^(.*)\{(.*)\}(.*)$/u.exec(glob) ?? [];
  return choices === undefined ? [glob] : choices.split(",").map((choice) => `${before}${choice}${after}`);
}

describe("docs/editors.md", () => {
  it("shows the settings that are tested (UPDATE=1 writes them)", () => {
    const text = readFileSync(page, "utf8");
    if (process.env["UPDATE"] === "1") writeFileSync(page, withSettings(text));
    assert.equal(readFileSync(page, "utf8"), withSettings(text));
    const shown = [...text.matchAll(block)].map(({ groups }) => groups?.["name"]);
    const all = readdirSync(new URL("editors/", docs), { recursive: true, encoding: "utf8" }).filter((name) => name.includes("."));
    assert.deepEqual(shown.toSorted(), all.map((name) => name.replaceAll("\\", "/")).toSorted());
  });

  it("gives Helix, Zed and JetBrains the names by which the server knows compose files", () => {
    const helix = [...setting("helix.toml").matchAll(/glob = "(?<glob>[^"]+)"/gu)].map(({ groups }) => groups?.["glob"]);
    assert.deepEqual(helix, composeFileNames);
    assert.deepEqual(JSON.parse(setting("zed.json")).file_types, { "Docker Compose": composeFileNames });
    const [mapping] = JSON.parse(setting("lsp4ij/template.json")).fileTypeMappings;
    assert.deepEqual(mapping.fileType.patterns, composeFileNames.flatMap(expanded));
  });

  it("starts the server in each by the same command", () => {
    const words = (text: string) => text.split(/[\s",[\](){}.']+/u).join(" ");
    for (const name of ["neovim.lua", "neovim-before-0.11.lua", "emacs.el"]) assert.match(words(setting(name)), / watertight lsp /u, name);
    assert.match(setting("helix.toml"), /^command = "watertight"\nargs = \["lsp"\]$/mu);
    assert.deepEqual(JSON.parse(setting("zed.json")).lsp["docker-compose"].binary, { path: "watertight", arguments: ["lsp"] });
    assert.equal(JSON.parse(setting("lsp4ij/template.json")).programArgs.default, "watertight lsp");
  });
});
