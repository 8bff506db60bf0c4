import assert from "node:assert/strict";
import * as vscode from "vscode";
import { codes, findings, folder, pause, placeOf, show, until } from "./in-editor.js";

const uri = (path: string) => vscode.Uri.joinPath(folder(), path);

/** In a place of its own: what is not to be seen any more is closed, and nobody checks it. */
async function keep(path: string, viewColumn: vscode.ViewColumn): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri(path));
  await vscode.window.showTextDocument(document, { viewColumn, preview: false });
  return document;
}

async function write(path: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri(path), new TextEncoder().encode(text));
}

/** Replaces the text of an open document, without saving it. */
async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

suite("the team file", () => {
  const compose = uri("team/compose.yml");
  const team = uri(".watertight.json");

  suiteSetup(() => write("team/compose.yml", "services:\n  web:\n    image: x:1\n    pid: host\n    cap_drop: [ALL]\n"));

  suiteTeardown(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const path of ["team", ".watertight.json"]) await vscode.workspace.fs.delete(uri(path), { recursive: true });
  });

  test("is created with comments, by a command that never writes over another", async () => {
    await show("team/compose.yml");
    await until("the file is checked", () => codes(compose).includes("host-pid-ipc"));
    await vscode.commands.executeCommand("watertight.createTeamFile");
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, team.path);
    const document = await vscode.workspace.openTextDocument(team);
    assert.equal(document.languageId, "jsonc");
    assert.match(document.getText(), /\/\/ Watertight.s settings for everybody/u);
    await write(".watertight.json", "{}\n");
    await until("the document follows the disk", () => document.getText() === "{}\n");
    await vscode.commands.executeCommand("watertight.createTeamFile");
    assert.equal(document.getText(), "{}\n");
  });

  test("counts while it is typed, with its mistakes underlined and mended", async () => {
    await keep("team/compose.yml", vscode.ViewColumn.One);
    const document = await keep(".watertight.json", vscode.ViewColumn.Two);
    await until("the finding is there", () => codes(compose).includes("host-pid-ipc"));
    await type(document, '{ "rules": { "host-pid-ip": "off" } }\n');
    await until("the mistake is underlined", () => codes(team).includes("team-file"));
    const [mistake] = findings(team);
    assert.equal(document.getText(mistake?.range), '"host-pid-ip"');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      team,
      placeOf(document, "host-pid-ip"),
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Write "host-pid-ipc"');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(" | "));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await until("the finding is gone", () => !codes(compose).includes("host-pid-ipc"));
    await until("the mistake is gone", () => codes(team).length === 0);
    await type(document, "{}\n");
    await until("the finding is back", () => codes(compose).includes("host-pid-ipc"));
  });

  test("tells each mistake once, VS Code's own check of JSON included", async () => {
    const document = await keep(".watertight.json", vscode.ViewColumn.Two);
    const rows: readonly (readonly [text: string, source: string])[] = [
      ['{ "preset": "calm" }', "watertight"],
      ['{ "preset": 1 }', "watertight"],
      ['{ "rules": [] }', "watertight"],
      ['{ "profile": "strict" }', "watertight"],
      ['{ "projects": [{}] }', "watertight"],
      ['{ "rules": {', "jsonc"],
    ];
    for (const [text, source] of rows) {
      await type(document, `${text}\n`);
      await until(`${text} is underlined`, () => vscode.languages.getDiagnostics(team).some((one) => one.source === source));
      await pause(1500);
      assert.deepEqual(
        vscode.languages.getDiagnostics(team).map((one) => one.source),
        [source],
        text,
      );
    }
    await type(document, "{}\n");
  });

  test("counts as soon as it changes on the disk", async () => {
    await write("team/.watertight.json", '{"services": {"web": {"rules": {"host-pid-ipc": "off"}, "reason": "r"}}}');
    await until("the finding is gone", () => !codes(compose).includes("host-pid-ipc"));
    await vscode.workspace.fs.delete(uri("team/.watertight.json"));
    await until("the finding is back", () => codes(compose).includes("host-pid-ipc"));
  });

  test("is completed and explained from its schema", async () => {
    const document = (await show(".watertight.json")).document;
    await type(document, '{ "rules": { "": "off" }, "preset": "" }\n');
    const labels = async (text: string) => {
      const at = placeOf(document, text).end.translate(0, -1);
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", team, at);
      return items.map(({ label }) => (typeof label === "string" ? label : label.label).replaceAll('"', ""));
    };
    const rules = await labels('{ "');
    assert.ok(rules.length > 0);
    const inRules = await labels('"rules": { ""');
    for (const name of ["privileged-container", "networks"]) assert.ok(inRules.includes(name), inRules.slice(0, 10).join(" "));
    assert.deepEqual((await labels('"preset": ""')).filter((label) => /^[a-z]+$/u.test(label)).toSorted(), ["recommended", "strict"]);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      team,
      placeOf(document, "preset").start,
    );
    const said = hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === "string" ? one : one.value))).join("\n");
    assert.match(said, /How much is reported/u);
    await type(document, "{}\n");
  });
});
