import assert from "node:assert/strict";
import * as vscode from "vscode";
import { findings, folder, pause, placeOf, until } from "./in-editor.js";

const text = `services:
  db:
    image: postgres:17
    privileged: false
    network_mode: host
    cap_add:
      - NET_ADMIN
    security_opt:
      - seccomp:unconfined
    ports:
      - "5432:5432"
    restart: always
`;

/** The hovers of all extensions, each as one text. */
function hovers(document: vscode.TextDocument, at: string): Promise<readonly string[]> {
  return hoversAt(document, placeOf(document, at).start.translate(0, 1));
}

async function hoversAt(document: vscode.TextDocument, position: vscode.Position): Promise<readonly string[]> {
  const all = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, position);
  return all.map(({ contents }) => contents.map((content) => (typeof content === "string" ? content : content.value)).join("\n"));
}

/** It names the schema that it quotes. */
const isTheirs = (hover: string) => hover.includes("[schema.json]");

async function labels(document: vscode.TextDocument, position: vscode.Position): Promise<readonly string[]> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    position,
  );
  // Words of the file come from the editor itself.
  const offered = items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
  return offered.map(({ label }) => (typeof label === "string" ? label : label.label).trim());
}

suite("beside Red Hat's YAML server", () => {
  let document: vscode.TextDocument;

  suiteSetup(async () => {
    const uri = vscode.Uri.joinPath(folder(), "beside.compose.yml");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await until("our findings came", () => findings(uri).length > 3);
    // The other server has read the schema when it explains a key.
    const deadline = Date.now() + 30_000;
    while (!(await hovers(document, "restart")).some(isTheirs)) {
      assert.ok(Date.now() < deadline, "the other server never explained a key");
      await pause(300);
    }
  });

  test("a key is explained by the schema alone", async () => {
    for (const key of ["image:", "network_mode:", "cap_add:", "security_opt:", "ports:", "restart:"]) {
      const all = await hovers(document, key);
      assert.deepEqual(all.map(isTheirs), [true], `${key} ${all.join("\n----\n")}`);
    }
  });

  test("a value is explained by us, once", async () => {
    for (const [at, says] of [
      ["NET_ADMIN", /^\*\*NET_ADMIN\*\*/u],
      ["postgres:17", /postgres/u],
      [" host", /host/u],
      ["seccomp:unconfined", /seccomp/u],
    ] as const) {
      const ours = (await hovers(document, at)).filter((hover) => !isTheirs(hover));
      assert.equal(ours.length, 1, `${at}: ${ours.join("\n----\n")}`);
      assert.match(ours[0] ?? "", says);
    }
  });

  test("nowhere do two hovers of one of us meet", async () => {
    for (const [line, written] of text.split("\n").entries()) {
      for (const { index } of written.matchAll(/[\w"]+/gu)) {
        const all = await hoversAt(document, new vscode.Position(line, index));
        const ours = all.filter((hover) => !isTheirs(hover));
        assert.ok(ours.length <= 1 && all.length - ours.length <= 1, `${line + 1}:${index + 1} ${all.join("\n----\n")}`);
      }
    }
  });

  test("no completion stands in the list twice", async () => {
    const places: readonly [string, string, number][] = [
      ["capability", "NET_ADMIN", 0],
      ["security option", "seccomp:unconfined", 0],
      ["value of network_mode", "network_mode: host", "network_mode: ".length],
      ["value of restart", "restart: always", "restart: ".length],
      ["value of privileged", "privileged: false", "privileged: ".length],
    ];
    for (const [what, at, offset] of places) {
      const all = await labels(document, placeOf(document, at).start.translate(0, offset));
      const twice = all.filter((label, index) => all.indexOf(label) !== index);
      assert.deepEqual(twice, [], `${what}: ${all.join(", ")}`);
      if (what === "capability") assert.ok(all.includes("NET_ADMIN") && all.includes("SYS_TIME"), all.join(", "));
    }
  });

  test("the values of namespaces are ours, but for those that the schema lists; so are the keys of x-watertight", async () => {
    const uri = vscode.Uri.joinPath(folder(), "namespaces.compose.yml");
    const namespaces = [
      "services:",
      "  web: {image: nginx}",
      "  db:",
      "    image: postgres:17",
      "    network_mode: host",
      "    pid: host",
      "    ipc: host",
      "    uts: host",
      "    userns_mode: host",
      "    cgroup: ",
      "    x-watertight:",
      "      ignore:",
      "        user-not-set: why",
      "",
    ].join("\n");
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(namespaces));
    const other = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(other);
    await until("our findings came", () => findings(uri).length > 0);
    for (const [at, key, expected] of [
      ["network_mode: host", "network_mode: ", ["none", "service:web", "host"]],
      ["pid: host", "pid: ", ["service:web", "host"]],
      ["ipc: host", "ipc: ", ["private", "shareable", "host"]],
      ["uts: host", "uts: ", ["host"]],
      ["userns_mode: host", "userns_mode: ", ["host"]],
      ["ignore:", "", ["ignore"]],
      ["user-not-set:", "", ["privileged-container"]],
    ] as const) {
      const all = await labels(other, placeOf(other, at).start.translate(0, key.length));
      for (const one of expected) assert.equal(all.filter((label) => label === one).length, 1, `${at} ${one}: ${all.join(", ")}`);
    }
    // The newest schema lists them, this one does not: what it knows is offered by the other server alone.
    assert.deepEqual(await labels(other, placeOf(other, "cgroup: ").end), []);
    await vscode.window.showTextDocument(document);
  });

  test("findings are ours, mistakes of the schema theirs", async () => {
    const all = vscode.languages.getDiagnostics(document.uri);
    assert.ok(
      all.every(({ source }) => source === "watertight"),
      all.map(({ source }) => source).join(" "),
    );
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(text.length), "    nonsense: 1\n");
    await vscode.workspace.applyEdit(edit);
    await until("the schema complained", () => vscode.languages.getDiagnostics(document.uri).some(({ source }) => source !== "watertight"));
    assert.ok(!findings(document.uri).some(({ message }) => message.includes("nonsense")));
    await vscode.commands.executeCommand("undo");
  });

  test("the hover of a value, for the eye", async () => {
    const editor = await vscode.window.showTextDocument(document);
    const { start } = placeOf(document, "NET_ADMIN");
    editor.selection = new vscode.Selection(start, start);
    await pause(500);
    await vscode.commands.executeCommand("editor.action.showHover");
    await pause(1500);
    console.log("picture beside");
    await pause(1000);
  });
});
