import assert from "node:assert/strict";
import type { CodeAction, Diagnostic, DocumentDiagnosticReport, Range } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { modern, plain } from "../capabilities.js";
import type { Editor, EditorOptions } from "../editor.js";

/** Runs a test in an editor, with a server, of its own. */
export type Test = (title: string, options: EditorOptions, run: (editor: Editor) => Promise<void>) => void;

export const uri = "memfs:/project/compose.yml";

export const privileged = `services:
  web:
    image: nginx:1.27.3
    privileged: true
`;
export const clean = privileged.replace("    privileged: true\n", "");
export const pull: EditorOptions = { capabilities: modern };
export const push: EditorOptions = { capabilities: plain };

export function items(report: DocumentDiagnosticReport): readonly Diagnostic[] {
  return report.kind === "full" ? report.items : [];
}

export function codes(report: DocumentDiagnosticReport): readonly unknown[] {
  return items(report).map(({ code }) => code);
}

export function at(line: number, character: number): Range {
  return { start: { line, character }, end: { line, character } };
}

export function whole(text: string): Range {
  return { start: { line: 0, character: 0 }, end: { line: text.split("\n").length, character: 0 } };
}

export function named(actions: readonly CodeAction[], title: RegExp): CodeAction {
  const found = actions.find((action) => title.test(action.title) && action.disabled === undefined);
  assert.ok(found, `none of: ${actions.map((action) => action.title).join("; ")}`);
  return found;
}

export function changedDocuments({ edit: change }: CodeAction): readonly unknown[] {
  return (change?.documentChanges ?? []).map((one) => ("textDocument" in one ? one.textDocument : one));
}

/** The text after an action's edit. */
export function apply({ edit: change }: CodeAction, text: string): string {
  const [versioned] = change?.documentChanges ?? [];
  const edits = versioned !== undefined && "edits" in versioned ? versioned.edits : (change?.changes?.[uri] ?? []);
  const plainEdits = edits.flatMap((one) => ("newText" in one ? [one] : []));
  return TextDocument.applyEdits(TextDocument.create(uri, "yaml", 1, text), plainEdits);
}

/** Makes the answer to the next question for settings wait until `go`. */
export function slow(editor: Editor): { readonly asked: Promise<void>; go(): void } {
  let go = (): void => undefined;
  let tell = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  editor.answer("workspace/configuration", async () => {
    tell();
    await gate;
    return [{}];
  });
  return { asked, go: () => go() };
}

export async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    assert.ok(waited < 5000, "It did not happen");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
