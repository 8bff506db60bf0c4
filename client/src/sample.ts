import { commands, Selection, type TextDocument, type TextEditor, TextEditorRevealType, Uri, ViewColumn, window, workspace } from "vscode";

let sample: TextDocument | undefined;

/** Opens the sample, or shows it where it is open; beside the walkthrough when its step asks for it. */
export async function openSample(extensionUri: Uri, place: unknown): Promise<void> {
  await show(extensionUri, place === "beside" ? ViewColumn.Beside : ViewColumn.Active);
}

/** Shows what is said of a capability in the sample. */
export async function hoverInSample(extensionUri: Uri, ready: () => Promise<unknown>): Promise<void> {
  await goTo(extensionUri, "NET_ADMIN");
  await ready();
  await commands.executeCommand("editor.action.showHover");
}

/** Opens the preview of what hardens the sample's database. */
export async function hardenSample(extensionUri: Uri, ready: () => Promise<unknown>): Promise<void> {
  await goTo(extensionUri, "db:");
  await ready();
  await commands.executeCommand("editor.action.hideHover");
  await commands.executeCommand("watertight.hardenService");
}

/** Puts the cursor before a text of the sample, wherever a person has moved it; at its beginning when it is gone. */
async function goTo(extensionUri: Uri, text: string): Promise<void> {
  const editor = await show(extensionUri, ViewColumn.Beside);
  const position = editor.document.positionAt(Math.max(0, editor.document.getText().indexOf(text)));
  editor.selection = new Selection(position, position);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
}

async function show(extensionUri: Uri, otherwise: ViewColumn): Promise<TextEditor> {
  if (sample === undefined || sample.isClosed) sample = await create(extensionUri);
  const visible = window.visibleTextEditors.find(({ document }) => document === sample);
  return window.showTextDocument(sample, { preview: false, viewColumn: visible?.viewColumn ?? otherwise });
}

/** An untitled document: nothing of the sample lands on a disk. */
async function create(extensionUri: Uri): Promise<TextDocument> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, "walkthrough", "sample.yml"));
  return workspace.openTextDocument({ language: "dockercompose", content: new TextDecoder().decode(bytes) });
}
