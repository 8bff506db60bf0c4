import assert from "node:assert/strict";
import * as vscode from "vscode";
import { codes, hoverAt, until } from "../in-editor.js";
import { MemoryFiles } from "./memory-files.js";

const at = (path: string) => vscode.Uri.from({ scheme: "memfs", path: `/project/${path}` });
const hardened = "services:\n  db:\n    cap_drop: [ALL]\n";

async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
}

suite("a folder that is on no disk", () => {
  suiteSetup(async () => {
    vscode.workspace.registerFileSystemProvider("memfs", new MemoryFiles(), { isCaseSensitive: true });
    await write("compose.yml", "services:\n  web:\n    image: nginx:1.30\n    privileged: ${P:-false}\n  db:\n    image: example/db:1\n");
    await write("compose.override.yml", hardened);
    await write(".env", "P=true\n");
    await write("deep/er/docker-compose.yml", "services:\n  web:\n    image: x:1\n    pid: host\n");
    const added = new Promise<void>((done) => {
      const listener = vscode.workspace.onDidChangeWorkspaceFolders(() => {
        listener.dispose();
        done();
      });
    });
    assert.ok(vscode.workspace.updateWorkspaceFolders(2, 0, { uri: at(""), name: "virtual" }));
    await added;
  });

  test("is checked like any other: variables, the override beside the file, hovers", async () => {
    const { document } = await vscode.window.showTextDocument(at("compose.yml"));
    await until("the variable counts", () => codes(document.uri).includes("privileged-container"));
    assert.ok(!codes(document.uri).includes("cap-drop-missing"));
    assert.match(await hoverAt(document, "${P:-false}"), /true.*\.env/su);
    await write("compose.override.yml", "services: {}\n");
    await until("the override counts no longer", () => codes(document.uri).includes("cap-drop-missing"));
  });

  test("its files are found without a search, and checked without being opened", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("watertight.checkAllFiles");
    await until("a file below is checked", () => codes(at("deep/er/docker-compose.yml")).includes("host-pid-ipc"));
    await until("the open one has handed over", () => codes(at("compose.yml")).includes("privileged-container"));
  });

  test("once it is removed from the workspace, nothing is told of it", async () => {
    const index = vscode.workspace.workspaceFolders?.findIndex(({ name }) => name === "virtual") ?? -1;
    assert.ok(vscode.workspace.updateWorkspaceFolders(index, 1));
    await until("its findings are gone", () => codes(at("deep/er/docker-compose.yml")).length === 0);
  });
});
