import assert from "node:assert/strict";
import * as vscode from "vscode";
import { codes, hoverAt, pause, placeOf, show, until } from "./in-editor.js";

const content = `services:
  web:
    image: example/web:1
    cap_add: [NET_ADMIN]
    pid: host
    ports:
      - "8080:80"
    volumes:
      - /etc:/host/etc:ro
  db:
    image: postgres:17
    cap_drop: [ALL]
    cap_add:
      - CHOWN
`;

async function switched(on: boolean): Promise<void> {
  const settings = vscode.workspace.getConfiguration("watertight");
  const keys = ["inlayHints.capabilities", "inlayHints.bindAddress", "inlayHints.inheritedValues", "codeLens"];
  for (const key of keys) await settings.update(key, on ? true : undefined, vscode.ConfigurationTarget.Global);
}

function wholeOf(document: vscode.TextDocument): vscode.Range {
  return new vscode.Range(0, 0, document.lineCount, 0);
}

async function inlayLabels(document: vscode.TextDocument): Promise<readonly string[]> {
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    "vscode.executeInlayHintProvider",
    document.uri,
    wholeOf(document),
  );
  return hints.map(({ label }) => (typeof label === "string" ? label : label.map(({ value }) => value).join("")));
}

async function lensTitles(document: vscode.TextDocument): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 50);
  return lenses.map(({ command }) => command?.title ?? "");
}

async function offered(document: vscode.TextDocument, behind: string): Promise<readonly vscode.CompletionItem[]> {
  const { end } = placeOf(document, behind);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, end);
  return list.items;
}

function labelsOf(items: readonly vscode.CompletionItem[]): readonly string[] {
  return items.map(({ label }) => (typeof label === "string" ? label : label.label));
}

suite("in the text", () => {
  let document: vscode.TextDocument;

  suiteSetup(async () => {
    document = await vscode.workspace.openTextDocument({ language: "dockercompose", content });
    await vscode.window.showTextDocument(document);
    await until("findings came", () => codes(document.uri).includes("host-pid-ipc"));
  });

  suiteTeardown(() => switched(false));

  test("nothing is shown before it is switched on", async () => {
    assert.deepEqual(await inlayLabels(document), []);
    assert.deepEqual(await lensTitles(document), []);
  });

  test("hints and lenses come with the settings, and go with them", async () => {
    await switched(true);
    let labels = await inlayLabels(document);
    for (let turn = 0; labels.length < 3 && turn < 50; turn++) {
      await pause(100);
      labels = await inlayLabels(document);
    }
    assert.deepEqual(labels, ["15 capabilities", "0.0.0.0:", "1 capability"]);
    const titles = await lensTitles(document);
    assert.equal(titles.filter((title) => title === "Harden this service").length, 2);
    assert.ok(
      titles.some((title) => /\d warnings?/u.test(title)),
      titles.join(" | "),
    );
    await switched(false);
    for (let turn = 0; labels.length > 0 && turn < 50; turn++) {
      await pause(100);
      labels = await inlayLabels(document);
    }
    assert.deepEqual(labels, []);
    assert.deepEqual(await lensTitles(document), []);
  });

  test("hovers stand on values alone", async () => {
    assert.match(await hoverAt(document, "pid: host", "host"), /^\*\*host\*\* - every process of the host\./u);
    assert.equal(await hoverAt(document, "pid: host"), "");
    assert.match(await hoverAt(document, "/etc:/host"), /read-only: root in the container can read password hashes/u);
    assert.match(await hoverAt(document, "8080:80"), /open to everyone who reaches this host, past ufw/u);
  });

  test("the capabilities that the image needs are offered first, with a word beside each", async () => {
    const typed = await vscode.workspace.openTextDocument({ language: "dockercompose", content: `${content}      - \n` });
    await vscode.window.showTextDocument(typed);
    const items = await offered(typed, "- CHOWN\n      - ");
    const sorted = [...items].sort((a, b) => (a.sortText ?? "").localeCompare(b.sortText ?? ""));
    assert.deepEqual(labelsOf(sorted).slice(0, 3), ["DAC_OVERRIDE", "SETGID", "SETUID"]);
    const [first] = sorted;
    assert.ok(first && typeof first.label === "object" && first.label.description === "postgres needs it");
  });

  test("rules are offered in an ignore comment", async () => {
    const typed = await vscode.workspace.openTextDocument({
      language: "dockercompose",
      content: content.replace("    pid: host", "    # watertight-ignore-next-line \n    pid: host"),
    });
    await vscode.window.showTextDocument(typed);
    const items = await offered(typed, "ignore-next-line ");
    const ours = items.filter(({ sortText }) => sortText === "1host-pid-ipc");
    assert.deepEqual(labelsOf(ours), ["host-pid-ipc"]);
  });

  test("the show piece has a lens for each service that can be hardened", async () => {
    await switched(true);
    const editor = await show("insecure/compose.yml");
    let titles = await lensTitles(editor.document);
    for (let turn = 0; titles.length === 0 && turn < 50; turn++) {
      await pause(100);
      titles = await lensTitles(editor.document);
    }
    assert.ok(titles.filter((title) => title === "Harden this service").length > 2, titles.join(" | "));
  });
});
