import type { ExtensionContext } from "vscode";

// One file for the desktop, remotes and the web: they differ in how the server is started.
const platform = "importScripts" in globalThis ? import("./browser.js") : import("./node.js");

export async function activate(context: ExtensionContext): Promise<void> {
  (await platform).activate(context);
}

export async function deactivate(): Promise<void> {
  await (await platform).deactivate();
}
