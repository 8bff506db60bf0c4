import assert from "node:assert/strict";
import * as vscode from "vscode";
import * as editor from "./in-editor.js";
import { folder, hoverAt, pause, placeOf, until } from "./in-editor.js";

const main = "services:\n  web:\n    image: example/web:1\n    user: ${WHO:-root}\n";
const hardened = "services:\n  web:\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges:true]\n";

/** What these tests are not about: the hint that gathers absences, and that `main` names root. */
const aside = ["hardening-missing", "explicit-root-user"];

function findings(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return editor.findings(uri).filter(({ code }) => !aside.includes(String(typeof code === "object" ? code.value : code)));
}

function codes(uri: vscode.Uri): readonly string[] {
  return editor.codes(uri).filter((code) => !aside.includes(code));
}

function at(path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder(), "project", path);
}

/** Writes a file past the editor, as another program does. */
async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
}

/** Shows a file and keeps it visible: editors ask for the findings of what is visible only. */
async function showBeside(path: string, column: vscode.ViewColumn): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(at(path));
  return vscode.window.showTextDocument(document, { viewColumn: column, preview: false });
}

async function replaceAll({ document }: vscode.TextEditor, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(0), document.lineAt(document.lineCount - 1).range.end), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

suite("projects of several files", () => {
  const lacks = (): boolean => codes(at("compose.yml")).includes("cap-drop-missing");

  suiteSetup(async () => {
    await vscode.workspace.fs.createDirectory(at("."));
    await write("compose.yml", main);
  });

  setup(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  suiteTeardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(at("."), { recursive: true });
  });

  test("an override that appears beside the main file counts, and counts no longer when it is deleted", async () => {
    await showBeside("compose.yml", vscode.ViewColumn.One);
    await until("the main file is judged alone", lacks);
    await write("compose.override.yml", hardened);
    await until("the override counts", () => codes(at("compose.yml")).length === 0);
    await vscode.workspace.fs.delete(at("compose.override.yml"));
    await until("the main file is judged alone again", lacks);
  });

  test("a finding of the override stands in it and leads to the main file", async () => {
    await write("compose.override.yml", `${hardened}    pid: host\n`);
    await showBeside("compose.override.yml", vscode.ViewColumn.One);
    await until("the finding came", () => codes(at("compose.override.yml")).includes("host-pid-ipc"));
    const found = findings(at("compose.override.yml"));
    assert.equal(found.length, 1);
    const [related] = found[0]?.relatedInformation ?? [];
    assert.equal(related?.location.uri.toString(), at("compose.yml").toString());
    assert.equal(related?.location.range.start.line, 1);
    assert.match(related?.message ?? "", /"web" is defined here/u);
  });

  test("a service's name tells what it may do, and from which file", async () => {
    await write("compose.override.yml", `${hardened}    pid: host\n`);
    const { document } = await showBeside("compose.yml", vscode.ViewColumn.One);
    await until("the override counts", () => codes(document.uri).length === 0);
    const text = await hoverAt(document, "web:");
    assert.match(text, /^`web`: no capabilities, root, the host's pid, writable root filesystem, no published port$/mu);
    assert.match(text, /the host's pid \(from compose\.override\.yml:5\)/u);
    assert.match(text, /root \(default of `\$\{WHO\}`\)/u);
    assert.ok(text.split("\n").filter((line) => line.trim() !== "").length <= 12, text);
  });

  test("the main file follows the override while it is typed in, saved, and closed without saving", async () => {
    await write("compose.override.yml", hardened);
    await showBeside("compose.yml", vscode.ViewColumn.One);
    const override = await showBeside("compose.override.yml", vscode.ViewColumn.Two);
    // The editor may still hold what an earlier test wrote, and refuses to save over what it has not seen.
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await until("the override counts", () => codes(at("compose.yml")).length === 0);
    await replaceAll(override, "services:\n  web:\n    init: true\n");
    await until("what is not saved yet counts", lacks);
    assert.ok(await override.document.save());
    await pause(1500);
    assert.ok(lacks());
    await replaceAll(override, hardened);
    assert.ok(await override.document.save());
    await until("what is saved counts", () => codes(at("compose.yml")).length === 0);
    await replaceAll(override, "services:\n  web:\n    init: true\n");
    await until("what is not saved yet counts again", lacks);
    await vscode.window.showTextDocument(override.document, { viewColumn: vscode.ViewColumn.Two });
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await until("the disk counts again", () => codes(at("compose.yml")).length === 0);
  });

  test("variables that are not saved yet count", async () => {
    await write("compose.override.yml", hardened);
    await write("compose.yml", main.replace("user: ${WHO:-root}", "privileged: ${P:-false}"));
    await write(".env", "P=false\n");
    await showBeside("compose.yml", vscode.ViewColumn.One);
    await pause(1500);
    assert.deepEqual(codes(at("compose.yml")), []);
    const variables = await showBeside(".env", vscode.ViewColumn.Two);
    await replaceAll(variables, "P=true\n");
    await until("the variable counts", () => codes(at("compose.yml")).includes("privileged-container"));
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await until("the disk counts again", () => !codes(at("compose.yml")).includes("privileged-container"));
    await write("compose.yml", main);
  });

  test("settings make a project of files with any names, at once", async () => {
    await write("base.yml", main);
    await write("prod.yml", `${hardened}    network_mode: host\n`);
    const settings = vscode.workspace.getConfiguration("watertight");
    await showBeside("base.yml", vscode.ViewColumn.One);
    await showBeside("prod.yml", vscode.ViewColumn.Two);
    await pause(1000);
    assert.deepEqual([codes(at("base.yml")), codes(at("prod.yml"))], [[], []]);
    try {
      await settings.update("projects", [{ files: ["project/base.yml", "project/prod.yml"] }], vscode.ConfigurationTarget.Workspace);
      await until("the project is judged", () => codes(at("prod.yml")).includes("network-mode-host"));
      assert.deepEqual(codes(at("base.yml")), []);
    } finally {
      await settings.update("projects", undefined, vscode.ConfigurationTarget.Workspace);
    }
    await until("nothing makes them ours", () => codes(at("prod.yml")).length === 0);
  });

  test("what is included from another machine is said where it is written", async () => {
    await write(
      "remote.compose.yml",
      `include: [oci://registry.example.com/x:1]\n${hardened.replace("web:", "web:\n    image: example/web:1")}`,
    );
    const { document } = await showBeside("remote.compose.yml", vscode.ViewColumn.One);
    await until("the gap is told", () => codes(document.uri).includes("not-read"));
    const found = findings(document.uri).find(({ code }) => String(typeof code === "object" ? code.value : code) === "not-read");
    assert.equal(found?.severity, vscode.DiagnosticSeverity.Information);
    assert.ok(found?.range.isEqual(placeOf(document, "oci://registry.example.com/x:1")));
  });
});
