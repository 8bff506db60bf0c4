import assert from "node:assert/strict";
import * as vscode from "vscode";
import { codes, folder, show, until } from "./in-editor.js";

suite("commands", () => {
  test("Restart Server brings the findings back, those of the whole workspace too", async () => {
    const { document } = await show("insecure/compose.yml");
    await until("findings came", () => codes(document.uri).length > 10);
    const before = codes(document.uri).toSorted();
    await vscode.commands.executeCommand("watertight.checkAllFiles");
    const other = vscode.Uri.joinPath(folder(), "insecure/line-by-line.compose.yml");
    await until("a closed file is checked", () => codes(other).length > 0);
    let hadNone = false;
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      hadNone ||= codes(document.uri).length === 0;
    });
    await vscode.commands.executeCommand("watertight.restart");
    await until("findings came back", () => hadNone && codes(document.uri).length === before.length && codes(other).length > 0);
    listener.dispose();
    assert.deepEqual(codes(document.uri).toSorted(), before);
  });

  test("fix on save changes what is safe, once, and leaves the rest to the person", async () => {
    const uri = vscode.Uri.joinPath(folder(), "saved/compose.yml");
    const written = "services:\n  web:\n    image: example/web:1.4 # ours\n    pid: host\n    cap_add:\n      - CHOWN\n";
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(written));
    const editor = vscode.workspace.getConfiguration("editor", { languageId: "dockercompose" });
    await editor.update("codeActionsOnSave", { "source.fixAll.watertight": "explicit" }, vscode.ConfigurationTarget.Workspace, true);
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      await until("findings came", () => codes(uri).includes("host-pid-ipc"));
      const save = async (text: string): Promise<string> => {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(uri, new vscode.Position(0, 0), text);
        assert.ok(await vscode.workspace.applyEdit(edit));
        assert.ok(await document.save());
        return document.getText();
      };
      const saved = await save("# one\n");
      assert.equal(saved, "# one\nservices:\n  web:\n    image: example/web:1.4 # ours\n    pid: host\n");
      assert.equal(await save("# two\n"), `# two\n${saved}`);
    } finally {
      await editor.update("codeActionsOnSave", undefined, vscode.ConfigurationTarget.Workspace, true);
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder(), "saved"), { recursive: true });
    }
  });

  test("Copy Diagnostic Report tells versions, settings, times and counts, and no names", async () => {
    const settings = vscode.workspace.getConfiguration("watertight");
    await settings.update("rules", { "user-not-set": "off", "my-very-own": "off" }, vscode.ConfigurationTarget.Workspace);
    try {
      await vscode.commands.executeCommand("watertight.copyDiagnosticReport");
      const report = await vscode.env.clipboard.readText();
      assert.match(report, /^Watertight \d+\.\d+\.\d+, .* \d+\.\d+\.\d+/u);
      assert.match(report, /^Server: running, .*, pull diagnostics, \d+ documents open$/mu);
      assert.match(report, /^Open files: \d+ checked.* of severity error/mu);
      assert.match(report, /^Workspace check: \d+ files followed$/mu);
      assert.match(report, /^\| diagnostics \| \d+ \| [\d.]+ \| [\d.]+ \|$/mu);
      assert.match(report, /^\| watertight\.preset \| recommended \| default \|$/mu);
      assert.match(report, /^\| watertight\.rules \| user-not-set: off, 1 other entries \| (?:workspace|folder) \|$/mu);
      for (const word of [folder().path, "insecure", "compose.yml", "postgres", "my-very-own"])
        assert.ok(!report.includes(word), `${word} in ${report}`);
    } finally {
      await settings.update("rules", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  test("Show Log and Open Settings work", async () => {
    await vscode.commands.executeCommand("watertight.showLog");
    await vscode.commands.executeCommand("watertight.openSettings");
    await until("the settings are open", () => vscode.window.tabGroups.activeTabGroup.activeTab?.label === "Settings");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
});
