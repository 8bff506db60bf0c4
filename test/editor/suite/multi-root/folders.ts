import assert from "node:assert/strict";
import * as vscode from "vscode";
import { codes, pause, until } from "../in-editor.js";

function at(name: string, path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.find((one) => one.name === name);
  assert.ok(folder, `there is a folder ${name}`);
  return vscode.Uri.joinPath(folder.uri, path);
}

suite("two folders", () => {
  test("the server does not run before a document or a command needs it", async () => {
    assert.deepEqual(
      vscode.workspace.workspaceFolders?.map(({ name }) => name),
      ["one", "two"],
    );
    await vscode.commands.executeCommand("watertight.copyDiagnosticReport");
    assert.match(await vscode.env.clipboard.readText(), /^Server: idle$/mu);
  });

  test("each file is checked by the settings of its folder", async () => {
    for (const [name, column] of [
      ["one", vscode.ViewColumn.One],
      ["two", vscode.ViewColumn.Two],
    ] as const) {
      const document = await vscode.workspace.openTextDocument(at(name, "compose.yml"));
      await vscode.window.showTextDocument(document, { viewColumn: column, preview: false });
    }
    await until("both are checked", () => codes(at("one", "compose.yml")).length > 0 && codes(at("two", "compose.yml")).length > 0);
    assert.ok(codes(at("one", "compose.yml")).includes("privileged-container"));
    assert.ok(!codes(at("two", "compose.yml")).includes("privileged-container"));
    // The second folder has the strict preset: what lacks is a finding each.
    assert.ok(!codes(at("one", "compose.yml")).includes("memory-limit-missing"));
    assert.ok(codes(at("two", "compose.yml")).includes("memory-limit-missing"));
  });

  test("a glob of one folder adds no file of the other", async () => {
    for (const name of ["one", "two"]) await vscode.window.showTextDocument(at(name, "deploy/app.yaml"));
    await vscode.window.showTextDocument(at("two", "deploy/app.yaml"), { viewColumn: vscode.ViewColumn.Two });
    await until("the file is ours", () => codes(at("two", "deploy/app.yaml")).length > 0);
    await vscode.window.showTextDocument(at("one", "deploy/app.yaml"), { viewColumn: vscode.ViewColumn.One });
    await pause(1000);
    assert.deepEqual(codes(at("one", "deploy/app.yaml")), []);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("all files of both folders are checked by their own settings", async () => {
    await vscode.commands.executeCommand("watertight.checkAllFiles");
    await until(
      "both are checked",
      () => codes(at("one", "sub/docker-compose.yml")).length > 0 && codes(at("two", "compose.yml")).length > 0,
    );
    assert.ok(codes(at("one", "sub/docker-compose.yml")).includes("privileged-container"));
    assert.ok(!codes(at("two", "compose.yml")).includes("privileged-container"));
    assert.ok(codes(at("two", "deploy/app.yaml")).length > 0);
    assert.deepEqual(codes(at("one", "deploy/app.yaml")), []);
  });
});
