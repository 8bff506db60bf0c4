import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder, watertight } from "./run.js";

const main = "services:\n  web:\n    image: w\n    ports: ['80:80']\n  agent:\n    image: a\n";

function folderOf(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder();
  for (const [path, text] of Object.entries(files)) writeFileSync(join(cwd, path), text);
  return cwd;
}

test("a folder's project is drawn with its override", async () => {
  const cwd = folderOf({ "compose.yml": main, "compose.override.yml": "services:\n  agent:\n    privileged: true\n" });
  const { code, out, err } = await watertight(["report", "--format", "json"], { cwd });
  const report = JSON.parse(out);
  assert.deepEqual([code, err, report.version, report.files], [0, "", 1, ["compose.yml", "compose.override.yml"]]);
  assert.deepEqual(report.paths[0].steps.at(-1), {
    from: "s2",
    to: "host",
    kind: "takeover",
    text: '"agent" runs privileged: root in it is root on the host.',
    at: { path: "compose.override.yml", line: 2, character: 4 },
  });
  assert.ok(!out.includes(cwd), "no path of the machine is in it");
});

test("the posture of the engine counts", async () => {
  const cwd = folderOf({ "compose.yml": `${main}    cap_add: [SYS_ADMIN]\n` });
  const paths = async (posture: string): Promise<number> =>
    JSON.parse((await watertight(["report", "--format", "json", "--posture", posture], { cwd })).out).paths.length;
  assert.deepEqual([await paths("rootful"), await paths("rootless")], [1, 0]);
});

test("a file is written where --output says, and never over what was read", async () => {
  const cwd = folderOf({ "compose.yml": main });
  assert.deepEqual(await watertight(["report", "-o", "report.mmd", "--format", "mermaid"], { cwd }), { code: 0, out: "", err: "" });
  assert.match(readFileSync(join(cwd, "report.mmd"), "utf8"), /^flowchart LR\n/u);
  const over = await watertight(["report", "--output", "./compose.yml"], { cwd });
  assert.deepEqual(over, { code: 2, out: "", err: "./compose.yml not written: the report is about this file.\n" });
  assert.equal(readFileSync(join(cwd, "compose.yml"), "utf8"), main);
  mkdirSync(join(cwd, "folder"));
  const folder = await watertight(["report", "--output", "folder"], { cwd });
  assert.deepEqual([folder.code, folder.err], [2, "folder could not be written (EISDIR).\n"]);
});

test("without a format it is one HTML file that knows no path of the machine", async () => {
  const cwd = folderOf({ "compose.yml": `${main}    privileged: true\n` });
  const { code, out, err } = await watertight(["report"], { cwd });
  assert.deepEqual([code, err], [0, ""]);
  assert.match(out, /^<!DOCTYPE html>\n/u);
  assert.match(out, /1 way from outside to the host/u);
  assert.ok(!out.includes(cwd) && !out.includes("file:"));
});

test("what could not be read makes the exit code 2, and the rest is drawn", async () => {
  const cwd = folderOf({ "compose.yml": `include: [missing.yml]\n${main}` });
  const { code, out, err } = await watertight(["report", "--format", "mermaid"], { cwd });
  assert.equal(code, 2);
  assert.match(err, /missing\.yml/u);
  assert.match(out, /s1\["web<br\/>/u);
});

test("files that are no compose file, other formats and two paths are refused", async () => {
  const cwd = folderOf({ "pod.yml": "kind: Pod\n", "compose.yml": main });
  const rows: readonly (readonly [args: readonly string[], err: RegExp])[] = [
    [["pod.yml"], /pod\.yml not reported on: this is no compose file\./u],
    [["--format", "text"], /--format is one of/u],
    [["compose.yml", "pod.yml"], /"report" takes one path/u],
    [["--posture", "safe"], /--posture is one of/u],
    [["nowhere.yml"], /nowhere\.yml unreadable/u],
  ];
  for (const [args, pattern] of rows) {
    const { code, out, err } = await watertight(["report", ...args], { cwd });
    assert.deepEqual([code, out], [2, ""], args.join(" "));
    assert.match(err, pattern);
  }
});
