import assert from "node:assert/strict";
import { modern, plain } from "../capabilities.js";
import { clean, codes, items, privileged, pull, type Test, until, uri } from "./check.js";

export function surroundingTests(test: Test): void {
  test("a rule can be switched off and its severity changed", {
    capabilities: modern,
    settings: { rules: { "privileged-container": "off" } },
  }, async (editor) => {
    editor.open(uri, privileged);
    assert.ok(!codes(await editor.pull(uri)).includes("privileged-container"));
    editor.answer("workspace/configuration", () => [{ rules: { "privileged-container": "hint" } }]);
    let refreshed = 0;
    editor.answer("workspace/diagnostic/refresh", () => {
      refreshed++;
      return null;
    });
    editor.notify("workspace/didChangeConfiguration", { settings: null });
    await until(() => refreshed > 0);
    assert.equal(items(await editor.pull(uri)).find(({ code }) => code === "privileged-container")?.severity, 4);
  });

  test("settings of a client that does not answer for them", {
    capabilities: plain,
    options: { settings: { enable: false } },
  }, async (editor) => {
    editor.open(uri, privileged);
    editor.notify("workspace/didChangeConfiguration", {
      settings: { watertight: { enable: true, rules: { "privileged-container": "warning" } } },
    });
    assert.equal((await editor.published(uri, 1)).find(({ code }) => code === "privileged-container")?.severity, 2);
    editor.notify("workspace/didChangeConfiguration", { settings: { watertight: { enable: false } } });
    await editor.next<{ uri: string; diagnostics: unknown[] }>(
      "textDocument/publishDiagnostics",
      ({ diagnostics }) => diagnostics.length === 0,
    );
  });

  test("settings at the start count for a client that answers with none", {
    capabilities: modern,
    settings: null,
    options: { settings: { rules: { "privileged-container": "hint" } } },
  }, async ({ open, pull: ask }) => {
    open(uri, privileged);
    assert.equal(items(await ask(uri)).find(({ code }) => code === "privileged-container")?.severity, 4);
  });

  test("settings of the wrong type count as absent", {
    capabilities: modern,
    settings: { run: 7, rules: ["x"], files: { include: "y" }, preset: {} },
  }, async ({ open, pull: ask }) => {
    open(uri, privileged);
    assert.ok(codes(await ask(uri)).includes("privileged-container"));
  });

  test("run onSave: typing changes nothing, saving does", {
    capabilities: plain,
    options: { settings: { run: "onSave" } },
  }, async (editor) => {
    editor.open(uri, clean);
    await editor.published(uri, 1);
    editor.change(uri, 2, privileged);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(editor.received("textDocument/publishDiagnostics").length, 1);
    editor.notify("textDocument/didSave", { textDocument: { uri } });
    assert.ok((await editor.published(uri, 2)).some(({ code }) => code === "privileged-container"));
  });

  test("run manual: only the command checks again", { capabilities: modern, settings: { run: "manual" } }, async (editor) => {
    let refreshed = 0;
    editor.answer("workspace/diagnostic/refresh", () => {
      refreshed++;
      return null;
    });
    editor.open(uri, clean);
    const { resultId } = await editor.pull(uri);
    editor.change(uri, 2, privileged);
    editor.notify("textDocument/didSave", { textDocument: { uri } });
    assert.equal((await editor.pull(uri, resultId)).kind, "unchanged");
    editor.notify("watertight/check", { uri });
    await until(() => refreshed > 0);
    assert.ok(codes(await editor.pull(uri, resultId)).includes("privileged-container"));
  });

  const withVariable = `services:\n  web:\n    image: nginx:1.27.3\n    cap_add: ["\${CAP}"]\n`;

  test("the .env beside a file is read through the client, and again when it changes", {
    capabilities: modern,
    options: { readFile: true },
  }, async (editor) => {
    let text: string | null = "CAP=SYS_ADMIN\n";
    const asked: string[] = [];
    editor.answer("watertight/readFile", (params) => {
      asked.push((params as { uri: string }).uri);
      return { text };
    });
    let refreshed = 0;
    editor.answer("workspace/diagnostic/refresh", () => {
      refreshed++;
      return null;
    });
    editor.open(uri, withVariable);
    const first = await editor.pull(uri);
    assert.ok(codes(first).includes("cap-add-host-takeover"));
    assert.ok(asked.includes("memfs:/project/.env") && asked.every((one) => /^memfs:\/project\/[^/]+$/u.test(one)), asked.join());
    text = null;
    editor.notify("workspace/didChangeWatchedFiles", {
      changes: [
        { uri: "memfs:/project/.env", type: 3 },
        { uri: "memfs:/other/.env", type: 2 },
      ],
    });
    await until(() => refreshed > 0);
    assert.ok(!codes(await editor.pull(uri, first.resultId)).includes("cap-add-host-takeover"));
    assert.ok(!asked.includes("memfs:/other/.env"));
  });

  test("without anybody to read it a variable stays unknown", pull, async ({ open, pull: ask }) => {
    open(uri, withVariable);
    assert.ok(!codes(await ask(uri)).includes("cap-add-host-takeover"));
  });
}
