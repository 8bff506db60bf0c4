import assert from "node:assert/strict";
import type { CodeLens, InlayHint, RegistrationParams, UnregistrationParams } from "vscode-languageserver";
import { modern, plain } from "../capabilities.js";
import type { Editor, EditorOptions } from "../editor.js";
import { type Test, until, uri, whole } from "./check.js";

const text = `x-caps: &caps [CHOWN]
services:
  web:
    image: nginx:1.27.3
    cap_drop: [ALL]
    cap_add: *caps
    ports:
      - "8080:80"
  db:
    image: postgres:17
`;

const on = { inlayHints: { capabilities: true, bindAddress: true, inheritedValues: true }, codeLens: true };
const commands: EditorOptions = { capabilities: modern, options: { commands: true }, settings: on };

const registering: EditorOptions = {
  capabilities: {
    ...modern,
    textDocument: { ...modern.textDocument, inlayHint: { dynamicRegistration: true }, codeLens: { dynamicRegistration: true } },
  },
  options: { commands: true },
};

/** The methods of hints and lenses that are registered, by the ids of their registrations. */
function registrations(editor: Editor): ReadonlyMap<string, string> {
  const registered = new Map<string, string>();
  editor.answer("client/registerCapability", (params) => {
    for (const { id, method } of (params as RegistrationParams).registrations)
      if (method === "textDocument/inlayHint" || method === "textDocument/codeLens") registered.set(id, method);
    return null;
  });
  editor.answer("client/unregisterCapability", (params) => {
    for (const { id } of (params as UnregistrationParams).unregisterations) registered.delete(id);
    return null;
  });
  return registered;
}

const inlay = ({ request }: Editor, range = whole(text)) =>
  request<InlayHint[]>("textDocument/inlayHint", { textDocument: { uri }, range });
const lenses = ({ request }: Editor) => request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });

const labels = (hints: readonly InlayHint[]) =>
  hints.map(({ label }) => (typeof label === "string" ? label : label.map(({ value }) => value).join("")));

export function hintTests(test: Test): void {
  test("nothing is shown in the text until it is switched on", { capabilities: modern, options: { commands: true } }, async (editor) => {
    assert.equal(editor.capabilities.inlayHintProvider, true);
    assert.deepEqual(editor.capabilities.codeLensProvider, {});
    editor.open(uri, text);
    assert.deepEqual(await inlay(editor), []);
    assert.deepEqual(await lenses(editor), []);
  });

  test("a client that knows neither is not told of them; lenses take our command", { capabilities: plain }, async ({ capabilities }) => {
    assert.equal(capabilities.inlayHintProvider, undefined);
    assert.equal(capabilities.codeLensProvider, undefined);
  });

  test("inlay hints at their places, those of the visible range alone", commands, async (editor) => {
    editor.open(uri, text);
    const hints = await inlay(editor);
    assert.deepEqual(labels(hints), ["1 capability", "from line 1", "0.0.0.0:", "14 capabilities"]);
    assert.deepEqual(
      hints.map(({ position }) => position),
      [
        { line: 2, character: 6 },
        { line: 5, character: 18 },
        { line: 7, character: 9 },
        { line: 8, character: 5 },
      ],
    );
    assert.deepEqual(hints[1]?.label, [
      { value: "from line 1", location: { uri, range: { start: { line: 0, character: 14 }, end: { line: 0, character: 21 } } } },
    ]);
    assert.deepEqual(
      hints.map(({ paddingLeft }) => paddingLeft),
      [true, true, false, true],
    );
    assert.ok(typeof hints[0]?.tooltip === "object" && hints[0].tooltip.kind === "markdown");
    const visible = { start: { line: 7, character: 0 }, end: { line: 9, character: 0 } };
    assert.deepEqual(labels(await inlay(editor, visible)), ["0.0.0.0:", "14 capabilities"]);
  });

  test("each kind by itself", { ...commands, settings: { "inlayHints.bindAddress": true } }, async (editor) => {
    editor.open(uri, text);
    assert.deepEqual(labels(await inlay(editor)), ["0.0.0.0:"]);
    assert.deepEqual(await lenses(editor), []);
  });

  test("lenses harden their service and count what is found in it", commands, async (editor) => {
    editor.open(uri, text);
    const [harden, found, ...others] = await lenses(editor);
    const range = { start: { line: 2, character: 2 }, end: { line: 2, character: 5 } };
    assert.deepEqual(harden, {
      range,
      command: {
        title: "Harden this service",
        tooltip: 'Harden "web"',
        command: "watertight.hardenService",
        arguments: [{ uri, position: range.start }],
      },
    });
    assert.deepEqual(found?.range, range);
    assert.match(found?.command?.title ?? "", /^(?:\d+ \w+(?:, )?)+$/u);
    assert.equal(others.length, 2);
  });

  test("a client that can be told later is told once they are on, and until they are off", registering, async (editor) => {
    assert.equal(editor.capabilities.inlayHintProvider, undefined);
    assert.equal(editor.capabilities.codeLensProvider, undefined);
    const registered = registrations(editor);
    editor.open(uri, text);
    // Settings were asked for, and said that nothing is wanted.
    assert.deepEqual(await inlay(editor), []);
    assert.deepEqual([...registered.values()], []);
    editor.answer("workspace/configuration", () => [{ inlayHints: { bindAddress: true } }]);
    editor.notify("workspace/didChangeConfiguration", { settings: null });
    await until(() => registered.size > 0);
    assert.deepEqual(labels(await inlay(editor)), ["0.0.0.0:"]);
    assert.deepEqual([...registered.values()], ["textDocument/inlayHint"]);
    editor.answer("workspace/configuration", () => [{ codeLens: true }]);
    editor.notify("workspace/didChangeConfiguration", { settings: null });
    await until(() => [...registered.values()].join() === "textDocument/codeLens");
    editor.answer("workspace/configuration", () => [on]);
    editor.notify("workspace/didChangeConfiguration", { settings: null });
    await until(() => registered.size === 2);
    editor.answer("workspace/configuration", () => [{}]);
    editor.notify("workspace/didChangeConfiguration", { settings: null });
    await until(() => registered.size === 0);
    assert.deepEqual(await lenses(editor), []);
  });

  test("what was on before a document was opened is registered with it, once", { ...registering, settings: on }, async (editor) => {
    const registered = registrations(editor);
    editor.open(uri, text);
    editor.open(uri.replace("compose.yml", "compose.other.yml"), text);
    await until(() => registered.size === 2);
    assert.equal((await inlay(editor)).length, 4);
    assert.deepEqual([...registered.values()].toSorted(), ["textDocument/codeLens", "textDocument/inlayHint"]);
  });

  test("typing in another file asks for them again once it pauses", {
    capabilities: modern,
    options: { commands: true },
    settings: on,
  }, async (editor) => {
    let refreshed = 0;
    editor.answer("workspace/inlayHint/refresh", () => {
      refreshed++;
      return null;
    });
    const override = uri.replace("compose.yml", "compose.override.yml");
    const typed = (names: string) => `services:\n  web:\n    cap_add: [${names}]\n`;
    editor.open(override, typed(""));
    editor.open(uri, text);
    assert.equal(labels(await inlay(editor))[0], "1 capability");
    const names = "KILL";
    for (const [index] of [...names].entries()) editor.change(override, index + 2, typed(names.slice(0, index + 1)));
    await until(() => refreshed > 0);
    assert.equal(labels(await inlay(editor))[0], "2 capabilities");
    assert.equal(refreshed, 1);
  });

  test("they follow the text", commands, async (editor) => {
    editor.open(uri, text);
    await inlay(editor);
    editor.change(uri, 2, text.replace("cap_drop: [ALL]", "cap_drop: [KILL]"));
    assert.equal(labels(await inlay(editor))[0], "13 capabilities");
  });

  test("they are asked for again when settings change, and where they are shown when another file does", commands, async (editor) => {
    const refreshed = { inlay: 0, lenses: 0 };
    editor.answer("workspace/inlayHint/refresh", () => {
      refreshed.inlay++;
      return null;
    });
    editor.answer("workspace/codeLens/refresh", () => {
      refreshed.lenses++;
      return null;
    });
    editor.open(uri, text);
    assert.equal((await inlay(editor)).length, 4);
    assert.equal((await lenses(editor)).length, 4);
    editor.answer("workspace/configuration", () => [{}]);
    editor.notify("workspace/didChangeConfiguration", { settings: null });
    await until(() => refreshed.inlay > 0 && refreshed.lenses > 0);
    assert.deepEqual(await inlay(editor), []);
    assert.deepEqual(await lenses(editor), []);
    editor.answer("workspace/configuration", () => [on]);
    editor.notify("workspace/didChangeConfiguration", { settings: null });
    await until(() => refreshed.inlay > 1 && refreshed.lenses > 1);
    await inlay(editor);
    await lenses(editor);
    const before = { ...refreshed };
    const override = uri.replace("compose.yml", "compose.override.yml");
    editor.open(override, "services:\n  web:\n    cap_add: [KILL]\n");
    await until(() => refreshed.inlay > before.inlay && refreshed.lenses > before.lenses);
    assert.equal(labels(await inlay(editor))[0], "2 capabilities");
  });
}
