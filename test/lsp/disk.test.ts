import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { StatusParams } from "../../server/src/lsp/protocol.js";
import { readPlainFile } from "../../server/src/plain-file.js";
import { modern } from "./capabilities.js";
import { type Editor, edit } from "./editor.js";
import { spawnServer } from "./stdio.js";

/** A folder with a workspace in it, and an editor on the bundled server that has the workspace open. */
async function inWorkspace(run: (editor: Editor, workspace: string, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "watertight-disk-"));
  const workspace = join(folder, "workspace");
  await mkdir(workspace);
  const editor = await edit(spawnServer("--stdio"), {
    capabilities: modern,
    options: { status: true },
    folders: [pathToFileURL(workspace).href],
  });
  try {
    await run(editor, workspace, folder);
  } finally {
    await editor.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const extending = (file: string) => `services: {web: {image: 'x:1', extends: {file: ${file}, service: b}}}\n`;
const base = "services: {b: {pid: host}}\n";

/** What is said of a compose file in the workspace: the codes of its findings, and the reasons why it was not read whole. */
async function check(editor: Editor, workspace: string, text: string, name = "compose.yml"): Promise<string> {
  const uri = pathToFileURL(join(workspace, name)).href;
  editor.open(uri, text);
  const report = await editor.pull(uri);
  assert.equal(report.kind, "full");
  const found = editor.received<StatusParams>("watertight/status").findLast((params) => params.uri === uri);
  editor.notify("textDocument/didClose", { textDocument: { uri } });
  const codes = report.items.map(({ code }) => code).filter((code) => !String(code).endsWith("-missing"));
  return [...codes, ...(found?.reasons ?? [])].join(" | ");
}

test("files of every kind that are not plain are refused, and nothing waits for them", { skip: process.platform === "win32" }, async () => {
  await inWorkspace(async (editor, workspace) => {
    execFileSync("mkfifo", [join(workspace, "pipe.yml"), join(workspace, ".env")]);
    await mkdir(join(workspace, "folder.yml"));
    await symlink("/dev/zero", join(workspace, "device.yml"));
    await symlink("pipe.yml", join(workspace, "link.yml"));
    await symlink("loop.yml", join(workspace, "loop.yml"));
    const socket = createServer();
    await new Promise<void>((done) => socket.listen(join(workspace, "socket.yml"), done));
    const rows: readonly (readonly [file: string, reason: RegExp])[] = [
      ["pipe.yml", /not read: it is no plain file/u],
      ["link.yml", /not read: it is no plain file/u],
      ["socket.yml", /not read: it is no plain file/u],
      ["folder.yml", /not read: it is a folder/u],
      ["device.yml", /not read: it is a link that leads out of the workspace/u],
      ["loop.yml", /not read: its links lead in a circle/u],
      ["compose.yml/x.yml", /does not exist/u],
    ];
    for (const [file, reason] of rows) assert.match(await check(editor, workspace, extending(file)), reason, file);
    assert.match(await check(editor, workspace, "include: [pipe.yml]\nservices: {}"), /"pipe\.yml" is not read.*no plain file/u);
    assert.match(
      await check(editor, workspace, "services: {a: {image: 'x:${TAG}'}}"),
      /\.env with variables is not read: it is no plain file/u,
    );
    socket.close();
  });
  await inWorkspace(async (editor, workspace) => {
    execFileSync("mkfifo", [join(workspace, "compose.override.yml")]);
    assert.match(
      await check(editor, workspace, "services: {a: {image: 'x:1'}}"),
      /"compose\.override\.yml" is not read: it is no plain file/u,
    );
  });
});

test("a file that turns into a pipe between looking and opening does not hold anything up", {
  skip: process.platform === "win32",
}, async () => {
  await inWorkspace(async (_editor, workspace) => {
    const path = join(workspace, "x.yml");
    for (let turn = 0; turn < 40; turn++) {
      await writeFile(path, base);
      const answer = readPlainFile(pathToFileURL(path).href, undefined);
      await rm(path);
      execFileSync("mkfifo", [path]);
      const text = await answer;
      assert.ok(
        text === undefined || text === base || (typeof text === "object" && /plain|read/u.test(text.refused)),
        JSON.stringify(text),
      );
      await rm(path);
    }
  });
});

test("links are followed within the workspace, and never out of it in silence", { skip: process.platform === "win32" }, async () => {
  await inWorkspace(async (editor, workspace, folder) => {
    await mkdir(join(folder, "outside/deep"), { recursive: true });
    await writeFile(join(folder, "outside/base.yml"), base);
    await writeFile(join(folder, "outside/deep/base.yml"), base);
    await mkdir(join(workspace, "inside"));
    await writeFile(join(workspace, "inside/base.yml"), base);
    await symlink(join(folder, "outside/base.yml"), join(workspace, "out.yml"));
    await symlink(join(folder, "outside"), join(workspace, "sub"));
    await symlink("inside", join(workspace, "near"));
    await symlink("inside/base.yml", join(workspace, "near.yml"));
    const rows: readonly (readonly [file: string, expected: RegExp])[] = [
      ["inside/base.yml", /^host-pid-ipc$/u],
      ["near.yml", /^host-pid-ipc$/u],
      ["near/base.yml", /^host-pid-ipc$/u],
      [
        "out.yml",
        /^not-read \| The service "b" is extended from "out\.yml", which is not read: it is a link that leads out of the workspace \(the setting/u,
      ],
      ["sub/base.yml", /which is not read: it is a link that leads out of the workspace/u],
      ["sub/deep/base.yml", /which is not read: it is a link that leads out of the workspace/u],
      ["sub/../inside/base.yml", /^host-pid-ipc$/u],
      ["../outside/base.yml", /which is not read: it lies outside of the workspace/u],
      [join(folder, "outside/base.yml"), /which is not read: it lies outside of the workspace/u],
    ];
    for (const [file, expected] of rows) assert.match(await check(editor, workspace, extending(file)), expected, file);
  });
});

test("a workspace that is itself opened by a link is one", { skip: process.platform === "win32" }, async () => {
  await inWorkspace(async (_editor, workspace, folder) => {
    await writeFile(join(workspace, "base.yml"), base);
    await symlink(workspace, join(folder, "link"));
    const linked = join(folder, "link");
    const editor = await edit(spawnServer("--stdio"), {
      capabilities: modern,
      options: { status: true },
      folders: [pathToFileURL(linked).href],
    });
    assert.equal(await check(editor, linked, extending("base.yml")), "host-pid-ipc");
    await editor.close();
  });
});

test("files that cannot be read say why", async () => {
  await inWorkspace(async (editor, workspace) => {
    await writeFile(join(workspace, "latin.yml"), Buffer.from("services: {b: {pid: host}} # caf\u00e9\n", "latin1"));
    await writeFile(join(workspace, "wide.yml"), Buffer.from(`\uFEFF${base}`, "utf16le"));
    await writeFile(join(workspace, "mark.yml"), `\uFEFF${base}`);
    await writeFile(join(workspace, "huge.yml"), `${base}${"#".repeat(1_100_000)}`);
    await writeFile(join(workspace, ".env"), Buffer.from("NAME=caf\u00e9\nP=true\n", "latin1"));
    assert.match(await check(editor, workspace, extending("latin.yml")), /not read: it is no UTF-8 text/u);
    assert.equal(await check(editor, workspace, extending("wide.yml")), "host-pid-ipc");
    assert.equal(await check(editor, workspace, extending("mark.yml")), "host-pid-ipc");
    assert.match(await check(editor, workspace, extending("huge.yml")), /not read: it is larger than 1 MB/u);
    assert.equal(await check(editor, workspace, "services: {a: {image: 'x:1', privileged: '${P}'}}"), "privileged-container");
    assert.match(await check(editor, workspace, `services: {a: {image: 'x:1'}}\n#${"x".repeat(1_000_000)}`), /too large to be checked/u);
    if (process.platform === "win32" || process.getuid?.() === 0) return;
    await writeFile(join(workspace, "locked.yml"), base);
    await chmod(join(workspace, "locked.yml"), 0);
    assert.match(await check(editor, workspace, extending("locked.yml")), /not read: permission is denied/u);
  });
});

test("a folder that links to itself ends with a message", { skip: process.platform === "win32" }, async () => {
  await inWorkspace(async (editor, workspace) => {
    await symlink(".", join(workspace, "again"));
    const text = "include: [again/compose.yml]\nservices: {a: {image: 'x:1', pid: host}}\n";
    await writeFile(join(workspace, "compose.yml"), text);
    assert.match(await check(editor, workspace, text), /^host-pid-ipc \| .*could not be read whole/u);
  });
});

test("a changed file of a project is read again: created, changed, renamed, deleted", async () => {
  await inWorkspace(async (editor, workspace) => {
    const uri = pathToFileURL(join(workspace, "compose.yml")).href;
    editor.open(uri, extending("deploy/base.yml"));
    let tell = (): void => undefined;
    editor.answer("workspace/diagnostic/refresh", () => tell());
    const codes = async (changes: readonly string[]): Promise<string> => {
      const refreshed = new Promise<void>((resolve) => {
        tell = resolve;
      });
      editor.notify("workspace/didChangeWatchedFiles", {
        changes: changes.map((path) => ({ uri: pathToFileURL(join(workspace, path)).href, type: 2 })),
      });
      await refreshed;
      const report = await editor.pull(uri);
      return report.kind === "full" ? report.items.map(({ code }) => code).join() : "unchanged";
    };
    await editor.pull(uri);
    await mkdir(join(workspace, "deploy"));
    await writeFile(join(workspace, "deploy/base.yml"), base);
    assert.match(await codes(["deploy/base.yml"]), /host-pid-ipc/u);
    await writeFile(join(workspace, "deploy/base.yml"), "services: {b: {network_mode: host}}");
    assert.match(await codes(["deploy/base.yml"]), /network-mode-host/u);
    await rename(join(workspace, "deploy"), join(workspace, "moved"));
    assert.doesNotMatch(await codes(["deploy", "moved"]), /network-mode-host/u);
    await rename(join(workspace, "moved"), join(workspace, "deploy"));
    assert.match(await codes(["deploy", "moved"]), /network-mode-host/u);
    await rm(join(workspace, "deploy/base.yml"));
    assert.doesNotMatch(await codes(["deploy/base.yml"]), /network-mode-host/u);
  });
});
