// `npm start`: installs what is missing, builds, and opens a real VS Code with the extension on `examples/`.
//   --port=N   the port of the browser's VS Code (a free one by default)   --browser   never the desktop's VS Code
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const options = process.argv.slice(2);
process.chdir(root);

const marker = "node_modules/.package-lock.json";
if (!existsSync(marker) || statSync(marker).mtimeMs < statSync("package-lock.json").mtimeMs) {
  step("Installing packages");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}
step("Building the extension");
run("npx", ["tsc", "-b"]);
run("node", ["scripts/bundle.mjs"], "pipe");

const desktop = options.includes("--browser") ? undefined : desktopEditor();
const folder = mkdtempSync(join(tmpdir(), "watertight-"));
const workspace = join(folder, "examples");
// A copy: what is tried out in the examples leaves the checkout as it is.
cpSync("examples", workspace, { recursive: true });
if (desktop === undefined) await openInBrowser();
else openOnDesktop(desktop);

function openOnDesktop(code) {
  step("Opening VS Code");
  const data = join(folder, "profile");
  mkdirSync(join(data, "User"), { recursive: true });
  import("./editor-tools.mjs").then(({ quietSettings }) => {
    writeFileSync(join(data, "User/settings.json"), JSON.stringify(quietSettings));
    const args = [
      `--extensionDevelopmentPath=${root}`,
      `--user-data-dir=${data}`,
      "--disable-workspace-trust",
      "--new-window",
      workspace,
      join(workspace, "insecure/compose.yml"),
    ];
    spawn(code, args, { stdio: "inherit", shell: process.platform === "win32" });
    console.log(
      "A window of VS Code opens on a copy of examples/. Put the cursor on something underlined and press Ctrl+. (Cmd+. on a Mac).",
    );
  });
}

/** The VS Code server in the browser, with the extension installed as a package. */
async function openInBrowser() {
  const { freePort, installEditor, installExtension, installSystemPackages, quietSettings, startEditor } = await import(
    "./editor-tools.mjs"
  );
  step("There is no desktop VS Code on the PATH: using VS Code in the browser");
  const lacking = installSystemPackages({ say: step, browser: false });
  if (lacking !== undefined) console.log(lacking);
  installEditor(step);
  const vsix = join(folder, "watertight.vsix");
  step("Packing the extension");
  run("node", ["node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", "--out", vsix], "pipe");
  const data = join(folder, "data");
  const extensions = join(folder, "extensions");
  mkdirSync(extensions);
  for (const place of ["Machine", "User"]) {
    mkdirSync(join(data, "data", place), { recursive: true });
    writeFileSync(join(data, "data", place, "settings.json"), JSON.stringify(quietSettings));
  }
  installExtension({ vsix, data, extensions });
  const asked = options.find((option) => option.startsWith("--port="))?.slice("--port=".length);
  const editor = await startEditor({ port: asked === undefined ? await freePort() : Number(asked), data, extensions });
  const file = `vscode-remote://${editor.authority}${workspace}/insecure/compose.yml`;
  const payload = encodeURIComponent(JSON.stringify([["openFile", file]]));
  const address = `${editor.url}/?folder=${encodeURIComponent(workspace)}&payload=${payload}`;
  console.log(
    `\nVS Code is ready. Open this address:\n\n  ${address}\n\nPut the cursor on something underlined and press Ctrl+. (Cmd+. on a Mac). Ctrl+C here ends it.`,
  );
  const end = async () => {
    await editor.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 });
    process.exit(0);
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  await editor.ended;
}

function desktopEditor() {
  const { status } = spawnSync("code", ["--version"], { stdio: "ignore", shell: process.platform === "win32" });
  return status === 0 ? "code" : undefined;
}

function step(text) {
  console.log(`> ${text}`);
}

/** Runs a program to its end; its output is shown when it fails. */
function run(program, args, stdio = "inherit") {
  const { status, stdout, stderr } = spawnSync(program, args, { stdio, encoding: "utf8", shell: process.platform === "win32" });
  if (status === 0) return;
  console.error(`${stdout ?? ""}${stderr ?? ""}`);
  process.exit(status ?? 1);
}
