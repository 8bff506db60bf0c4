import assert from "node:assert/strict";
import { TextDocument } from "vscode-languageserver-textdocument";
import { clean, codes, items, privileged, pull, push, type Test, uri } from "./check.js";

export function diagnosticTests(test: Test): void {
  test("a finding carries code, source, page and severity", pull, async ({ open, pull: ask }) => {
    open(uri, privileged);
    const found = items(await ask(uri)).find(({ code }) => code === "privileged-container");
    assert.equal(found?.source, "watertight");
    assert.equal(found?.severity, 1);
    assert.match(found?.codeDescription?.href ?? "", /^https:\/\/.*\/docs\/rules\/privileged-container\.md$/u);
    assert.equal(TextDocument.create(uri, "", 1, privileged).getText(found?.range), "privileged: true");
  });

  test("what the client did not announce is left out", push, async ({ open, published }) => {
    open(uri, "x-base: &base\n  privileged: true\nservices:\n  web:\n    image: nginx:1.27.3\n    <<: *base\n");
    const found = (await published(uri, 1)).find(({ code }) => code === "privileged-container");
    assert.deepEqual(Object.keys(found ?? {}).sort(), ["code", "message", "range", "severity", "source"]);
  });

  test("the way a value came is related information", pull, async ({ open, pull: ask }) => {
    open(uri, "x-base: &base\n  privileged: true\nservices:\n  web:\n    image: nginx:1.27.3\n    <<: *base\n");
    const found = items(await ask(uri)).find(({ code }) => code === "privileged-container");
    const lines = found?.relatedInformation?.map(({ location }) => `${location.uri} ${location.range.start.line}`);
    assert.ok(lines?.includes(`${uri} 1`), `related: ${lines}`);
  });

  test("characters count UTF-16 units", pull, async ({ open, pull: ask }) => {
    const text = 'services: {"🚢🚢": {image: "nginx:1.27.3", privileged: true}}\n';
    open(uri, text);
    const { range } = items(await ask(uri)).find(({ code }) => code === "privileged-container") ?? {};
    assert.equal(range?.start.character, text.indexOf("privileged"));
    assert.equal(range?.end.character, text.indexOf("}}"));
  });

  test("an unchanged report is not sent twice", pull, async ({ open, pull: ask }) => {
    open(uri, privileged);
    const first = await ask(uri);
    const second = await ask(uri, first.resultId);
    assert.equal(second.kind, "unchanged");
    assert.equal(second.resultId, first.resultId);
  });

  test("at most 1,000 are sent, the worst first", pull, async ({ open, pull: ask }) => {
    const services = Array.from({ length: 700 }, (_, index) => `  s${index}:\n    image: nginx\n    privileged: ${index === 699}\n`);
    open(uri, `services:\n${services.join("")}`);
    const found = items(await ask(uri));
    assert.equal(found.length, 1000);
    assert.equal(found[0]?.code, "privileged-container");
  });

  test("a closed document has none", push, async (editor) => {
    editor.open(uri, privileged);
    await editor.published(uri, 1);
    editor.notify("textDocument/didClose", { textDocument: { uri } });
    await editor.next<{ uri: string; diagnostics: unknown[] }>(
      "textDocument/publishDiagnostics",
      (params) => params.uri === uri && params.diagnostics.length === 0,
    );
  });

  test("text that cannot be read keeps what was said of it", pull, async ({ open, change, pull: ask }) => {
    open(uri, privileged);
    const first = await ask(uri);
    change(uri, 2, "\t{{{{\n\u0000- : ]]");
    assert.equal((await ask(uri, first.resultId)).kind, "unchanged");
    change(uri, 3, clean);
    assert.ok(!codes(await ask(uri, first.resultId)).includes("privileged-container"));
  });

  test("broken, odd and huge texts are survived", pull, async ({ open, change, pull: ask }) => {
    open(uri, "");
    const texts = [
      "services:",
      "services:\n\t- x",
      "\uFEFFservices:\r\n  a:\r  b",
      "&a [*a, *a]",
      "<<: *x",
      "{",
      "%YAML 9\n---\n",
      "🚢: 🚢",
      `a: ${"[".repeat(5000)}`,
      `services:\n${"#".repeat(1_200_000)}`,
    ];
    for (const [index, text] of texts.entries()) {
      change(uri, index + 2, text);
      await ask(uri);
    }
    change(uri, 99, privileged);
    assert.ok(codes(await ask(uri)).includes("privileged-container"));
  });
}
