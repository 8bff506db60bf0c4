import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder, watertight } from "./run.js";

/** A folder with files; names may hold `/`. */
function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const hardened = "cap_drop: [ALL], security_opt: ['no-new-privileges:true'], read_only: true, mem_limit: 64m, cpus: 0.5";
const clean = `services: {a: {image: 'x:1', ${hardened}}}\n`;
const base = "services: {b: {pid: host}}\n";
/** A compose file with a service for each file, which extends one of it. */
const extending = (...files: readonly string[]) =>
  `services:\n${files.map((file, index) => `  a${index}: {image: 'x:1', ${hardened}, extends: {file: ${file}, service: b}}\n`).join("")}`;
const onUnix = { skip: process.platform === "win32" };

test("files of one project are judged together, the findings shown with file and line", async () => {
  const cwd = folderOf({
    "base.yml": "services:\n  a:\n    image: x:1\n    privileged: true\n",
    "prod.yml": `services:\n  a:\n    ${hardened.replaceAll(", ", "\n    ")}\n    privileged: false\n    pid: host\n`,
  });
  const together = await watertight(["check", "-f", "base.yml", "-f", "prod.yml"], { cwd });
  assert.equal(together.code, 1);
  assert.match(together.out, /^prod\.yml:9:5 warning host-pid-ipc/mu);
  assert.match(together.out, /^ {4}base\.yml:2:3: "a" is defined here\.$/mu);
  assert.doesNotMatch(together.out, /privileged-container|-missing/u);
  assert.match((await watertight(["check", "base.yml"], { cwd })).out, /privileged-container/u);
});

test("a later file of a stack is not told what its base supplies, and a fragment nothing that it lacks", async () => {
  const cwd = folderOf({
    "compose.yml": clean,
    "compose.prod.yml": "services: {a: {image: 'x:2'}}\n",
    "sub/compose.override.yml": "services: {a: {image: 'x:2'}}\n",
  });
  for (const path of ["compose.prod.yml", "sub/compose.override.yml", "."])
    assert.match((await watertight(["check", path, "--fail-on", "hint"], { cwd })).out, /^No findings in \d files?\.$/mu, path);
});

test("what lies on another machine makes the exit code 2, with the sentence", async () => {
  const rows: readonly (readonly [text: string, sentence: RegExp])[] = [
    ["include: [oci://registry.example/x:1]\n", /not checked: What is included from another machine is not read/u],
    ["include: [{path: 'https://github.com/x/y.git#main'}]\n", /not checked: What is included from another machine is not read/u],
    ["include: ['git@github.com:x/y.git']\n", /not checked: What is included from another machine is not read/u],
    [extending("'oci://registry.example/x:1'"), /not checked: The service "b" is extended from a file that lies on another machine/u],
  ];
  for (const [text, sentence] of rows) {
    const { code, err } = await watertight(["check", "-", "--fail-on", "never"], {
      input: text.startsWith("include") ? `${text}${clean}` : text,
    });
    assert.deepEqual([code, sentence.test(err)], [2, true], err);
  }
  const { code, err } = await watertight(["check", "-f", "oci://registry.example/x:1"]);
  assert.deepEqual([code, err], [2, "oci://registry.example/x:1 unreadable: The file lies on another machine and is not read.\n"]);
});

test("a gap in a file that was not named makes the exit code 2, too", async () => {
  const cwd = folderOf({ "compose.yml": clean, "compose.override.yml": "include: [oci://example/x:1]\nservices: {a: {init: true}}\n" });
  const { code, err } = await watertight(["check", "compose.yml"], { cwd });
  assert.equal(code, 2);
  assert.match(err, /"compose\.override\.yml", which belongs to this project, could not be read whole/u);
});

test("missing, foreign and refused files are told, each with its reason", onUnix, async () => {
  const cwd = folderOf({
    "latin.yml": Buffer.from("services: {b: {pid: host}} # caf\u00e9\n", "latin1"),
    "wide.yml": Buffer.from(`\uFEFF${base}`, "utf16le"),
    "huge.yml": `${base}${"#".repeat(17 * 1024 * 1024)}`,
    "folder.yml/x": "",
  });
  execFileSync("mkfifo", [join(cwd, "pipe.yml")]);
  symlinkSync("/dev/zero", join(cwd, "device.yml"));
  symlinkSync("loop.yml", join(cwd, "loop.yml"));
  const rows: readonly (readonly [file: string, reason: RegExp])[] = [
    ["gone.yml", /The file "gone\.yml" with the service "b" does not exist/u],
    ["pipe.yml", /not read: it is no plain file/u],
    ["folder.yml", /not read: it is a folder/u],
    ["device.yml", /not read: it is a link that leads out of the current folder \(--allow-outside reads it\)/u],
    ["loop.yml", /not read: it cannot be read: a link leads to itself/u],
    ["latin.yml", /not read: it is no UTF-8 text/u],
    ["huge.yml", /not read: it is larger than 16 MB/u],
  ];
  const { code, err } = await watertight(["check", "-"], { cwd, input: extending(...rows.map(([file]) => file), "wide.yml") });
  assert.equal(code, 2);
  const lines = err.trimEnd().split("\n");
  assert.equal(lines.length, rows.length, err);
  for (const [index, [file, reason]] of rows.entries()) assert.match(lines[index] ?? "", reason, file);
  const named = await watertight(["check", "pipe.yml", "latin.yml", "loop.yml"], { cwd });
  assert.equal(named.code, 2);
  assert.match(named.err, /^pipe\.yml unreadable: The file is no plain file/mu);
  assert.match(named.err, /^latin\.yml unreadable: The file is no UTF-8 text/mu);
  assert.match(named.err, /^loop\.yml unreadable: The file cannot be read: a link leads to itself/mu);
  if (process.getuid?.() === 0) return;
  writeFileSync(join(cwd, "locked.yml"), base);
  chmodSync(join(cwd, "locked.yml"), 0);
  assert.match((await watertight(["check", "-"], { cwd, input: extending("locked.yml") })).err, /permission denied/u);
});

test("a pipe with variables is refused and nothing waits for it", onUnix, async () => {
  const cwd = folderOf({ "compose.yml": `services: {a: {image: 'x:\${TAG}', ${hardened}}}\n` });
  execFileSync("mkfifo", [join(cwd, ".env")]);
  const { code, err } = await watertight(["check"], { cwd });
  assert.equal(code, 2);
  assert.match(err, /\.env with variables is not read: it is no plain file/u);
});

test("links and paths that lead out are followed only with --allow-outside", onUnix, async () => {
  const folder = folderOf({ "outside/base.yml": base, "outside/compose.yml": clean, "work/inside/base.yml": base });
  const cwd = join(folder, "work");
  symlinkSync("../outside/base.yml", join(cwd, "out.yml"));
  symlinkSync("../outside", join(cwd, "sub"));
  symlinkSync("inside", join(cwd, "near"));
  const rows: readonly (readonly [file: string, reason: RegExp | undefined])[] = [
    ["inside/base.yml", undefined],
    ["near/base.yml", undefined],
    ["out.yml", /it is a link that leads out of the current folder/u],
    ["sub/base.yml", /it is a link that leads out of the current folder/u],
    ["../outside/base.yml", /it lies outside of the current folder/u],
    [join(folder, "outside/base.yml"), /it lies outside of the current folder/u],
  ];
  const input = extending(...rows.map(([file]) => file));
  const within = await watertight(["check", "-"], { cwd, input });
  const lines = within.err.trimEnd().split("\n");
  const refused = rows.flatMap(([, reason]) => reason ?? []);
  assert.deepEqual([lines.length, within.out.match(/host-pid-ipc/gu)?.length], [refused.length, rows.length - refused.length], within.err);
  for (const [index, reason] of refused.entries()) assert.match(lines[index] ?? "", reason);
  const everywhere = await watertight(["check", "-", "--allow-outside"], { cwd, input });
  assert.deepEqual([everywhere.err, everywhere.out.match(/host-pid-ipc/gu)?.length], ["", rows.length]);
  symlinkSync("../outside/compose.yml", join(cwd, "compose.yml"));
  const found = await watertight(["check", "."], { cwd });
  assert.deepEqual(
    [found.code, /compose\.yml unreadable: The file is a link that leads out of the folder/u.test(found.err)],
    [2, true],
    found.err,
  );
  assert.equal((await watertight(["check", ".", "--allow-outside"], { cwd })).code, 0);
  assert.equal((await watertight(["check", "compose.yml"], { cwd })).code, 0);
});

test("files with variables that are named are read wherever they lie", async () => {
  const folder = folderOf({
    "vars.env": "P=true\n",
    "work/compose.yml": `services: {a: {image: 'x:1', ${hardened}, privileged: '\${P}'}}\n`,
  });
  const cwd = join(folder, "work");
  const { code, out } = await watertight(["check", "-f", "compose.yml", "--env-file", "../vars.env"], { cwd });
  assert.equal(code, 1);
  assert.match(out, /privileged-container/u);
  const missing = await watertight(["check", "-f", "compose.yml", "--env-file", "gone.env"], { cwd });
  // Some versions of Node look at this option themselves, wherever it stands.
  assert.notEqual(missing.code, 0);
  assert.match(missing.err, /gone\.env(?: with variables does not exist|: not found)/u);
});

test("includes: a long row, a circle, a diamond, and too many", async () => {
  const row = Object.fromEntries(
    Array.from({ length: 25 }, (_, index) => [`r${index}.yml`, `include: [r${index + 1}.yml]\n${clean.replace("a:", `r${index}:`)}`]),
  );
  const cwd = folderOf({
    "row.yml": `include: [r0.yml]\n${clean}`,
    ...row,
    "r25.yml": "services: {last: {image: 'x:1', privileged: true}}\n",
    "circle.yml": `include: [back.yml]\n${clean}`,
    "back.yml": "include: [circle.yml]\n",
    "diamond.yml": `include: [left.yml, right.yml]\n${clean}`,
    "left.yml": "include: [r25.yml]\n",
    "right.yml": "include: [r25.yml]\n",
    "wide.yml": `include: [${Array.from({ length: 250 }, (_, index) => `w/${index}.yml`).join()}]\n${clean}`,
    ...Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`w/${index}.yml`, clean.replace("a:", `w${index}:`)])),
  });
  const first = await watertight(["check", "row.yml"], { cwd });
  assert.deepEqual([first.code, /^r25\.yml:1:33 error privileged-container/mu.test(first.out), first.err], [1, true, ""]);
  const circle = await watertight(["check", "circle.yml"], { cwd });
  assert.deepEqual([circle.code, /includes itself, by way of others or directly/u.test(circle.err)], [2, true]);
  const diamond = await watertight(["check", "diamond.yml"], { cwd });
  assert.deepEqual([diamond.code, diamond.out.match(/privileged-container/gu)?.length], [1, 1]);
  const wide = await watertight(["check", "wide.yml"], { cwd });
  assert.equal(wide.code, 2);
  assert.match(wide.err, /At most 200 files of a project are read; this one and what comes after it are not checked/u);
});

test("a file outside of the current folder is named by its whole path", async () => {
  const folder = folderOf({
    "compose.yml": `include: [more.yml]\n${clean}`,
    "more.yml": "services: {b: {image: example/b:1, privileged: true}}\n",
  });
  const { out } = await watertight(["check", folder], { cwd: temporaryFolder() });
  assert.match(out, new RegExp(`^${join(folder, "more.yml")}:1:\\d+ error privileged-container`, "mu"));
});
