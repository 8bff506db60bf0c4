import assert from "node:assert/strict";
import type { ReadFileParams } from "../../../server/src/lsp/protocol.js";
import { codes, items, type Test, until } from "./check.js";
import { at, base, disk, hardened, pull, push, shown, status } from "./disk.js";

export function projectTests(test: Test): void {
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
    editor.open(at("base.yml"), `# the base\n${base}`, "yaml");
    const [gap] = items(await editor.pull(at("base.yml"))).filter(({ code }) => code === "not-read");
    assert.deepEqual(
      [gap?.severity, gap?.range.start, gap?.message],
      [3, { line: 1, character: 0 }, 'The file "gone.yml" of this project does not exist.'],
    );
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
