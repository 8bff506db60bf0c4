import assert from "node:assert/strict";
import type { ClientCapabilities, PublishDiagnosticsParams } from "vscode-languageserver";
import type { ReadFileParams } from "../../../server/src/lsp/protocol.js";
import { modern } from "../capabilities.js";
import { codes, type Test, until } from "./check.js";
import { at, base, disk, hardened, published, pull, push, shown } from "./disk.js";

export function freshnessTests(test: Test): void {
  test("what is not saved yet wins over the disk, for every file of the project", pull, async (editor) => {
    disk(editor, {
      "compose.yml": "include: [mon.yml]\nservices:\n  web: {image: 'x:1', extends: {file: common.yml, service: b}, user: '${WHO}'}\n",
      "compose.override.yml": "services: {}\n",
      "common.yml": "services: {b: {init: true}}\n",
      "mon.yml": "services: {mon: {image: 'x:1'}}\n",
      ".env": "WHO=1\n",
    });
    const main = at("compose.yml");
    editor.open(
      main,
      "include: [mon.yml]\nservices:\n  web: {image: 'x:1', extends: {file: common.yml, service: b}, user: '${WHO}', privileged: '${P:-false}'}\n",
    );
    assert.ok(!codes(await editor.pull(main)).includes("privileged-container"));
    const rows: readonly (readonly [path: string, text: string, language: string, code: string, where: string])[] = [
      ["compose.override.yml", "services: {web: {pid: host}}", "dockercompose", "host-pid-ipc", "compose.override.yml"],
      ["common.yml", "services: {b: {network_mode: host}}", "yaml", "network-mode-host", "compose.yml"],
      ["mon.yml", "services: {mon: {image: 'x:1', ipc: host}}", "yaml", "host-pid-ipc", "mon.yml"],
      [".env", "WHO=1\nP=true\n", "dotenv", "privileged-container", "compose.yml"],
    ];
    for (const [path, text, language, code, where] of rows) {
      if (path !== "mon.yml") assert.ok(!codes(await editor.pull(at(where))).includes(code), path);
      editor.open(at(path), text, language);
      assert.ok(codes(await editor.pull(at(where))).includes(code), path);
    }
    editor.notify("textDocument/didClose", { textDocument: { uri: at(".env") } });
    assert.ok(!codes(await editor.pull(main)).includes("privileged-container"));
  });

  test("questions that come one after the other while files are read all get the whole answer", pull, async (editor) => {
    const { files } = disk(editor, { ".env": "P=true\n" });
    editor.answer("watertight/readFile", async (params) => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return { text: files.get((params as ReadFileParams).uri) ?? null };
    });
    editor.open(at("compose.yml"), `${base}    privileged: \${P:-false}\n`);
    const answers: Promise<unknown>[] = [];
    // Each comes while the files that those before asked for are still under way.
    for (let turn = 0; turn < 12; turn++) {
      answers.push(editor.pull(at("compose.yml")), editor.hover(at("compose.yml"), { line: 3, character: 18 }));
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    for (const answer of await Promise.all(answers)) assert.match(JSON.stringify(answer), /privileged-container|is `true`|"unchanged"/u);
  });

  test("a file that changes while it is read for the first time counts as it is then", pull, async (editor) => {
    const { files, write } = disk(editor, { ".env": "P=false\n" });
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    let isReading = false;
    editor.answer("watertight/readFile", async (params) => {
      const { uri } = params as ReadFileParams;
      const text = files.get(uri) ?? null;
      const isFirst = uri === at(".env") && !isReading;
      isReading ||= isFirst;
      if (isFirst) await gate;
      return { text };
    });
    editor.open(at("compose.yml"), `${base}    privileged: \${P:-false}\n`);
    const first = editor.pull(at("compose.yml"));
    await until(() => isReading);
    write(".env", "P=true\n");
    await new Promise((resolve) => setTimeout(resolve, 300));
    go();
    await first;
    assert.ok(codes(await editor.pull(at("compose.yml"))).includes("privileged-container"));
  });

  test("what is not written yet is told when typing has paused, what was told before stays", pull, async (editor) => {
    const { refreshed } = disk(editor, {});
    const old = `${base}    cap_drop: [ALL]\n`;
    editor.open(at("compose.yml"), old);
    assert.ok(codes(await editor.pull(at("compose.yml"))).includes("hardening-missing"));
    editor.change(at("compose.yml"), 2, `${old}  db:\n    image: x:2\n    privileged: true\n`);
    const typed = codes(await editor.pull(at("compose.yml")));
    assert.ok(typed.includes("privileged-container"));
    assert.equal(typed.filter((code) => code === "hardening-missing").length, 1);
    await until(() => refreshed() > 0);
    const rested = codes(await editor.pull(at("compose.yml")));
    assert.equal(rested.filter((code) => code === "hardening-missing").length, 2);
    // From here on it is known, and does not go while the service is worked on.
    editor.change(at("compose.yml"), 3, `${old}  db:\n    image: x:2\n    privileged: true\n    init: true\n`);
    assert.deepEqual(codes(await editor.pull(at("compose.yml"))), rested);
  });

  test("a client that does not ask is sent the rest when typing has paused", push, async (editor) => {
    disk(editor, {});
    editor.open(at("compose.yml"), `${base}    cap_drop: [ALL]\n`);
    await published(editor, "compose.yml", (found) => found.includes("hardening-missing"));
    editor.change(at("compose.yml"), 2, `${base}    pid: host\n`);
    const first = await published(editor, "compose.yml", (found) => found.includes("host-pid-ipc"));
    assert.ok(!first.diagnostics.some(({ code }) => code === "cap-drop-missing"));
    await published(editor, "compose.yml", (found) => found.includes("cap-drop-missing"));
  });

  test("checks that wait for saving hold nothing back", { ...pull, settings: { run: "onSave" } }, async (editor) => {
    disk(editor, {});
    editor.open(at("compose.yml"), `${base}    cap_drop: [ALL]\n`);
    await editor.pull(at("compose.yml"));
    editor.change(at("compose.yml"), 2, base);
    editor.notify("textDocument/didSave", { textDocument: { uri: at("compose.yml") } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(codes(await editor.pull(at("compose.yml"))).includes("cap-drop-missing"));
  });

  test("a client that asks is told to ask again, when any file of a project changes", pull, async (editor) => {
    const { write, refreshed } = disk(editor, {
      "compose.override.yml": `services: {web: {${hardened}}}`,
      "common.yml": "services: {b: {init: true}}",
    });
    const text =
      "include: [{path: mon/compose.yml, env_file: vars.txt}]\nservices:\n  web: {image: 'x:1', extends: {file: common.yml, service: b}, user: '${WHO}'}\n";
    editor.open(at("compose.yml"), text);
    await editor.pull(at("compose.yml"));
    const rows: readonly (readonly [path: string, text: string | undefined])[] = [
      ["compose.override.yml", "services: {web: {pid: host}}"],
      ["compose.override.yml", undefined],
      ["docker-compose.override.yaml", "services: {web: {ipc: host}}"],
      ["common.yml", "services: {b: {init: false}}"],
      ["common.yml", undefined],
      [".env", "WHO=1\n"],
      ["mon/compose.yml", "services: {mon: {image: 'x:${X}'}}"],
      ["vars.txt", "X=1\n"],
      ["vars.txt", undefined],
      ["mon/compose.yml", undefined],
      ["compose.yaml", "services: {}"],
    ];
    for (const [path, content] of rows) {
      const before = refreshed();
      write(path, content);
      await until(() => refreshed() > before);
      await editor.pull(at("compose.yml"));
    }
  });

  test("a client that does not ask gets the diagnostics of the other files sent", push, async (editor) => {
    const { write } = disk(editor, { "compose.override.yml": `services: {web: {${hardened}}}` });
    editor.open(at("compose.yml"), base);
    assert.deepEqual(shown((await published(editor, "compose.yml", () => true)).diagnostics), "");
    write("compose.override.yml", "services: {web: {pid: host}}");
    await published(editor, "compose.yml", (found) => found.includes("cap-drop-missing"));
    editor.open(at("compose.override.yml"), "services: {web: {pid: host}}");
    await published(editor, "compose.override.yml", (found) => found.includes("host-pid-ipc"));
    editor.change(at("compose.override.yml"), 2, `services: {web: {${hardened}}}`);
    await editor.next<PublishDiagnosticsParams>(
      "textDocument/publishDiagnostics",
      ({ uri, diagnostics }) =>
        uri === at("compose.yml") && diagnostics.length === 0 && editor.received("textDocument/publishDiagnostics").length > 3,
    );
    // Closed without saving: the disk counts again.
    const before = editor.received("textDocument/publishDiagnostics").length;
    editor.notify("textDocument/didClose", { textDocument: { uri: at("compose.override.yml") } });
    await until(() =>
      editor
        .received<PublishDiagnosticsParams>("textDocument/publishDiagnostics")
        .slice(before)
        .some(({ uri, diagnostics }) => uri === at("compose.yml") && diagnostics.some(({ code }) => code === "cap-drop-missing")),
    );
  });

  test("a client that asks hears of what a document that is typed in does to others", pull, async (editor) => {
    const { refreshed } = disk(editor, {});
    editor.open(at("compose.yml"), base);
    editor.open(at("compose.override.yml"), "services: {web: {init: true}}");
    await editor.pull(at("compose.yml"));
    await editor.pull(at("compose.override.yml"));
    await new Promise((resolve) => setTimeout(resolve, 400));
    const before = refreshed();
    for (const version of [2, 3, 4, 5]) editor.change(at("compose.override.yml"), version, `services: {web: {user: '${version}'}}`);
    await until(() => refreshed() > before);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(refreshed(), before + 1);
    await editor.pull(at("compose.yml"));
    editor.open(at("alone.compose.yml"), base);
    editor.change(at("alone.compose.yml"), 2, `${base}    pid: host\n`);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(refreshed(), before + 1);
  });

  test("what includes an open file changes what is said of it", pull, async (editor) => {
    const { refreshed } = disk(editor, {});
    editor.open(at("mon.yml"), "services:\n  mon:\n    image: x:1\n", "yaml");
    assert.deepEqual(codes(await editor.pull(at("mon.yml"))), []);
    editor.open(at("compose.yml"), "include: [mon.yml]\nservices: {web: {image: 'x:1'}}");
    await editor.pull(at("compose.yml"));
    await until(() => refreshed() > 0);
    assert.ok(codes(await editor.pull(at("mon.yml"))).includes("cap-drop-missing"));
    editor.change(at("compose.yml"), 2, "services: {web: {image: 'x:1'}}");
    await editor.pull(at("compose.yml"));
    await until(() => refreshed() > 1);
    assert.deepEqual(codes(await editor.pull(at("mon.yml"))), []);
  });

  test("a burst of events costs one check", pull, async (editor) => {
    const { files, reads, refreshed } = disk(editor, { "compose.override.yml": "services: {web: {init: true}}" });
    editor.open(at("compose.yml"), base);
    await editor.pull(at("compose.yml"));
    const before = reads.length;
    for (let turn = 0; turn < 50; turn++) {
      files.set(at("compose.override.yml"), `services: {web: {user: '${turn}'}}`);
      editor.notify("workspace/didChangeWatchedFiles", {
        changes: [
          { uri: at("compose.override.yml"), type: 2 },
          { uri: at(`other-${turn}.yml`), type: 1 },
        ],
      });
    }
    await until(() => refreshed() > 0);
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.deepEqual([refreshed(), reads.slice(before)], [1, [at("compose.override.yml")]]);
  });

  test("an event that changes nothing that a document rests on asks for nothing", pull, async (editor) => {
    const { write, refreshed } = disk(editor, { "compose.override.yml": "services: {web: {init: true}}" });
    editor.open(at("compose.yml"), base);
    await editor.pull(at("compose.yml"));
    write("compose.override.yml", "services: {web: {init: true}}");
    write("k8s.yml", "kind: Pod");
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(refreshed(), 0);
  });

  test("a folder that is renamed takes its files along", pull, async (editor) => {
    const { files, refreshed } = disk(editor, { "deploy/base.yml": "services: {b: {pid: host}}" });
    editor.open(at("compose.yml"), "services: {web: {image: 'x:1', extends: {file: deploy/base.yml, service: b}}}");
    assert.ok(codes(await editor.pull(at("compose.yml"))).includes("host-pid-ipc"));
    files.delete(at("deploy/base.yml"));
    editor.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: at("deploy"), type: 3 }] });
    await until(() => refreshed() > 0);
    assert.ok(!codes(await editor.pull(at("compose.yml"))).includes("host-pid-ipc"));
  });

  test("with run manual a change on the disk waits for the command", { ...pull, settings: { run: "manual" } }, async (editor) => {
    const { write } = disk(editor, {});
    editor.open(at("compose.yml"), base);
    const { resultId } = await editor.pull(at("compose.yml"));
    write("compose.override.yml", `services: {web: {${hardened}}}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal((await editor.pull(at("compose.yml"), resultId)).kind, "unchanged");
    editor.notify("watertight/check", { uri: at("compose.yml") });
    assert.deepEqual(codes(await editor.pull(at("compose.yml"), resultId)), []);
  });

  test("with run onSave saving one file of a project checks the others", { ...pull, settings: { run: "onSave" } }, async (editor) => {
    disk(editor, {});
    editor.open(at("compose.yml"), base);
    editor.open(at("compose.override.yml"), "services: {web: {init: true}}");
    await editor.pull(at("compose.override.yml"));
    const { resultId } = await editor.pull(at("compose.yml"));
    editor.change(at("compose.override.yml"), 2, `services: {web: {${hardened}}}`);
    assert.equal((await editor.pull(at("compose.yml"), resultId)).kind, "unchanged");
    editor.notify("textDocument/didSave", { textDocument: { uri: at("compose.override.yml") } });
    assert.deepEqual(codes(await editor.pull(at("compose.yml"), resultId)), []);
  });

  test("files of every name that a project leads to are watched, and their folders", pull, async (editor) => {
    const patterns: unknown[] = [];
    editor.answer("client/registerCapability", (params) => {
      for (const { method, registerOptions } of (params as Registrations).registrations)
        if (method === "workspace/didChangeWatchedFiles") patterns.push(...registerOptions.watchers);
      return null;
    });
    disk(editor, {
      ".env": "COMPOSE_FILE=compose.yml;stack.conf\n",
      "mon/%5Ba%5D.cfg": "services: {mon: {image: 'x:${TAG}'}}",
    });
    editor.open(
      at("compose.yml"),
      "include: [{path: 'mon/[a].cfg', env_file: mon/vars.txt}, sub/deep/x.yml]\nservices: {web: {image: 'x:${TAG}', extends: {file: common, service: b}}}",
    );
    await editor.pull(at("compose.yml"));
    await until(() => patterns.some((one) => JSON.stringify(one).includes("vars.txt")) && patterns.length > 8);
    const seen = patterns.map((one) => {
      const { globPattern, kind } = one as { globPattern: string; kind?: number };
      return kind === undefined ? globPattern : `${globPattern} ${kind}`;
    });
    for (const expected of [
      "**/*.{yml,yaml}",
      "**/.env*",
      "**/*.env",
      "**/?a?.cfg",
      "**/vars.txt",
      "**/common",
      "**/stack.conf",
      "**/mon 5",
      "**/sub 5",
      "**/deep 5",
    ])
      assert.ok(seen.includes(expected), `${expected} among ${seen.join(" ")}`);
    assert.equal(new Set(seen).size, seen.length, seen.join(" "));
  });

  test("beside a file outside of the workspace its folder is watched, where the client can", {
    ...pull,
    capabilities: withRelativePatterns,
    folders: [],
  }, async (editor) => {
    const patterns: unknown[] = [];
    editor.answer("client/registerCapability", (params) => {
      for (const { method, registerOptions } of (params as Registrations).registrations)
        if (method === "workspace/didChangeWatchedFiles") patterns.push(...registerOptions.watchers.map(({ globPattern }) => globPattern));
      return null;
    });
    disk(editor, {});
    editor.open(at("compose.yml"), base);
    await editor.pull(at("compose.yml"));
    await until(() => patterns.length > 3);
    assert.deepEqual(patterns.slice(3), [{ baseUri: "memfs:/project", pattern: "*" }]);
  });
}

interface Registrations {
  readonly registrations: readonly { method: string; registerOptions: { watchers: { globPattern: unknown; kind?: number }[] } }[];
}

const withRelativePatterns: ClientCapabilities = {
  ...modern,
  workspace: { ...modern.workspace, didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true } },
};
