import assert from "node:assert/strict";
import * as vscode from "vscode";
import { codes, findings, hoverAt, pause, placeOf, show, until } from "./in-editor.js";

/** The show piece, once its findings are there: editors ask for those of visible documents only. */
async function showInsecure(): Promise<vscode.TextEditor> {
  const editor = await show("insecure/compose.yml");
  await until("findings came", () => findings(editor.document.uri).length > 10);
  return editor;
}

/** Asks for the actions at a text as the lightbulb does, and applies the one with a title. */
async function fix({ document }: vscode.TextEditor, at: string, title: RegExp): Promise<void> {
  const range = placeOf(document, at);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    "quickfix",
    50,
  );
  const action = actions.find((one) => title.test(one.title));
  assert.ok(action, `no ${title} among: ${actions.map((one) => one.title).join(" | ")}`);
  assert.ok(action.edit, `${action.title} has an edit`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

suite("first light", () => {
  let editor: vscode.TextEditor;
  let original: string;

  suiteSetup(async () => {
    editor = await show("insecure/compose.yml");
    original = editor.document.getText();
  });

  test("the show piece is underlined", async () => {
    const { uri } = editor.document;
    await until("findings came", () => findings(uri).length > 10);
    const found = new Set(codes(uri));
    for (const rule of ["privileged-container", "docker-socket-tool", "cap-drop-missing", "secret-in-env", "port-datastore-exposed"])
      assert.ok(found.has(rule), rule);
    const [privileged] = findings(uri).filter((one) => one.severity === vscode.DiagnosticSeverity.Error);
    assert.ok(privileged && privileged.message.length <= 160);
    assert.match(String(typeof privileged.code === "object" ? privileged.code.target : ""), /docs\/rules\//u);
  });

  test("the hardened stack shows nothing, and neither does a file of another kind", async () => {
    const hardened = await show("hardened/compose.yml");
    const other = await vscode.workspace.openTextDocument({
      language: "yaml",
      content: "apiVersion: v1\nkind: Pod\nspec: {containers: [{securityContext: {privileged: true}}]}\n",
    });
    await vscode.window.showTextDocument(other);
    await pause(1500);
    assert.deepEqual(codes(hardened.document.uri), []);
    assert.deepEqual(codes(other.uri), []);
  });

  test("the capabilities fix adds back what the image needs, and undo restores every byte", async () => {
    editor = await showInsecure();
    const { document } = editor;
    const before = codes(document.uri).filter((code) => code === "cap-drop-missing").length;
    await fix(editor, "db:\n    image", /^Drop all, add back what postgres needs/u);
    assert.match(
      document.getText(),
      /image: postgres:17\n {4}cap_drop:\n {6}- ALL\n {4}cap_add:\n {6}- CHOWN\n {6}- DAC_OVERRIDE\n {6}- SETGID\n {6}- SETUID\n/u,
    );
    await until("the finding went", () => codes(document.uri).filter((code) => code === "cap-drop-missing").length === before - 1);
    await vscode.commands.executeCommand("undo");
    await until("the text is back", () => document.getText() === original);
  });

  test("the privileged fix grants what the service's own lines speak for", async () => {
    editor = await showInsecure();
    const { document } = editor;
    await fix(editor, "privileged: true", /^Replace privileged by NET_ADMIN/u);
    assert.doesNotMatch(document.getText(), /privileged: true/u);
    assert.match(document.getText(), /cap_add:\n {6}- NET_ADMIN\n/u);
    await until("the finding went", () => !codes(document.uri).includes("privileged-container"));
    const text = await hoverAt(document, "NET_ADMIN");
    assert.match(text, /NET_ADMIN/u);
    assert.match(text, /Risk high/u);
    await vscode.commands.executeCommand("undo");
    await until("the text is back", () => document.getText() === original);
  });

  test("a hover says what privileged switches off", async () => {
    const { document } = editor;
    const text = await hoverAt(document, "privileged: true", "true");
    assert.match(text, /^\*\*privileged\*\* - switches off/u);
    assert.match(text, /seccomp/u);
  });

  test("a rule's page is shown from what is installed, with its prose and its examples", async () => {
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse("watertight-rule:/privileged-container.md"));
    for (const heading of [
      "# Privileged container",
      "## Why",
      "## How the attack goes",
      "## What to do",
      "## When it is fine",
      "## Examples",
    ])
      assert.ok(page.getText().includes(`${heading}\n\n`), heading);
    const none = await vscode.workspace.openTextDocument(vscode.Uri.parse("watertight-rule:/no-such-rule.md"));
    assert.equal(none.getText(), "There is no rule named no-such-rule.");
  });

  test("typing privileged brings the squiggle, taking it away clears it", async () => {
    const document = await vscode.workspace.openTextDocument({
      language: "dockercompose",
      content: "services:\n  app:\n    image: example/app:1\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges:true]\n",
    });
    const typing = await vscode.window.showTextDocument(document);
    const end = document.lineAt(document.lineCount - 1).range.end;
    typing.selection = new vscode.Selection(end, end);
    for (const letter of "    privileged: true") await vscode.commands.executeCommand("type", { text: letter });
    await until("the squiggle came", () => codes(document.uri).includes("privileged-container"));
    await typing.edit((edit) => edit.delete(document.lineAt(document.lineCount - 1).range));
    await until("the squiggle went", () => !codes(document.uri).includes("privileged-container"));
  });

  test("capabilities are completed, the dangerous ones last", async () => {
    const document = await vscode.workspace.openTextDocument({
      language: "dockercompose",
      content: "services:\n  app:\n    image: nginx:1.30\n    cap_add:\n      - CHOWN\n      - \n",
    });
    await vscode.window.showTextDocument(document);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      document.uri,
      new vscode.Position(5, 8),
    );
    const labels = list.items
      .toSorted((a, b) => (a.sortText ?? "").localeCompare(b.sortText ?? ""))
      .map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.ok(labels.includes("NET_BIND_SERVICE") && !labels.includes("CHOWN"), labels.join());
    assert.ok(
      labels.indexOf("SETUID") < labels.indexOf("NET_ADMIN") && labels.indexOf("NET_ADMIN") < labels.indexOf("SYS_ADMIN"),
      labels.join(),
    );
  });
});
