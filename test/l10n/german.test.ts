import assert from "node:assert/strict";
import { test } from "node:test";
import type { Diagnostic, DocumentDiagnosticReport, Hover } from "vscode-languageserver";
import { modern } from "../lsp/capabilities.js";
import { edit } from "../lsp/editor.js";
import { connectInProcess } from "../lsp/transport.js";
import { catalogue } from "./catalogues.js";

const uri = "file:///project/compose.yml";
const text = "services:\n  web:\n    image: nginx:1.29.3\n    privileged: true\n    cap_add: [NET_ADMIN]\n";

/** What the server says of one file. */
interface Said {
  readonly message: string;
  readonly titles: readonly string[];
  readonly hover: string;
  readonly detail: string;
}

async function saidIn(language: Readonly<Record<string, string>> | undefined): Promise<Said> {
  const options = language === undefined ? { commands: true } : { catalogue: language, commands: true };
  const editor = await edit(await connectInProcess(), { capabilities: modern, options });
  try {
    editor.open(uri, text);
    const report: DocumentDiagnosticReport = await editor.pull(uri);
    const found: Diagnostic | undefined =
      report.kind === "full" ? report.items.find(({ code }) => code === "privileged-container") : undefined;
    assert.ok(found);
    const actions = await editor.actions(uri, found.range);
    const hover: Hover | null = await editor.hover(uri, { line: 4, character: 16 });
    const [completed] = await editor.complete(uri, { line: 4, character: 15 });
    return {
      message: String(found.message),
      titles: actions.map(({ title }) => title),
      hover: JSON.stringify(hover?.contents),
      detail: completed?.detail ?? "",
    };
  } finally {
    await editor.close();
  }
}

test("a client with a German catalogue is answered in German, and the next one without in English", async () => {
  const german = await catalogue("de");
  const english = await saidIn(undefined);
  const said = await saidIn(german);
  const template = 'Root in "{0}" is root on the host: privileged opens all devices and capabilities. Grant only what the program lacks.';
  assert.equal(english.message, template.replace("{0}", "web"));
  assert.equal(said.message, german[template]?.replace("{0}", "web"));
  assert.notEqual(said.message, english.message);
  const title = "Remove privileged: true";
  assert.ok(english.titles.includes(title), english.titles.join("; "));
  assert.ok(said.titles.includes(german[title] ?? ""), said.titles.join("; "));
  assert.ok(said.titles.includes(german["Explain {0}"]?.replace("{0}", "privileged-container") ?? ""), said.titles.join("; "));
  for (const key of ["Without it: {0}", "Needed by: {0}"]) {
    const [begin = ""] = (german[key] ?? "").split("{0}");
    assert.ok(begin.length > 3 && said.hover.includes(begin), `${key} in ${said.hover}`);
    assert.ok(!english.hover.includes(begin), english.hover);
  }
  assert.notEqual(said.detail, english.detail);
  assert.deepEqual(await saidIn(undefined), english);
});
