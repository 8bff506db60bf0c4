import assert from "node:assert/strict";
import type { PublishDiagnosticsParams } from "vscode-languageserver";
import type {
  CheckFilesParams,
  CheckFilesProgress,
  CheckFilesResult,
  ReadFileParams,
  ServerReport,
} from "../../../server/src/lsp/protocol.js";
import type { Editor } from "../editor.js";
import { codes, type Test, until } from "./check.js";
import { at, base, disk, hardened, pull, push } from "./disk.js";

const privileged = `${base}    privileged: true\n`;

function checkFiles(editor: Editor, paths: readonly string[], more: Partial<CheckFilesParams> = {}): Promise<CheckFilesResult> {
  return editor.request("watertight/checkFiles", { uris: paths.map(at), ...more });
}

/** What a client shows of a file by what was sent to it; what it asked for comes on top. */
function sent(editor: Editor, path: string): readonly unknown[] {
  const all = editor.received<PublishDiagnosticsParams>("textDocument/publishDiagnostics").filter(({ uri }) => uri === at(path));
  return all.at(-1)?.diagnostics.map(({ code }) => code) ?? [];
}

function close(editor: Editor, path: string): void {
  editor.notify("textDocument/didClose", { textDocument: { uri: at(path) } });
}

export function workspaceTests(test: Test): void {
  test("files that nobody has opened are checked, each in its project", pull, async (editor) => {
    disk(editor, {
      "compose.yml": "services: {web: {image: 'x:1', user: '${WHO}', privileged: '${P}'}}",
      "compose.override.yml": `services: {web: {${hardened}, pid: host}}`,
      ".env": "WHO=1\nP=true\n",
      "k8s.compose.yml": "apiVersion: v1\nkind: Pod\nspec: {hostPID: true}\n",
      "calm/compose.yml": `services: {web: {image: 'x:1@sha256:${"0".repeat(64)}', user: '1', pids_limit: 9, ${hardened}}}`,
      "gap/compose.yml": "include: [gone.yml]\nservices: {web: {image: 'x:1'}}",
      "broken/compose.yml": "{{{",
    });
    const paths = ["compose.yml", "compose.override.yml", "k8s.compose.yml", "calm/compose.yml", "gap/compose.yml", "broken/compose.yml"];
    const result = await checkFiles(editor, [...paths, "gone/compose.yml"]);
    assert.ok(sent(editor, "compose.yml").includes("privileged-container"));
    assert.ok(!sent(editor, "compose.yml").includes("cap-drop-missing"));
    assert.ok(sent(editor, "compose.override.yml").includes("host-pid-ipc"));
    assert.ok(sent(editor, "gap/compose.yml").includes("not-read"));
    assert.deepEqual([sent(editor, "k8s.compose.yml"), sent(editor, "broken/compose.yml"), sent(editor, "gone/compose.yml")], [[], [], []]);
    assert.deepEqual(
      { ...result, counts: result.counts.error > 0 },
      { checked: 3, partial: 1, failed: 1, counts: true, isCancelled: false },
    );
    const all = paths.flatMap((path) => sent(editor, path)).length;
    assert.equal(
      Object.values(result.counts).reduce((sum, one) => sum + one),
      all,
    );
    const uris = editor.received<PublishDiagnosticsParams>("textDocument/publishDiagnostics").map(({ uri }) => uri);
    assert.ok(!uris.includes(at("k8s.compose.yml")) && !uris.includes(at("calm/compose.yml")), uris.join(" "));
  });

  test("an open document that the client asks for takes over, and closing it hands back", pull, async (editor) => {
    const { files } = disk(editor, { "compose.yml": privileged });
    await checkFiles(editor, ["compose.yml"]);
    assert.ok(sent(editor, "compose.yml").includes("privileged-container"));
    editor.open(at("compose.yml"), `${base}    pid: host\n`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    // Opened but not looked at: nobody asks for its diagnostics, so those that were sent stay.
    assert.notDeepEqual(sent(editor, "compose.yml"), []);
    const report = await editor.pull(at("compose.yml"));
    assert.ok(codes(report).includes("host-pid-ipc"));
    assert.deepEqual(sent(editor, "compose.yml"), []);
    editor.change(at("compose.yml"), 2, `${base}    ipc: host\n`);
    await editor.pull(at("compose.yml"));
    await checkFiles(editor, ["compose.yml"]);
    await new Promise((resolve) => setTimeout(resolve, 1300));
    assert.deepEqual(sent(editor, "compose.yml"), []);
    // In no tab any more, but kept by the editor: what is typed in it, which is not saved, is told of it.
    editor.notify("watertight/hidden", { uris: [at("compose.yml")] });
    await until(() => sent(editor, "compose.yml").includes("host-pid-ipc"));
    await editor.pull(at("compose.yml"));
    assert.deepEqual(sent(editor, "compose.yml"), []);
    files.set(at("compose.yml"), `${base}    uts: host\n    network_mode: host\n`);
    close(editor, "compose.yml");
    await until(() => sent(editor, "compose.yml").includes("network-mode-host"));
  });

  test("what is sent of an open document replaces what was sent of the file", push, async (editor) => {
    disk(editor, { "compose.yml": privileged });
    await checkFiles(editor, ["compose.yml"]);
    editor.open(at("compose.yml"), `${base}    pid: host\n`);
    await until(() => sent(editor, "compose.yml").includes("host-pid-ipc"));
    assert.ok(!sent(editor, "compose.yml").includes("privileged-container"));
    const before = editor.received("textDocument/publishDiagnostics").length;
    await checkFiles(editor, ["compose.yml"]);
    assert.equal(editor.received("textDocument/publishDiagnostics").length, before);
    close(editor, "compose.yml");
    await until(() => sent(editor, "compose.yml").includes("privileged-container"));
  });

  test("closed files follow the disk: their own text, and all that they rest on", pull, async (editor) => {
    const { write, files } = disk(editor, {
      "compose.yml": base,
      "sub/compose.yml": "services: {a: {extends: {file: ../deploy/b.yml, service: b}}}",
    });
    await checkFiles(editor, ["compose.yml", "sub/compose.yml"]);
    assert.ok(sent(editor, "compose.yml").includes("cap-drop-missing"));
    write("compose.override.yml", `services: {web: {${hardened}}}`);
    await until(() => !sent(editor, "compose.yml").includes("cap-drop-missing"));
    write("compose.override.yml", undefined);
    await until(() => sent(editor, "compose.yml").includes("cap-drop-missing"));
    write("compose.yml", "services: {web: {image: 'x:1', privileged: '${P:-false}'}}");
    await until(() => !sent(editor, "compose.yml").includes("privileged-container"));
    write(".env", "P=true\n");
    await until(() => sent(editor, "compose.yml").includes("privileged-container"));
    files.set(at("deploy/b.yml"), "services: {b: {image: 'x:1', pid: host}}");
    editor.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: at("deploy"), type: 1 }] });
    await until(() => sent(editor, "sub/compose.yml").includes("host-pid-ipc"));
    write("compose.yml", undefined);
    await until(() => sent(editor, "compose.yml").length === 0);
    write("compose.yml", privileged);
    await until(() => sent(editor, "compose.yml").includes("privileged-container"));
  });

  test("what changes while a file is being checked counts", pull, async (editor) => {
    const { write, files } = disk(editor, { "compose.yml": base, "compose.override.yml": `services: {web: {${hardened}}}` });
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    let isWaiting = false;
    editor.answer("watertight/readFile", async (params) => {
      const { uri } = params as ReadFileParams;
      if (uri === at(".env") && !isWaiting) {
        isWaiting = true;
        await gate;
      }
      return { text: files.get(uri) ?? null };
    });
    const result = checkFiles(editor, ["compose.yml"]);
    await until(() => isWaiting);
    write("compose.override.yml", "services: {}");
    await new Promise((resolve) => setTimeout(resolve, 300));
    go();
    await result;
    await until(() => sent(editor, "compose.yml").includes("cap-drop-missing"));
  });

  test("closed files follow what is typed in open ones", pull, async (editor) => {
    disk(editor, { "compose.yml": base, "compose.override.yml": "services: {}" });
    await checkFiles(editor, ["compose.yml", "compose.override.yml"]);
    editor.open(at("compose.override.yml"), "services: {}");
    editor.change(at("compose.override.yml"), 2, `services: {web: {${hardened}}}`);
    await until(() => !sent(editor, "compose.yml").includes("cap-drop-missing"));
    close(editor, "compose.override.yml");
    await until(() => sent(editor, "compose.yml").includes("cap-drop-missing"));
  });

  test("a list that has changed checks what is new and clears what is gone", pull, async (editor) => {
    const { reads } = disk(editor, { "a/compose.yml": privileged, "b/compose.yml": privileged, "c/compose.yml": privileged });
    await checkFiles(editor, ["a/compose.yml", "b/compose.yml"]);
    const before = reads.length;
    const { checked } = await checkFiles(editor, ["b/compose.yml", "c/compose.yml"], { onlyNew: true });
    assert.equal(checked, 2);
    assert.deepEqual(
      [sent(editor, "a/compose.yml"), sent(editor, "b/compose.yml"), sent(editor, "c/compose.yml")].map((one) => one.length > 0),
      [false, true, true],
    );
    assert.deepEqual(
      // Besides the new one, the team's file, which may lie above it.
      reads.slice(before).filter((uri) => !uri.startsWith(at("c/")) && uri !== at(".watertight.json")),
      [],
    );
    await checkFiles(editor, []);
    assert.deepEqual([sent(editor, "b/compose.yml"), sent(editor, "c/compose.yml")], [[], []]);
    editor.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: at("b/compose.yml"), type: 2 }] });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(sent(editor, "b/compose.yml"), []);
  });

  test("what a file includes is checked with it, whatever its name, as long as it is included", pull, async (editor) => {
    const { write } = disk(editor, {
      "compose.yml": "include: [mon/parts.yml, {path: [mon/compose.yml, mon/more.yml]}]\nservices: {web: {image: 'x:1'}}",
      "mon/more.yml": `services: {mon: {${hardened}}}`,
      "mon/parts.yml": "services: {parts: {image: 'x:1', pid: host}}",
      "mon/compose.yml": "services: {mon: {image: 'x:1', pid: host}}",
    });
    const { checked } = await checkFiles(editor, ["mon/compose.yml", "compose.yml"]);
    assert.equal(checked, 4);
    assert.ok(sent(editor, "mon/parts.yml").includes("host-pid-ipc"));
    assert.ok(!sent(editor, "mon/compose.yml").includes("cap-drop-missing"));
    write("compose.yml", "services: {web: {image: 'x:1'}}");
    await until(() => sent(editor, "mon/parts.yml").length === 0);
    await until(() => sent(editor, "mon/compose.yml").includes("cap-drop-missing"));
    const { workspaceFiles } = await editor.request<ServerReport>("watertight/serverReport", null);
    assert.equal(workspaceFiles, 2);
  });

  test("settings count, folder by folder, and when they or the folders change", {
    ...pull,
    folders: [at("one"), at("two")],
  }, async (editor) => {
    disk(editor, { "one/compose.yml": privileged, "two/compose.yml": privileged });
    let off = at("two");
    const asked: unknown[] = [];
    editor.answer("workspace/configuration", (params) =>
      (params as { items: { scopeUri?: string }[] }).items.map(({ scopeUri }) => {
        asked.push(scopeUri);
        return { rules: scopeUri?.startsWith(off) ? { "privileged-container": "off" } : {} };
      }),
    );
    await checkFiles(editor, ["one/compose.yml", "two/compose.yml"]);
    const flagged = (): readonly boolean[] =>
      ["one", "two"].map((folder) => sent(editor, `${folder}/compose.yml`).includes("privileged-container"));
    assert.deepEqual(flagged(), [true, false]);
    assert.deepEqual(asked, [at("one"), at("two")]);
    off = at("one");
    editor.notify("workspace/didChangeConfiguration", { settings: null });
    await until(() => flagged().join() === "false,true");
    off = at("two");
    editor.notify("workspace/didChangeWorkspaceFolders", { event: { added: [{ uri: at("three"), name: "three" }], removed: [] } });
    await until(() => flagged().join() === "true,false");
  });

  test("cancelled, it keeps what was checked until then", pull, async (editor) => {
    const paths = Array.from({ length: 60 }, (_, index) => `p${String(index).padStart(2, "0")}/compose.yml`);
    disk(editor, Object.fromEntries(paths.map((path) => [path, privileged])));
    const { result, cancel } = editor.start<CheckFilesResult>("watertight/checkFiles", { uris: paths.map(at) });
    await until(() => sent(editor, "p00/compose.yml").length > 0);
    cancel();
    const { checked, isCancelled } = await result;
    assert.ok(isCancelled && checked > 0 && checked < 60, String(checked));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const shown = paths.filter((path) => sent(editor, path).length > 0).length;
    assert.ok(shown >= checked && shown <= checked + 1, `${shown} of ${checked}`);
  });

  test("a person who types does not wait for it, and hears how far it is", pull, async (editor) => {
    const service = (index: number) => `  s${index}:\n    image: nginx:1.27.3\n    privileged: true\n    ports: ["80${index}:80"]\n`;
    const text = `services:\n${Array.from({ length: 12 }, (_, index) => service(index)).join("")}`;
    const paths = Array.from({ length: 150 }, (_, index) => `p${index}/compose.yml`);
    disk(editor, Object.fromEntries(paths.map((path) => [path, text])));
    editor.open(at("typed.compose.yml"), privileged);
    await editor.pull(at("typed.compose.yml"));
    let isDone = false;
    const all = checkFiles(editor, paths).finally(() => {
      isDone = true;
    });
    const told = (): number => editor.received("textDocument/publishDiagnostics").length;
    let toldWhileTyping = 0;
    for (let version = 2; version < 22; version++) {
      editor.change(at("typed.compose.yml"), version, `${privileged}    user: "${version}"\n`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      // The file at hand is checked to its end.
      if (version === 5) toldWhileTyping = told();
    }
    assert.ok(!isDone && told() - toldWhileTyping <= 1, `${toldWhileTyping}, then ${told()}`);
    const waits: number[] = [];
    while (!isDone) {
      const started = performance.now();
      await editor.hover(at("typed.compose.yml"), { line: 3, character: 8 });
      waits.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.equal((await all).checked, 150);
    waits.sort((a, b) => a - b);
    assert.ok((waits[Math.floor(waits.length * 0.9)] ?? 0) < 150, waits.map(Math.round).join(" "));
    const progress = editor.received<CheckFilesProgress>("watertight/checkFilesProgress");
    assert.ok(
      progress.some(({ done, total }) => done > 0 && done < total && total === 150),
      JSON.stringify(progress),
    );
  });
}
