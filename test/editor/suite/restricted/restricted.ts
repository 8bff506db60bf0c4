import assert from "node:assert/strict";
import * as vscode from "vscode";
import { codes, hoverAt, placeOf, show, until } from "../in-editor.js";

suite("Restricted Mode", () => {
  test("the workspace is not trusted, and the extension runs in it", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { document } = await show("insecure/compose.yml");
    await until("findings came", () => codes(document.uri).length > 10);
    assert.ok(vscode.extensions.getExtension("watertight.watertight")?.isActive);
  });

  test("hovers and fixes work", async () => {
    const { document } = await show("insecure/compose.yml");
    assert.match(await hoverAt(document, "privileged: true", "true"), /seccomp/u);
    const before = document.getText();
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      placeOf(document, "privileged: true"),
      "quickfix",
      20,
    );
    const remove = actions.find(({ title }) => title === "Remove privileged: true");
    assert.ok(remove?.edit, actions.map(({ title }) => title).join(" | "));
    assert.ok(await vscode.workspace.applyEdit(remove.edit));
    assert.doesNotMatch(document.getText(), /privileged: true/u);
    await until("the finding went", () => !codes(document.uri).includes("privileged-container"));
    await vscode.commands.executeCommand("undo");
    await until("the text is back", () => document.getText() === before);
  });

  test("all files can be checked", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("watertight.checkAllFiles");
    await until("a closed file is checked", () => {
      const uris = vscode.languages.getDiagnostics().filter(([, all]) => all.some(({ source }) => source === "watertight"));
      return uris.length > 1;
    });
  });
});
