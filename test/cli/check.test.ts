import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { temporaryFolder, watertight } from "./run.js";

const limits = "    read_only: true\n    mem_limit: 64m\n    cpus: 0.5\n";
const privileged = `services:\n  web:\n    image: nginx:1.30\n    privileged: true\n${limits}`;
const clean = `services:\n  web:\n    image: nginx:1.30\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges:true]\n${limits}`;

/** A folder with files; names may hold `/`. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

test("text names place, severity, rule and sentence, and shows the line with carets", async () => {
  const { code, out, err } = await watertight(["check", "compose.yml"], { cwd: folderOf({ "compose.yml": privileged }) });
  assert.equal(code, 1);
  assert.equal(err, "");
  const [head = "", line, carets] = out.split("\n");
  assert.match(head, /^compose\.yml:4:5 error privileged-container {2}Root in "web" is root on the host/u);
  assert.equal(line, "    4 |     privileged: true");
  assert.equal(carets, "      |     ^^^^^^^^^^^^^^^^");
  assert.match(out, /\n1 error in 1 file\.\n$/u);
});

test("--posture says what the files run on", async () => {
  const cwd = folderOf({ "compose.yml": privileged });
  const { out } = await watertight(["check", "--posture", "rootless"], { cwd });
  assert.match(out, /^compose\.yml:4:5 warning privileged-container {2}"web" on a rootless engine: /u);
  const { code, err } = await watertight(["check", "--posture", "podman"], { cwd });
  assert.equal(code, 2);
  assert.match(err, /--posture is one of rootful, rootless, desktop, userns-remap, not "podman"/u);
});

test("exit codes follow --fail-on", async () => {
  const cwd = folderOf({ "a.compose.yml": privileged, "b.compose.yml": clean });
  const rows = [
    [["a.compose.yml"], 1],
    [["b.compose.yml"], 0],
    [["."], 1],
    [[], 1],
    [["a.compose.yml", "--fail-on", "never"], 0],
    [["b.compose.yml", "--fail-on=hint"], 0],
  ] as const;
  for (const [args, expected] of rows) assert.equal((await watertight(["check", ...args], { cwd })).code, expected, args.join(" "));
});

test("the strict preset names each absence, and lets it count", async () => {
  const cwd = folderOf({ "compose.yml": "services: {a: {image: example/a:1, cap_drop: [ALL]}}\n" });
  assert.equal((await watertight(["check", "--fail-on", "information"], { cwd })).code, 0);
  const { code, out } = await watertight(["check", "--preset", "strict", "--fail-on", "information"], { cwd });
  assert.equal(code, 1);
  assert.match(out, /information no-new-privileges-missing/u);
});

test("folders are searched for compose files, other people's folders left out", async () => {
  const cwd = folderOf({
    "compose.yaml": privileged,
    "deploy/docker-compose.prod.yml": privileged,
    "deploy/other.yml": privileged,
    "deploy/web-stack.yml": privileged,
    "deploy/values-stack.yml": "networks: {a: {driver: host}}\n",
    "podman-compose.yaml": privileged,
    "node_modules/x/compose.yml": privileged,
    ".hidden/compose.yml": privileged,
  });
  symlinkSync(cwd, join(cwd, "loop"));
  const { files } = JSON.parse((await watertight(["check", "--format", "json"], { cwd })).out);
  assert.deepEqual(
    files.map(({ path }: { path: string }) => path),
    ["compose.yaml", "podman-compose.yaml", "deploy/docker-compose.prod.yml", "deploy/web-stack.yml"],
  );
});

test("a gap is never clean", async () => {
  const cwd = folderOf({
    "broken.yml": "services:\n  web: {image: nginx\n",
    "included.yml": "include: [x.yml]\nservices: {a: {image: example/a:1, cap_drop: [ALL], security_opt: [no-new-privileges:true]}}\n",
    "deployment.yml": "apiVersion: v1\nkind: Pod\n",
    "folder/readme.txt": "",
  });
  for (const [name, expected] of [
    ["missing.yml", "does not exist"],
    ["broken.yml", "unreadable"],
    ["included.yml", "does not exist"],
    ["deployment.yml", "no compose file"],
    ["folder", "no compose file"],
  ] as const) {
    const { code, err } = await watertight(["check", name], { cwd });
    assert.equal(code, 2, name);
    assert.ok(err.includes(expected), `${name}: ${err}`);
  }
});

test("what is no plain file, or may not be read, is refused", async () => {
  if (process.platform === "win32") return; // Windows has neither named pipes in folders nor these permissions.
  const cwd = folderOf({ "locked.yml": privileged });
  execFileSync("mkfifo", [join(cwd, "compose.yml")]);
  const { code, err } = await watertight(["check", "."], { cwd });
  assert.equal(code, 2);
  assert.match(err, /compose\.yml unreadable: The file is no plain file/u);
  chmodSync(join(cwd, "locked.yml"), 0);
  if (process.getuid?.() !== 0) assert.match((await watertight(["check", "locked.yml"], { cwd })).err, /permission denied/u);
});

test("standard input is checked under the name it is given", async () => {
  const { code, out } = await watertight(["check", "-", "--stdin-filename", "deploy/app.yml"], { input: privileged });
  assert.equal(code, 1);
  assert.match(out, /^deploy\/app\.yml:4:5 error privileged-container/u);
});

test("the .env beside the file is read", async () => {
  const cwd = folderOf({ "compose.yml": privileged.replace("true", "${PRIVILEGED:-true}"), ".env": "PRIVILEGED=false\n" });
  const { out } = await watertight(["check"], { cwd });
  assert.doesNotMatch(out, /privileged-container/u);
});

test("carets stand below their text, behind tabs, wide characters and a byte order mark", async () => {
  const text = '\uFEFFservices:\r\n  "网🚢":\t{image: nginx:1.30, privileged: true}\r\n';
  const { out } = await watertight(["check", "-"], { input: text });
  const lines = out.split("\n");
  const shown = lines.findIndex((line) => line.includes("privileged: true}"));
  assert.equal(lines[shown], '    2 |   "网🚢":    {image: nginx:1.30, privileged: true}');
  assert.equal(lines[shown + 1], `      |   ${" ".repeat('"网🚢":    {image: nginx:1.30, '.length + 1)}${"^".repeat(16)}`);
});

test("colours come on a terminal or by FORCE_COLOR, and NO_COLOR wins", async () => {
  const plain = await watertight(["check", "-"], { input: privileged });
  assert.ok(!plain.out.includes("\u001B["));
  const forced = await watertight(["check", "-"], { input: privileged, env: { FORCE_COLOR: "1" } });
  assert.ok(forced.out.includes("\u001B[31;1merror"));
  const refused = await watertight(["check", "-"], { input: privileged, env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
  assert.equal(refused.out, plain.out);
});

test("secrets are printed nowhere, wherever they stand", async () => {
  const input = `services:
  a:
    image: nginx:latest
    privileged: true
    environment: ["DB_PASSWORD=hunter2", TOKEN=hunter2, "URL=postgres://me:hunter2@db", GH=ghp_hunter2456789abcdefghijABCDEFGHIJ012345]
    command: ["--requirepass", "hunter2", "sh -c 'mysql -phunter2; PGPASSWORD=hunter2 psql'"]
    entrypoint: serve --token \${TOKEN:-hunter2}
    labels: {url: "http://me:hunter2@x", api_token: hunter2}
    annotations: {token: hunter2}
    build: {context: "https://me:hunter2@x.example/a.git", args: {NPM_TOKEN: hunter2}}
    healthcheck: {test: "redis-cli -a hunter2 ping"}
    post_start: [{command: [x, --password, hunter2], environment: {TOKEN: hunter2}}]
    logging: {driver: splunk, options: {splunk-token: hunter2}}
    deploy: {labels: {homepage.widget.key: hunter2, t.basicauth.users: "a:$$apr1$$hunter2$$x"}}
    develop: {watch: [{path: ., action: sync+exec, target: /x, exec: {command: "x --token hunter2"}}]}
configs:
  c: {content: "password: hunter2"}
volumes:
  v: {driver_opts: {type: cifs, o: "username=x,password=hunter2", device: //nas/x}}
`;
  for (const format of ["text", "json"]) {
    const { code, out, err } = await watertight(["check", "-", "--format", format], { input });
    assert.equal(code, 1);
    assert.ok(out.split("secret-").length > 5, out);
    assert.doesNotMatch(out + err, /hunter2/u);
  }
});

test("json has the shape of version 1", async () => {
  const { code, out } = await watertight(["check", "-", "--format", "json"], { input: privileged });
  assert.equal(code, 1);
  const { version, tool, files, summary } = JSON.parse(out);
  assert.deepEqual([version, tool.name, Object.keys(tool)], [1, "watertight", ["name", "version"]]);
  assert.deepEqual(summary, { error: 1, warning: 0, information: 0, hint: 0, files: 1 });
  const [file] = files;
  assert.deepEqual(Object.keys(file), ["path", "status", "problems", "findings"]);
  const [finding] = file.findings;
  assert.deepEqual(Object.keys(finding), ["rule", "severity", "message", "service", "range", "fixes", "related"]);
  assert.deepEqual(finding.range, { start: { line: 3, character: 4 }, end: { line: 3, character: 20 } });
  assert.equal(finding.service, "web");
  for (const fix of finding.fixes) {
    assert.ok(["safe", "recommended", "check"].includes(fix.class));
    assert.deepEqual(Object.keys(fix).slice(0, 2), ["title", "class"]);
  }
});

test("a reader that closes the pipe early is no failure", async () => {
  const services = Array.from({ length: 3000 }, (_, index) => `  s${index}: {image: nginx, privileged: true}\n`).join("");
  const cwd = folderOf({ "compose.yml": `services:\n${services}` });
  const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));
  const child = spawn(process.execPath, [cli, "check"], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((done) => child.on("close", done));
  assert.equal(err, "");
  assert.equal(code, 1);
});

test("the team's file counts as in the editor; --config names another, --no-config none", async () => {
  const team = '{"rules": {"privileged-container": "off"}}';
  const cwd = folderOf({ ".watertight.json": team, "a/compose.yml": privileged, "other.json": '{"preset": "strict"}', ".git/HEAD": "" });
  const rows = [
    [["check", "a"], 0],
    [["check", "a", "--no-config"], 1],
    [["check", "a", "--config", "other.json"], 1],
    [["check", "a", "--config", "absent.json"], 2],
    [["check", "a", "--config", "other.json", "--no-config"], 2],
  ] as const;
  for (const [words, code] of rows) assert.equal((await watertight([...words], { cwd })).code, code, words.join(" "));
  // From below, too: the repository's folder is where an editor opens it.
  assert.equal((await watertight(["check"], { cwd: join(cwd, "a") })).code, 0);
});

test("a mistake in the team's file is a gap, told with its line", async () => {
  const cwd = folderOf({ ".watertight.json": '{\n  "rules": {"privileged-contaner": "off"}\n}', "compose.yml": clean });
  const { code, err } = await watertight(["check"], { cwd });
  assert.equal(code, 2);
  assert.match(
    err,
    /^compose\.yml:1:1 not checked: \.watertight\.json, line 2: No rule and no group of rules is named "privileged-contaner"\.\n$/u,
  );
});

test("init writes a file to begin with, and never over one", async () => {
  const cwd = folderOf({ "compose.yml": clean });
  assert.equal((await watertight(["init"], { cwd })).code, 0);
  assert.equal((await watertight(["check"], { cwd })).code, 0);
  const again = await watertight(["init"], { cwd });
  assert.equal(again.code, 2);
  assert.match(again.err, /is there already/u);
});
