import assert from "node:assert/strict";
import type { ClientCapabilities, Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver";
import type { ReadFileParams, StatusParams } from "../../../server/src/lsp/protocol.js";
import { modern, plain } from "../capabilities.js";
import type { Editor, EditorOptions } from "../editor.js";
import { codes, items, type Test, until } from "./check.js";

const at = (path: string) => `memfs:/project/${path}`;

/** A client whose disk is a table; every file that the server asked for is counted. */
interface Disk {
  readonly files: Map<string, string>;
  readonly reads: string[];
  /** How often the client was asked to ask again. */
  readonly refreshed: () => number;
  /** Changes a file, or deletes it, and tells the server as a client that watches does. */
  write(path: string, text: string | undefined): void;
}

function disk(editor: Editor, files: Readonly<Record<string, string>>): Disk {
  const table = new Map(Object.entries(files).map(([path, text]) => [at(path), text]));
  const reads: string[] = [];
  let refreshed = 0;
  editor.answer("watertight/readFile", (params) => {
    const { uri } = params as ReadFileParams;
    reads.push(uri);
    return { text: table.get(uri) ?? null };
  });
  editor.answer("workspace/diagnostic/refresh", () => {
    refreshed++;
    return null;
  });
  return {
    files: table,
    reads,
    refreshed: () => refreshed,
    write(path, text) {
      const before = table.has(at(path));
      if (text === undefined) table.delete(at(path));
      else table.set(at(path), text);
      editor.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: at(path), type: text === undefined ? 3 : before ? 2 : 1 }] });
    },
  };
}

const pull: EditorOptions = { capabilities: modern, options: { readFile: true, status: true }, folders: ["memfs:/project"] };
const push: EditorOptions = { capabilities: plain, options: { readFile: true }, folders: ["memfs:/project"] };

const hardened = "cap_drop: [ALL], security_opt: ['no-new-privileges:true'], read_only: true, mem_limit: 64m, cpus: 0.5";
const base = "services:\n  web:\n    image: x:1\n";

/** Grants and absences apart, with their services' lines. */
function shown(found: readonly Diagnostic[]): string {
  return found.map(({ code, range }) => `${code}:${range.start.line}`).join(" ");
}

/** Waits for diagnostics of a document that satisfy a condition. */
function published(editor: Editor, path: string, condition: (codes: readonly unknown[]) => boolean): Promise<PublishDiagnosticsParams> {
  return editor.next<PublishDiagnosticsParams>(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }) => uri === at(path) && condition(diagnostics.map(({ code }) => code)),
  );
}

export function projectTests(test: Test): void {
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

  test("a fragment is not told what it lacks while its project is not known", pull, async (editor) => {
    disk(editor, {});
    for (const [path, text] of [
      ["compose.override.yml", base],
      ["compose.prod.yml", "services: {web: {ports: ['80:80']}}"],
    ] as const) {
      editor.open(at(path), text);
      assert.deepEqual(codes(await editor.pull(at(path))), [], path);
    }
  });

  test("a later file of a stack is not told what its base supplies", pull, async (editor) => {
    disk(editor, { "compose.yml": `services: {web: {image: 'x:1', ${hardened}}}` });
    editor.open(at("compose.prod.yml"), "services:\n  web:\n    image: x:2\n    pid: host\n");
    assert.deepEqual(shown(items(await editor.pull(at("compose.prod.yml")))), "host-pid-ipc:3");
  });

  test("a finding stands where the evidence is, and leads to the other files", pull, async (editor) => {
    disk(editor, { "compose.yml": `services:\n\n  web: {image: 'x:1', ${hardened}}\n`, "base.yml": "services:\n\n\n  b: {pid: host}\n" });
    editor.open(at("compose.override.yml"), "services:\n  web:\n    ipc: host\n    extends: {file: base.yml, service: b}\n");
    const found = items(await editor.pull(at("compose.override.yml")));
    assert.deepEqual(
      found.map(({ code, range, relatedInformation }) => [
        `${code}:${range.start.line}`,
        ...(relatedInformation ?? []).map(({ location, message }) => `${location.uri}:${location.range.start.line} ${message}`),
      ]),
      [
        ["host-pid-ipc:2", `${at("compose.yml")}:2 "web" is defined here.`],
        [
          "host-pid-ipc:3",
          `${at("base.yml")}:3 Written here, in the extended service "b".`,
          `${at("compose.yml")}:2 "web" is defined here.`,
        ],
      ],
    );
  });

  test("settings name the files of a project, several may share one, and a change counts at once", {
    ...pull,
    settings: { projects: [{ files: ["base.yml", "deploy/prod.yml"] }, { files: ["./base.yml", "deploy/dev.yml"] }] },
  }, async (editor) => {
    const { refreshed } = disk(editor, {
      "deploy/prod.yml": `services: {web: {${hardened}}}`,
      "deploy/dev.yml": "services: {web: {pid: host}}",
    });
    editor.open(at("base.yml"), base, "yaml");
    editor.open(at("deploy/dev.yml"), "services: {web: {pid: host}}", "yaml");
    assert.deepEqual(codes(await editor.pull(at("base.yml"))), ["cap-drop-missing", "hardening-missing"]);
    assert.deepEqual(codes(await editor.pull(at("deploy/dev.yml"))), ["host-pid-ipc"]);
    editor.answer("workspace/configuration", () => [{ projects: [{ files: ["base.yml", "deploy/prod.yml"] }] }]);
    editor.notify("workspace/didChangeConfiguration", { settings: null });
    await until(() => refreshed() > 0);
    assert.deepEqual(codes(await editor.pull(at("base.yml"))), []);
    assert.deepEqual(codes(await editor.pull(at("deploy/dev.yml"))), []);
    assert.equal((await status(editor, "deploy/dev.yml")).at(-1)?.state, "off");
  });

  test("a file that a project names and that is not there is told in the others", {
    ...pull,
    settings: { projects: [{ files: ["base.yml", "gone.yml", "oci://example/x:1"] }] },
  }, async (editor) => {
    disk(editor, {});
    editor.open(at("base.yml"), base, "yaml");
    await editor.pull(at("base.yml"));
    const last = (await status(editor, "base.yml")).at(-1);
    assert.equal(last?.state, "partial");
    assert.deepEqual(last?.reasons, [
      'The file "gone.yml" of this project does not exist.',
      `Of this project's files "oci://example/x:1" cannot be found from here.`,
    ]);
  });

  test("COMPOSE_FILE makes a file ours whatever its name, as soon as it names it", pull, async (editor) => {
    const { write, refreshed } = disk(editor, {});
    editor.open(at("base.yml"), `${base}    pid: host\n`, "yaml");
    assert.deepEqual(codes(await editor.pull(at("base.yml"))), []);
    write(".env", "COMPOSE_FILE=base.yml\n");
    await until(() => refreshed() > 0);
    assert.ok(codes(await editor.pull(at("base.yml"))).includes("host-pid-ipc"));
  });

  test("what lies outside of the workspace is read when the setting allows it, at once", pull, async (editor) => {
    const { files, reads, refreshed } = disk(editor, {});
    files.set("memfs:/other/base.yml", "services: {b: {pid: host}}");
    editor.open(at("compose.yml"), "services: {web: {image: 'x:1', extends: {file: ../other/base.yml, service: b}}}");
    await editor.pull(at("compose.yml"));
    assert.match(
      (await status(editor, "compose.yml")).at(-1)?.reasons[0] ?? "",
      /base\.yml.*it lies outside of the workspace \(the setting/u,
    );
    assert.ok(!reads.includes("memfs:/other/base.yml"));
    for (const [allowed, expected] of [
      [true, true],
      [false, false],
    ] as const) {
      const before = refreshed();
      editor.answer("workspace/configuration", () => [{ files: { readOutsideWorkspace: allowed } }]);
      editor.notify("workspace/didChangeConfiguration", { settings: null });
      await until(() => refreshed() > before);
      assert.equal(codes(await editor.pull(at("compose.yml"))).includes("host-pid-ipc"), expected);
    }
  });

  test("a folder that joins the workspace counts at once", pull, async (editor) => {
    const { files, refreshed } = disk(editor, {});
    files.set("memfs:/other/base.yml", "services: {b: {pid: host}}");
    editor.open(at("compose.yml"), "services: {web: {image: 'x:1', extends: {file: ../other/base.yml, service: b}}}");
    assert.ok(!codes(await editor.pull(at("compose.yml"))).includes("host-pid-ipc"));
    editor.notify("workspace/didChangeWorkspaceFolders", { event: { added: [{ uri: "memfs:/other", name: "other" }], removed: [] } });
    await until(() => refreshed() > 0);
    assert.ok(codes(await editor.pull(at("compose.yml"))).includes("host-pid-ipc"));
  });

  test("what one document may not read another may", { ...pull, folders: [] }, async (editor) => {
    const { files } = disk(editor, {});
    files.set("memfs:/other/base.yml", "services: {b: {pid: host}}");
    const text = (path: string) => `services: {web: {image: 'x:1', extends: {file: ${path}, service: b}}}`;
    editor.open(at("compose.yml"), text("../other/base.yml"));
    assert.ok(!codes(await editor.pull(at("compose.yml"))).includes("host-pid-ipc"));
    editor.open("memfs:/other/compose.yml", text("base.yml"));
    assert.ok(codes(await editor.pull("memfs:/other/compose.yml")).includes("host-pid-ipc"));
  });

  test("what lies on another machine is never passed over in silence", pull, async (editor) => {
    disk(editor, {});
    for (const [text, expected] of [
      [
        "include: [oci://registry.example/x:1]\nservices: {}",
        "What is included from another machine is not read, so what it defines is not checked.",
      ],
      [
        "include: ['https://github.com/x/y.git']\nservices: {}",
        "What is included from another machine is not read, so what it defines is not checked.",
      ],
      [
        "services: {a: {image: 'x:1', extends: {file: 'git@github.com:x/y.git', service: b}}}",
        'The service "b" is extended from a file that lies on another machine, so what it says is not checked.',
      ],
    ] as const) {
      editor.open(at("compose.yml"), text);
      await editor.pull(at("compose.yml"));
      const last = (await status(editor, "compose.yml")).at(-1);
      assert.deepEqual([last?.state, last?.reasons], ["partial", [expected]]);
      editor.notify("textDocument/didClose", { textDocument: { uri: at("compose.yml") } });
    }
  });

  test("the roots of what may be read go along with the question", pull, async (editor) => {
    const roots: unknown[] = [];
    editor.answer("watertight/readFile", (params) => {
      roots.push((params as ReadFileParams).roots);
      return { text: null };
    });
    editor.open("memfs:/project/app/compose.yml", base);
    await editor.pull("memfs:/project/app/compose.yml");
    assert.ok(roots.length > 0);
    for (const one of roots) assert.deepEqual(one, ["memfs:/project/app", "memfs:/project"]);
  });

  test("includes in a long row are followed, and no further than is sensible", pull, async (editor) => {
    const { files } = disk(editor, {});
    for (let index = 0; index < 40; index++)
      files.set(at(`f${index}.yml`), `include: [f${index + 1}.yml]\nservices: {s${index}: {image: 'x:1', pid: host}}`);
    editor.open(at("compose.yml"), "include: [f0.yml]\nservices: {web: {image: 'x:1'}}");
    await editor.pull(at("compose.yml"));
    editor.open(at("f25.yml"), `include: [f26.yml]\nservices: {s25: {image: 'x:1', pid: host}}`, "yaml");
    assert.ok(codes(await editor.pull(at("f25.yml"))).includes("host-pid-ipc"));
    assert.match((await status(editor, "compose.yml")).at(-1)?.reasons[0] ?? "", /could not be read whole/u);
  });

  test("a service's name tells what it may do, in each file of the project", pull, async (editor) => {
    disk(editor, { "compose.override.yml": "services:\n  web:\n    pid: host\n" });
    editor.open(at("compose.yml"), "services:\n  web:\n    image: x:1\n  job:\n    image: x:1\n    depends_on: [web]\n");
    for (const [line, character, range] of [
      [1, 3, { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } }],
      [5, 18, { start: { line: 5, character: 17 }, end: { line: 5, character: 20 } }],
    ] as const) {
      const found = await editor.hover(at("compose.yml"), { line, character });
      assert.ok(found !== null && typeof found.contents === "object" && "kind" in found.contents);
      assert.match(found.contents.value, /^`web`: 14 of 41 capabilities, the image's user, the host's pid/u);
      assert.match(found.contents.value, /\(from compose\.override\.yml:3\)/u);
      assert.deepEqual(found.range, range);
    }
  });

  test("and in plain text where the client reads no Markdown", push, async (editor) => {
    disk(editor, {});
    editor.open(at("compose.yml"), base);
    const found = await editor.hover(at("compose.yml"), { line: 1, character: 3 });
    assert.ok(found !== null && typeof found.contents === "object" && "kind" in found.contents);
    assert.equal(found.contents.kind, "plaintext");
    assert.match(found.contents.value, /^web: 14 of 41 capabilities/u);
    assert.doesNotMatch(found.contents.value, /`|\*\*/u);
    assert.ok(found.contents.value.split("\n").length <= 12);
  });
}

interface Registrations {
  readonly registrations: readonly { method: string; registerOptions: { watchers: { globPattern: unknown; kind?: number }[] } }[];
}

const withRelativePatterns: ClientCapabilities = {
  ...modern,
  workspace: { ...modern.workspace, didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true } },
};

/** What was said of a document's checks so far. */
async function status(editor: Editor, path: string): Promise<readonly StatusParams[]> {
  await editor.next<StatusParams>("watertight/status", ({ uri }) => uri === at(path));
  return editor.received<StatusParams>("watertight/status").filter(({ uri }) => uri === at(path));
}
