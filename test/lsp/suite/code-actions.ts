import assert from "node:assert/strict";
import type { CodeAction, CodeActionContext } from "vscode-languageserver";
import type { ChooseParams, ChosenEditResult } from "../../../server/src/lsp/protocol.js";
import { modern } from "../capabilities.js";
import { type EditorOptions, RequestError } from "../editor.js";
import { apply, at, changedDocuments, clean, items, named, privileged, pull, push, type Test, uri } from "./check.js";

export function actionTests(test: Test): void {
  const allOptions: EditorOptions = { capabilities: modern, options: { chooser: true, commands: true } };

  test("a finding offers its fixes, then what explains and what ignores it", allOptions, async ({ open, actions }) => {
    open(uri, privileged);
    const offered = await actions(uri, at(3, 6));
    const titles = offered.map(({ title }) => title);
    assert.ok(offered.length >= 4, titles.join("; "));
    const explained = titles.indexOf("Explain privileged-container");
    const ignored = titles.indexOf("Ignore privileged-container here, with a reason");
    const turnedOff = titles.indexOf("Turn privileged-container off in the settings");
    assert.ok(explained > 0 && ignored > explained && turnedOff > ignored && turnedOff === titles.length - 1, titles.join("; "));
    assert.deepEqual(offered[turnedOff]?.command?.arguments, ["privileged-container", uri]);
    for (const action of offered) {
      assert.equal(action.kind, "quickfix");
      assert.equal(action.diagnostics?.[0]?.code, "privileged-container");
    }
    assert.ok(offered.filter(({ isPreferred }) => isPreferred).length <= 1);
  });

  test("an edit is worked out when its action is chosen, for the version at hand", allOptions, async (editor) => {
    editor.open(uri, privileged);
    const remove = named(await editor.actions(uri, at(3, 6)), /^Remove/u);
    assert.equal(remove.edit, undefined);
    const resolved = await editor.request<CodeAction>("codeAction/resolve", remove);
    assert.deepEqual(changedDocuments(resolved), [{ uri, version: 1 }]);
    assert.ok(!apply(resolved, privileged).includes("privileged"));
  });

  test("all findings of a rule are mended together, with one preview", allOptions, async (editor) => {
    const two = `${privileged}  api:\n    image: nginx:1.27.3\n    privileged: true\n`;
    editor.open(uri, two);
    const all = named(await editor.actions(uri, at(3, 6)), /^Fix all 2 of privileged-container in this file$/u);
    assert.equal(all.diagnostics?.length, 2);
    assert.equal(all.edit, undefined);
    const resolved = await editor.request<CodeAction>("codeAction/resolve", all);
    assert.ok(!apply(resolved, two).includes("privileged"));
    const [annotation, ...others] = Object.values(resolved.edit?.changeAnnotations ?? {});
    assert.equal(annotation?.needsConfirmation, true);
    assert.equal(others.length, 0);
    assert.ok(!(await editor.actions(uri, at(2, 6))).some(({ title }) => title.startsWith("Fix all")));
  });

  test("an action of a text that has changed is refused", allOptions, async (editor) => {
    editor.open(uri, privileged);
    const remove = named(await editor.actions(uri, at(3, 6)), /^Remove/u);
    editor.change(uri, 2, clean);
    await assert.rejects(editor.request("codeAction/resolve", remove), (error) => error instanceof RequestError && error.code === -32801);
  });

  test("a fix that may stop a program asks for confirmation with its caveat", allOptions, async (editor) => {
    editor.open(uri, privileged);
    const remove = await editor.request<CodeAction>("codeAction/resolve", named(await editor.actions(uri, at(3, 6)), /^Remove/u));
    const [annotation] = Object.values(remove.edit?.changeAnnotations ?? {});
    assert.equal(annotation?.needsConfirmation, true);
    assert.equal(annotation?.label, remove.title);
    assert.ok((annotation?.description ?? "").length > 0);
  });

  test("a client without annotations reads it in the title and gets plain edits", push, async ({ open, actions }) => {
    open(uri, privileged);
    const remove = named(await actions(uri, at(3, 6)), /^Remove/u);
    assert.match(remove.title, /\(check first\)$/u);
    assert.deepEqual(Object.keys(remove.edit ?? {}), ["changes"]);
    assert.ok(!apply(remove, privileged).includes("privileged"));
    assert.equal(remove.isPreferred, undefined);
  });

  test("the chooser is a command of those clients which have one", allOptions, async (editor) => {
    editor.open(uri, privileged);
    const choose = (await editor.actions(uri, at(3, 6))).find(({ command }) => command?.command === "watertight.chooseCapabilities");
    const params = choose?.command?.arguments?.[0] as ChooseParams;
    assert.ok(params.candidates.length > 5);
    const { value } = params.candidates.find((candidate) => candidate.value === "NET_ADMIN") ?? { value: "" };
    const { edit: chosen } = await editor.request<ChosenEditResult<CodeAction["edit"]>>("watertight/chosenEdit", {
      fix: params.fix,
      chosen: [value],
    });
    const text = apply({ title: "", ...(chosen === undefined ? {} : { edit: chosen }) }, privileged);
    assert.match(text, /cap_add:\s*(?:\[|\n\s*- )"?NET_ADMIN/u);
    assert.ok(!text.includes("privileged"));
    editor.change(uri, 2, clean);
    const late = await editor.request<ChosenEditResult>("watertight/chosenEdit", { fix: params.fix, chosen: [value] });
    assert.ok(late.refused !== undefined && late.edit === undefined);
  });

  test("other clients get no commands of ours but the common sets", push, async ({ open, actions }) => {
    open(uri, privileged);
    const offered = await actions(uri, at(3, 6));
    assert.ok(offered.every(({ command }) => command === undefined));
    assert.ok(offered.some(({ title }) => title.startsWith("Ignore privileged-container")));
  });

  test("ignoring writes the comment above, with the reason to be typed", pull, async ({ open, actions }) => {
    open(uri, privileged);
    const ignore = named(await actions(uri, at(3, 6)), /^Ignore/u);
    const [change] = ignore.edit?.documentChanges ?? [];
    const [inserted] = change !== undefined && "edits" in change ? change.edits : [];
    assert.ok(inserted !== undefined && "snippet" in inserted);
    assert.equal(inserted.snippet.value, `    # watertight-ignore-next-line privileged-container -- $` + `{1:reason}\n`);
  });

  test("ignoring without snippets leaves the place for the reason empty", push, async ({ open, actions, change, published }) => {
    open(uri, privileged);
    await published(uri, 1);
    const ignore = named(await actions(uri, at(3, 6)), /^Ignore/u);
    const text = apply(ignore, privileged);
    assert.ok(text.includes("    # watertight-ignore-next-line privileged-container -- \n    privileged: true\n"), text);
    change(uri, 2, text);
    assert.ok(!(await published(uri, 2)).some(({ code }) => code === "privileged-container"));
  });

  test("only the kinds asked for are answered", pull, async ({ open, actions }) => {
    open(uri, privileged);
    const kinds = async (...only: string[]) => (await actions(uri, at(3, 6), { only })).map(({ kind }) => kind);
    assert.deepEqual(await kinds("refactor"), []);
    assert.deepEqual(await kinds("source.organizeImports"), []);
    assert.ok((await kinds("quickfix")).every((kind) => kind === "quickfix"));
    assert.ok((await kinds("source.fixAll")).every((kind) => kind === "source.fixAll.watertight"));
  });

  test("a finding named by its diagnostic is answered from any range", pull, async ({ open, pull: ask, actions }) => {
    open(uri, privileged);
    const diagnostics = items(await ask(uri)).filter(({ code }) => code === "privileged-container");
    const context: Partial<CodeActionContext> = { diagnostics };
    assert.ok((await actions(uri, at(0, 0), context)).length > 0);
    assert.deepEqual(await actions(uri, at(0, 0)), []);
  });
}
