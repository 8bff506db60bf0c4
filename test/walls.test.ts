import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

// The walls of ARCHITECTURE.md: what each folder may import, besides itself. Type imports count: a type is knowledge too.
const root = fileURLToPath(new URL("../..", import.meta.url));
const engine = "server/src/engine";

const may: Readonly<Record<string, readonly string[]>> = {
  [`${engine}/text`]: [],
  [`${engine}/knowledge`]: [],
  [`${engine}/syntax`]: [`${engine}/text`],
  [`${engine}/model`]: [`${engine}/text`, `${engine}/syntax`, `${engine}/knowledge`],
  [`${engine}/edit`]: [`${engine}/text`, `${engine}/syntax`, `${engine}/knowledge`, `${engine}/model`],
  [`${engine}/rules`]: [`${engine}/text`, `${engine}/knowledge`, `${engine}/model`, `${engine}/edit`],
  [`${engine}/lint`]: ["text", "syntax", "knowledge", "model", "edit", "rules"].map((folder) => `${engine}/${folder}`),
  [`${engine}/config`]: ["text", "model", "rules", "lint"].map((folder) => `${engine}/${folder}`),
  [`${engine}/ide`]: ["text", "syntax", "knowledge", "model", "edit", "rules", "lint"].map((folder) => `${engine}/${folder}`),
  [`${engine}/report`]: ["text", "knowledge", "model", "rules", "lint", "ide"].map((folder) => `${engine}/${folder}`),
  [`${engine}/index.ts`]: ["text", "syntax", "knowledge", "model", "edit", "rules", "lint", "config", "ide", "report"].map(
    (folder) => `${engine}/${folder}`,
  ),
  "server/src/lsp": [
    `${engine}/index.ts`,
    "server/src/which-files.ts",
    "server/src/glob.ts",
    "server/src/links.ts",
    "server/src/file-text.ts",
    "server/src/today.ts",
  ],
  "server/src/cli": [
    `${engine}/index.ts`,
    "server/src/which-files.ts",
    "server/src/glob.ts",
    "server/src/file-text.ts",
    "server/src/today.ts",
    "server/src/team-file-template.ts",
  ],
  "server/src/which-files.ts": [],
  "server/src/glob.ts": [],
  "server/src/links.ts": [],
  "server/src/file-text.ts": [],
  "server/src/today.ts": [],
  "server/src/team-file-template.ts": [],
  "server/src/plain-file.ts": ["server/src/file-text.ts"],
  "server/src/node.ts": ["server/src/lsp", "server/src/plain-file.ts"],
  "server/src/browser.ts": ["server/src/lsp"],
  "server/src/main.ts": ["server/src/node.ts", "server/src/browser.ts"],
  "client/src": [
    "server/src/team-file-template.ts",
    "server/src/lsp/protocol.ts",
    "server/src/which-files.ts",
    "server/src/glob.ts",
    "server/src/file-text.ts",
  ],
};

/** Packages by the folder that may use them; `node:` modules likewise. What is not named is not allowed. */
const packages: Readonly<Record<string, readonly string[]>> = {
  [`${engine}/syntax/parse.ts`]: ["yaml"],
  [`${engine}/text/l10n.ts`]: ["@vscode/l10n"],
  [`${engine}/config`]: ["jsonc-parser"],
  "server/src/lsp": [
    "vscode-languageserver",
    "vscode-languageserver-protocol",
    "vscode-languageserver-textdocument",
    "vscode-languageserver-types",
    "vscode-uri",
  ],
  "server/src/node.ts": ["vscode-languageserver", "vscode-uri", "node:"],
  "server/src/plain-file.ts": ["node:"],
  "server/src/browser.ts": ["vscode-languageserver"],
  "server/src/cli": ["node:", "vscode-uri"],
  "client/src": ["vscode", "vscode-languageclient"],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), "utf8");
  return [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^;"']*?\bfrom\s*"(?<path>[^"]+)"|\bimport\(\s*"(?<dynamic>[^"]+)"|^import\s+"(?<bare>[^"]+)"/gmu,
    ),
  ].map(({ groups }) => {
    const path = groups?.["path"] ?? groups?.["dynamic"] ?? groups?.["bare"] ?? "";
    const to = path.startsWith(".") ? join(dirname(file), path).replaceAll("\\", "/").replace(/\.js$/u, ".ts") : path;
    return { from: file, to };
  });
}

function isIn(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function isAllowed({ from, to }: Import): boolean {
  const home = Object.keys(may).find((place) => isIn(from, place));
  assert.ok(home !== undefined, `${from} stands in no folder that the walls know`);
  if (isIn(to, "server/src") || isIn(to, "client/src")) {
    return isIn(to, home) || (may[home] ?? []).some((place) => isIn(to, place));
  }
  const granted = Object.entries(packages).flatMap(([place, names]) => (isIn(from, place) ? names : []));
  return granted.some((name) => to === name || to.startsWith(name.endsWith(":") ? name : `${name}/`));
}

test("imports go one way", () => {
  const all = ["server/src", "client/src"].flatMap(sources).flatMap(importsOf);
  assert.ok(all.length > 200, `only ${all.length} imports were found`);
  assert.deepEqual(
    all.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} -> ${to}`),
    [],
  );
});

test("the walls hold against an import that crosses them", () => {
  for (const [from, to] of [
    [`${engine}/rules/x.ts`, `${engine}/syntax/tree.ts`],
    [`${engine}/rules/x.ts`, "yaml"],
    [`${engine}/model/x.ts`, "node:fs"],
    [`${engine}/text/x.ts`, `${engine}/model/project.ts`],
    ["server/src/lsp/x.ts", `${engine}/lint/run.ts`],
    ["server/src/cli/x.ts", "server/src/lsp/server.ts"],
    ["client/src/x.ts", `${engine}/index.ts`],
  ] as const) {
    assert.equal(isAllowed({ from, to }), false, `${from} -> ${to}`);
  }
});
