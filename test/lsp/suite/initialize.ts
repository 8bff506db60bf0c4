import assert from "node:assert/strict";
import { privileged, pull, push, type Test, until, uri } from "./check.js";

export function initializeTests(test: Test): void {
  test("a client that asks for diagnostics is told how", pull, async ({ capabilities, server }) => {
    assert.equal(server?.name, "watertight");
    assert.deepEqual(capabilities.diagnosticProvider, {
      identifier: "watertight",
      interFileDependencies: true,
      workspaceDiagnostics: false,
    });
    assert.equal(capabilities.positionEncoding, "utf-16");
    assert.deepEqual(capabilities.codeActionProvider, {
      codeActionKinds: [
        "quickfix",
        "source.fixAll.watertight",
        "refactor.rewrite.watertight.harden",
        "refactor.rewrite.watertight.segment",
      ],
      resolveProvider: true,
    });
  });

  test("a client that does not ask gets them sent", push, async ({ capabilities, open, published }) => {
    assert.equal(capabilities.diagnosticProvider, undefined);
    open(uri, privileged);
    assert.ok((await published(uri, 1)).some(({ code }) => code === "privileged-container"));
  });

  test("a client without code action literals gets no code actions", {}, async ({ capabilities }) => {
    assert.equal(capabilities.codeActionProvider, undefined);
  });

  test("edits stand in the action where they cannot be asked for later", push, async ({ capabilities }) => {
    assert.deepEqual(capabilities.codeActionProvider, {
      codeActionKinds: [
        "quickfix",
        "source.fixAll.watertight",
        "refactor.rewrite.watertight.harden",
        "refactor.rewrite.watertight.segment",
      ],
      resolveProvider: false,
    });
  });

  test("files are watched and settings followed where the client registers", pull, async (editor) => {
    const registered: string[] = [];
    editor.answer("client/registerCapability", (params) => {
      for (const { method } of (params as { registrations: { method: string }[] }).registrations) registered.push(method);
    });
    await until(() => registered.length === 2);
    assert.deepEqual(registered.sort(), ["workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles"]);
  });
}
