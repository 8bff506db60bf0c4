import assert from "node:assert/strict";
import * as vscode from "vscode";
import { codes, findings, folder, pause, until } from "./in-editor.js";

const privileged = "services:\n  web:\n    image: x:1\n    privileged: true\n";

function at(path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder(), path);
}

/** Writes a file past the editor, as another program does. */
async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
}

function flagged(path: string): number {
  return codes(at(path)).filter((code) => code === "privileged-container").length;
}

suite("the whole workspace", () => {
  const settings = () => vscode.workspace.getConfiguration("watertight");

  suiteSetup(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await until("nothing is open", () => findings(at("insecure/compose.yml")).length === 0);
  });

  suiteTeardown(async () => {
    await settings().update("workspaceDiagnostics", undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.workspace.fs.delete(at("space"), { recursive: true });
  });

  test("the command checks all files, also those that are not open, and each in its project", async () => {
    await write("space/a/compose.yml", privileged);
    await write("space/a/compose.override.yml", "services: {web: {privileged: false}}\n");
    await write("space/values.yml", privileged);
    await vscode.commands.executeCommand("watertight.checkAllFiles");
    await until("findings came", () => findings(at("insecure/compose.yml")).length > 10);
    assert.deepEqual([flagged("space/a/compose.yml"), codes(at("space/values.yml")), codes(at("hardened/compose.yml"))], [0, [], []]);
  });

  test("a file that is opened shows its findings once, and keeps them when it is closed", async () => {
    const uri = at("insecure/compose.yml");
    const closed = codes(uri).toSorted();
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await until("the open document has taken over", () => codes(uri).length > 0);
    const deadline = Date.now() + 2000;
    while (Date.now() < deadline) {
      await pause(100);
      assert.deepEqual(codes(uri).toSorted(), closed);
    }
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    // The editor may keep the document for minutes: in no tab, it counts as closed.
    await pause(1500);
    assert.deepEqual(codes(uri).toSorted(), closed);
  });

  test("what comes, changes and goes on the disk is followed", async () => {
    await write("space/b/docker-compose.yml", privileged);
    await until("the new file is checked", () => flagged("space/b/docker-compose.yml") === 1);
    await write("space/b/docker-compose.yml", "services:\n  web:\n    image: x:1\n    privileged: ${P:-true}\n");
    await write("space/b/.env", "P=false\n");
    await until("the variable counts", () => flagged("space/b/docker-compose.yml") === 0);
    await vscode.workspace.fs.delete(at("space/b/.env"));
    await until("the default counts again", () => flagged("space/b/docker-compose.yml") === 1);
    await vscode.workspace.fs.delete(at("space/a/compose.override.yml"));
    await until("the main file is alone", () => flagged("space/a/compose.yml") === 1);
    await vscode.workspace.fs.rename(at("space/b"), at("space/c"));
    await until("the folder has moved", () => flagged("space/b/docker-compose.yml") === 0 && flagged("space/c/docker-compose.yml") === 1);
    await vscode.workspace.fs.delete(at("space/c"), { recursive: true });
    await until("the folder is gone", () => codes(at("space/c/docker-compose.yml")).length === 0);
  });

  test("the setting does it without being asked, and takes it back", async () => {
    await settings().update("workspaceDiagnostics", true, vscode.ConfigurationTarget.Workspace);
    await until("findings are there", () => flagged("space/a/compose.yml") === 1);
    await settings().update("files.include", ["space/values.yml"], vscode.ConfigurationTarget.Workspace);
    await until("a file that a glob adds is checked", () => flagged("space/values.yml") === 1);
    await settings().update("files.include", undefined, vscode.ConfigurationTarget.Workspace);
    await until("and no longer", () => flagged("space/values.yml") === 0);
    await vscode.workspace.getConfiguration("files").update("exclude", { "space/**": true }, vscode.ConfigurationTarget.Workspace);
    await until("what a person hides is left out", () => flagged("space/a/compose.yml") === 0);
    await vscode.workspace.getConfiguration("files").update("exclude", undefined, vscode.ConfigurationTarget.Workspace);
    await until("and counts again", () => flagged("space/a/compose.yml") === 1);
    await settings().update("workspaceDiagnostics", false, vscode.ConfigurationTarget.Workspace);
    await until(
      "nothing is told of closed files",
      () => codes(at("insecure/compose.yml")).length === 0 && flagged("space/a/compose.yml") === 0,
    );
  });
});
