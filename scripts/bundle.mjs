// Makes what is shipped: each entry as one minified file in dist/, within its budget of bytes.
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { build, transform } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

const node = { platform: "node", format: "cjs", target: "node20.19", mainFields: ["module", "main"] };
const builtins = [...builtinModules, "node:*"];
/** What runs in Node and in a browser: parts of both are in it, of which one is loaded. */
const either = {
  platform: "browser",
  target: "es2022",
  conditions: ["node"],
  // Its build for Node takes what every JavaScript has from modules of Node's.
  alias: { yaml: join(root, "node_modules/yaml/browser/index.js") },
};

/**
 * The server is shipped without what only the pages of rules say, which are in `dist/rule-pages.json`, and without the sources of facts that
 * nothing shows: those are for whoever reads the code.
 */
const withoutPages = {
  name: "without-pages",
  setup({ onLoad }) {
    onLoad({ filter: /engine[\\/]rules[\\/]examples\.ts$/ }, () => ({ contents: "export const examples = {};" }));
    onLoad({ filter: /engine[\\/]rules[\\/][^\\/]+\.ts$/ }, ({ path }) => withoutPageProse(path));
    const unshown =
      /engine[\\/]knowledge[\\/](?:(?:auth|debug|tls)-switches|socket-tools|host-network|host-readers|end-of-life[\\/]\w+|environment[\\/]file-variables)\.ts$/;
    onLoad({ filter: unshown }, ({ path }) => withEmptied(path, "source", '""'));
  },
};

const entries = [
  { source: "client/src/main.ts", output: "extension.cjs", budget: 500_000, ...either, format: "cjs", external: ["vscode", ...builtins] },
  {
    source: "server/src/main.ts",
    output: "server.js",
    budget: 1_270_000,
    ...either,
    format: "iife",
    external: builtins,
    plugins: [withoutPages],
  },
  { source: "server/src/cli/main.ts", output: "cli.js", budget: 1_300_000, ...node, banner: { js: "#!/usr/bin/env node" } },
];

await rm(join(root, "dist"), { recursive: true, force: true });
await mkdir(join(root, "dist"));
// The package itself is of type "module"; what VS Code and Node load here is not.
await writeFile(join(root, "dist/package.json"), '{ "type": "commonjs" }\n');

const inputs = new Set();
let tooLarge = false;
for (const entry of entries) {
  if (!existsSync(join(root, entry.source))) console.log(`${entry.source} is not there: dist/${entry.output} is left out`);
  else tooLarge = (await bundle(entry)) || tooLarge;
}
for (const [language, pages] of await rulePages()) await writeFile(join(root, `dist/rule-pages${language}.json`), JSON.stringify(pages));
await writeFile(join(root, "dist/third-party-notices.txt"), await notices());
process.exitCode = tooLarge ? 1 : 0;

/** Answers whether the file is larger than its budget. */
async function bundle({ source, output, budget, ...options }) {
  const outfile = join(root, "dist", output);
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    bundle: true,
    minify: true,
    metafile: true,
    legalComments: "none",
    charset: "utf8",
    define: { WATERTIGHT_VERSION: JSON.stringify(version) },
    logLevel: "warning",
  });
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
  if (output === "cli.js") await chmod(outfile, 0o755);
  const { size } = await stat(outfile);
  console.log(`dist/${output}  ${Math.ceil(size / 1000)} kB of ${budget / 1000} kB`);
  if (size > budget) console.error(`dist/${output} is larger than its budget`);
  return size > budget;
}

/** A rule without what only its page says; hovers say why, and what to do. */
async function withoutPageProse(path) {
  const { code, program } = await parsed(path);
  let contents = code;
  const docs = [...nodesOf(program)].filter(({ type, key, value }) => type === "Property" && key.name === "docs" && value.properties);
  for (const { value: given } of docs.toReversed()) {
    const kept = given.properties.filter(({ key }) => !["attack", "fine", "premise"].includes(key.name));
    const texts = kept.map(({ start, end }) => code.slice(start, end));
    contents = `${contents.slice(0, given.start)}{ ${texts.join(", ")} }${contents.slice(given.end)}`;
  }
  return { contents, loader: "js" };
}

/** A module in which all properties of that name have another value, where what stands there is a literal. */
async function withEmptied(path, name, value) {
  const { code, program } = await parsed(path);
  let contents = code;
  const properties = [...nodesOf(program)].filter(
    ({ type, key, value: given }) => type === "Property" && key.name === name && ["ObjectExpression", "Literal"].includes(given.type),
  );
  // From the end, so that the places before stay what they are.
  for (const { value: given } of properties.toReversed()) contents = contents.slice(0, given.start) + value + contents.slice(given.end);
  return { contents, loader: "js" };
}

/** A module as JavaScript, which acorn reads: the package of TypeScript 7 has no parser to import. */
async function parsed(path) {
  const { code } = await transform(await readFile(path, "utf8"), { loader: "ts", charset: "utf8", target: "es2022" });
  return { code, program: parse(code, { ecmaVersion: "latest", sourceType: "module" }) };
}

/** A node and all below it, in the order of the text. */
function* nodesOf(node) {
  yield node;
  for (const below of Object.values(node).flat()) if (typeof below?.type === "string") yield* nodesOf(below);
}

/** The pages of all rules as Markdown, by their ids: in English, and in each language that there is a translation of. */
async function rulePages() {
  const exported = ["rulePageText } from './ide/rule-page.ts'", "rules } from './rules/index.ts'", "speak } from './text/l10n.ts'"];
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: {
      contents: exported.map((one) => `export { ${one};`).join("\n"),
      resolveDir: join(root, "server/src/engine"),
    },
    bundle: true,
    write: false,
    format: "esm",
    alias: either.alias,
  });
  const { rules, rulePageText, speak } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
  const pagesIn = (catalogue) => {
    speak(catalogue);
    return Object.fromEntries(rules.map((rule) => [rule.id, rulePageText(rule)]));
  };
  const translated = (await readdir(join(root, "l10n"))).flatMap(
    (name) => /^pages(?<language>\..+)\.json$/u.exec(name)?.groups.language ?? [],
  );
  const catalogues = translated.map(async (language) => {
    const texts = [`bundle.l10n${language}.json`, `pages${language}.json`].map((name) => readFile(join(root, "l10n", name), "utf8"));
    return [language, Object.assign(...(await Promise.all(texts)).map((text) => JSON.parse(text)))];
  });
  return [["", {}], ...(await Promise.all(catalogues))].map(([language, catalogue]) => [language, pagesIn(catalogue)]);
}

/** The licences of all that is bundled, as they ask for. */
async function notices() {
  const names = [...inputs].map((input) => /node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/u.exec(input)?.groups?.name);
  const packages = [...new Set(names.filter((name) => name !== undefined))].sort();
  const texts = packages.map(async (name) => {
    const folder = join(root, "node_modules", name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/iu.test(entry));
    const { version: its, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const text = file === undefined ? `Licence: ${license}` : await readFile(join(folder, file), "utf8");
    return `${name} ${its}\n\n${text.trim()}\n`;
  });
  return `Watertight contains the following packages.\n\n${(await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`)}`;
}
