// A real VS Code without a download of its own: the server that the npm package code-server carries, and a Chromium to show it in.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "test/editor");
const modules = join(folder, "node_modules");
/** Written when an install has ended well, with the lock it was made from: a half-finished one is made anew. */
const marker = join(modules, ".complete");

export const node24 = join(modules, "node/bin/node");
const serverMain = join(modules, "code-server/lib/vscode/out/server-main.js");

/** Installs VS Code's server once, and says so: it takes a minute or two. Throws with the last output when it fails. */
export function installEditor(say = console.log) {
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  if (existsSync(marker) && readFileSync(marker, "utf8") === lock && existsSync(serverMain)) return;
  say("Installing the VS Code server: a minute or two, once.");
  npm(["ci", "--ignore-scripts"]);
  // code-server asks for a newer Node than this one, and its native parts have to be built by that one.
  npm(["rebuild", "node"]);
  say("Building its native parts.");
  npm(["rebuild", "code-server"], { PATH: `${join(modules, "node/bin")}${delimiter}${process.env.PATH}` });
  if (!existsSync(serverMain)) throw new Error("code-server was installed, but the VS Code server is not in it.");
  writeFileSync(marker, lock);
}

const ofOuterNpm = /^(?:NODE|npm_(?!config_).*|npm_config_(?:user_agent|local_prefix|npm_version|node_gyp|call|allow_scripts))$/iu;

function npm(args, env = {}) {
  const all = [...args, "--no-audit", "--no-fund", "--loglevel=error"];
  // Run by npm, this process has in its environment what that npm says about itself, its Node first of all: the inner npm would
  // pass it on, and code-server would refuse that Node. Settings such as the registry and the proxy stay.
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofOuterNpm.test(name)));
  const { status, stdout, stderr } = spawnSync("npm", all, { cwd: folder, env: { ...own, ...env }, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} failed in test/editor:\n${`${stdout}${stderr}`.slice(-4000)}`);
}

/** Debian packages that are needed to build code-server. */
const debianPackages = ["libkrb5-dev", "build-essential", "python3", "pkg-config", "fonts-dejavu-core"];

/** Installs what Debian has to give, with a `browser` for the tests, where this process may; answers what is still missing, in words for a person. */
export function installSystemPackages({ say = console.log, browser = true } = {}) {
  const wanted = browser ? ["chromium", ...debianPackages] : debianPackages;
  const missing = () => [
    ...(browser && findChromium() === undefined ? ["chromium"] : []),
    ...(existsSync("/usr/include/krb5.h") || process.platform !== "linux" ? [] : ["libkrb5-dev"]),
  ];
  if (missing().length === 0) return undefined;
  installFromDebian(wanted, say);
  const left = missing();
  return left.length === 0 ? undefined : `Please install ${left.join(" and ")} (Debian: apt-get install ${wanted.join(" ")}).`;
}

/** Installs Debian packages where this process may, and says what went wrong. */
export function installFromDebian(packages, say) {
  const mayInstall = process.platform === "linux" && process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (!mayInstall) return;
  say(`Installing Debian packages: ${packages.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { env, stdio: "ignore" });
  const args = ["install", "-y", "-qq", "--no-install-recommends", ...packages];
  const { status, stderr } = spawnSync("apt-get", args, { env, encoding: "utf8" });
  if (status !== 0) say(stderr.slice(-2000));
}

/** The Chromium or Chrome of this machine; CHROME_PATH goes first. */
export function findChromium() {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH !== undefined && existsSync(CHROME_PATH)) return CHROME_PATH;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((one) => join(one, name))).find((path) => existsSync(path));
  return found ?? ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"].find((path) => existsSync(path));
}

/** Starts Chromium by playwright-core, without a window. */
export async function launchChromium() {
  const { chromium } = createRequire(join(folder, "package.json"))("playwright-core");
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath: findChromium(), args });
}

/** Settings of a profile that is quiet about itself. */
export const quietSettings = {
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.enabled": false,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "window.restoreWindows": "none",
};

/** A port that nobody uses at this moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Runs the VS Code server on loopback until `stop` is called. `data` and `extensions` are folders of this run; unless `trusted`, VS Code asks before it trusts a folder. */
export async function startEditor({ port, data, extensions, smokeTest = false, trusted = true }) {
  const args = [
    serverMain,
    ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--accept-server-license-terms"],
    ...["--server-data-dir", data, "--extensions-dir", extensions],
    ...["--disable-telemetry", "--disable-experiments"],
    ...(trusted ? ["--disable-workspace-trust"] : []),
    ...(smokeTest ? ["--enable-smoke-test-driver"] : []),
  ];
  const child = spawn(node24, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (chunk) => {
    output = (output + chunk).slice(-20_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const ended = new Promise((done) => child.on("exit", done));
  const stop = async () => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
  };
  process.on("exit", () => child.kill("SIGKILL"));
  const deadline = Date.now() + 90_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The VS Code server did not start:\n${output}`);
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  return { url: `http://127.0.0.1:${port}`, authority: `127.0.0.1:${port}`, stop, ended, output: () => output };
}

async function answers(port) {
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/version`);
    return status < 500;
  } catch {
    return false;
  }
}

/** Installs a .vsix into an extensions folder, as a user would. */
export function installExtension({ vsix, data, extensions }) {
  const args = [
    serverMain,
    "--accept-server-license-terms",
    "--server-data-dir",
    data,
    "--extensions-dir",
    extensions,
    "--install-extension",
    vsix,
  ];
  const { status, stdout, stderr } = spawnSync(node24, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`The .vsix could not be installed:\n${stdout}${stderr}`);
}
