import assert from "node:assert/strict";
import { RequestError } from "../editor.js";
import { clean, codes, privileged, pull, push, slow, type Test, uri } from "./check.js";

export function versionTests(test: Test): void {
  test("only the newest of quick changes is published", push, async ({ open, change, published, received }) => {
    open(uri, clean);
    await published(uri, 1);
    change(uri, 2, privileged);
    change(uri, 3, clean);
    change(uri, 4, privileged);
    assert.ok((await published(uri, 4)).some(({ code }) => code === "privileged-container"));
    const versions = received<{ uri: string; version: number }>("textDocument/publishDiagnostics").map(({ version }) => version);
    assert.deepEqual(versions, [1, 4]);
  });

  test("a range is replaced incrementally", pull, async ({ open, change, pull: ask }) => {
    open(uri, privileged);
    change(uri, 2, "false", { start: { line: 3, character: 16 }, end: { line: 3, character: 20 } });
    assert.ok(!codes(await ask(uri)).includes("privileged-container"));
    change(uri, 3, "true", { start: { line: 3, character: 16 }, end: { line: 3, character: 21 } });
    assert.ok(codes(await ask(uri)).includes("privileged-container"));
  });

  test("a request that waited is answered for the newest text", pull, async (editor) => {
    const settings = slow(editor);
    editor.open(uri, clean);
    const answer = editor.pull(uri);
    await settings.asked;
    editor.change(uri, 2, privileged);
    settings.go();
    assert.ok(codes(await answer).includes("privileged-container"));
  });

  test("a cancelled request says so", pull, async (editor) => {
    const settings = slow(editor);
    editor.open(uri, privileged);
    const { result, cancel } = editor.start("textDocument/diagnostic", { textDocument: { uri } });
    await settings.asked;
    cancel();
    settings.go();
    await assert.rejects(result, (error) => error instanceof RequestError && error.code === -32800);
    assert.ok(codes(await editor.pull(uri)).includes("privileged-container"));
  });
}
