// Makes what is shipped: each entry as one minified file in dist/, within its budget of bytes.
import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

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
 * The server is shipped without the examples of rule pages, which the client reads from `dist/examples.json`, and without the sources of facts
 * that nothing shows: those are for whoever reads the code.
 */
const withoutEvidence = {
  name: "without-evidence",
  setup({ onLoad }) {
    onLoad({ filter: /engine[\\/]rules[\\/]examples\.ts$/ }, () => ({ contents: "export const examples = {};" }));
    const unshown =
      /engine[\\/]knowledge[\\/](?:(?:auth|debug|tls)-switches|socket-tools|host-network|host-readers|end-of-life[\\/]\w+|environment[\\/]file-variables)\.ts$/;
    onLoad({ filter: unshown }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll(/,?\s*source:\s*"[^"\n]*"/g, ""),
      loader: "ts",
    }));
  },
};

const entries = [
  { source: "client/src/main.ts", output: "extension.cjs", budget: 500_000, ...either, format: "cjs", external: ["vscode", ...builtins] },
  {
    source: "server/src/main.ts",
    output: "server.js",
    budget: 1_300_000,
    ...either,
    format: "iife",
    external: builtins,
    plugins: [withoutEvidence],
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
await writeFile(join(root, "dist/examples.json"), JSON.stringify(await examples()));
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

async function examples() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["server/src/engine/rules/examples.ts"],
    write: false,
    format: "esm",
  });
  const module = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
  return module.examples;
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
