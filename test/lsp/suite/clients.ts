import assert from "node:assert/strict";
import type { CodeAction, Diagnostic } from "vscode-languageserver";
import { type OtherClient, otherClients } from "../clients.js";
import type { Editor } from "../editor.js";
import { apply, at, items, named, privileged, type Test, uri } from "./check.js";

/** The value stands behind a character of two UTF-16 units, four bytes and one code point: each way of counting gives another number. */
const counted = `services: { web: { image: "nginx:1.27.3", labels: { mood: "\u{1F600}" }, privileged: true } }\n`;

/** What the editors do with a compose file for which docs/editors.md tells how to set them up. */
export function clientTests(test: Test): void {
  for (const client of otherClients) {
    const { name, capabilities, languageId } = client;
    const options = { capabilities };

    test(`${name} is shown the findings by ${client.diagnostics}`, options, async (editor) => {
      assert.equal(editor.capabilities.diagnosticProvider !== undefined, client.diagnostics === "pull");
      editor.open(uri, privileged, languageId);
      const found = await shown(editor, client);
      assert.ok(found.some(({ code }) => code === "privileged-container"));
      const offered = capabilities.textDocument?.publishDiagnostics;
      if (offered?.codeDescriptionSupport !== true) for (const { codeDescription } of found) assert.equal(codeDescription, undefined);
    });

    test(`${name} gets places in UTF-16, and is told so`, options, async (editor) => {
      assert.equal(editor.capabilities.positionEncoding, "utf-16");
      editor.open(uri, counted, languageId);
      const one = (await shown(editor, client)).find(({ code }) => code === "privileged-container");
      assert.ok(one);
      const line = counted.slice(0, -1);
      assert.match(line.slice(one.range.start.character, one.range.end.character), /^privileged: true$|^true$/u);
    });

    test(`${name} hovers in ${client.hover}`, options, async ({ open, hover }) => {
      open(uri, privileged, languageId);
      const contents = (await hover(uri, { line: 3, character: 18 }))?.contents;
      assert.ok(contents && typeof contents === "object" && "kind" in contents);
      assert.equal(contents.kind, client.hover);
      assert.equal(/\*\*|`/u.test(contents.value), client.hover === "markdown", contents.value);
    });

    test(`${name} applies a fix`, options, async (editor) => {
      editor.open(uri, privileged, languageId);
      const offered = await editor.actions(uri, at(3, 6));
      for (const { command, title } of offered) assert.equal(command, undefined, title);
      const remove = named(offered, /^Remove privileged: true/u);
      // None of them shows annotations: what may stop a program says so in its title.
      assert.match(remove.title, /\(check first\)$/u);
      assert.equal(remove.edit === undefined, client.resolves);
      const chosen = client.resolves ? await editor.request<CodeAction>("codeAction/resolve", remove) : remove;
      assert.deepEqual(Object.keys(chosen.edit ?? {}), [client.edits]);
      assert.ok(!apply(chosen, privileged).includes("privileged"));
    });

    test(`${name} ignores with a place for the reason`, options, async ({ open, actions }) => {
      open(uri, privileged, languageId);
      const ignore = named(await actions(uri, at(3, 6)), /^Ignore privileged-container here/u);
      assert.equal(JSON.stringify(ignore.edit).includes('"snippet"'), client.snippets);
    });

    test(`${name} ${client.disabled ? "lists" : "does not list"} what is refused`, options, async ({ open, actions }) => {
      open(uri, "services:\n  web:\n    image: nginx:latest\n", languageId);
      const refused = (await actions(uri, at(2, 12), { triggerKind: 1 })).filter(({ disabled }) => disabled !== undefined);
      assert.equal(refused.length > 0, client.disabled);
    });

    test(`${name} hardens a service without a preview, in two sizes`, options, async (editor) => {
      editor.open(uri, "services:\n  db:\n    image: postgres:17\n", languageId);
      const titles = (await editor.actions(uri, at(1, 3))).map(({ title }) => title);
      assert.deepEqual(
        titles.filter((title) => title.startsWith("Harden")),
        ['Harden "db": what suits most images', 'Harden "db": everything (check first)'],
      );
    });

    test(`${name} hears nothing of a Kubernetes file`, options, async (editor) => {
      const pod = "apiVersion: v1\nkind: Pod\nspec: {containers: [{securityContext: {privileged: true}}]}\n";
      const other = "memfs:/project/pod.yml";
      editor.open(other, pod, "yaml");
      assert.deepEqual(await editor.actions(other, at(2, 50)), []);
      assert.equal(await editor.hover(other, { line: 2, character: 50 }), null);
      if (client.diagnostics === "pull") return assert.deepEqual(items(await editor.pull(other)), []);
      editor.open(uri, privileged, languageId);
      await shown(editor, client);
      const told = editor.received<{ uri: string }>("textDocument/publishDiagnostics");
      assert.deepEqual([...new Set(told.map((one) => one.uri))], [uri]);
    });
  }
}

async function shown(editor: Editor, { diagnostics }: OtherClient): Promise<readonly Diagnostic[]> {
  return diagnostics === "pull" ? items(await editor.pull(uri)) : editor.published(uri, 1);
}
