import { type ExtensionContext, Uri } from "vscode";
import { LanguageClient } from "vscode-languageclient/browser";
import { type Running, run } from "./client.js";

let running: Running | undefined;

/** The web: the server is a worker of the page. */
export function activate(context: ExtensionContext): void {
  const script = Uri.joinPath(context.extensionUri, "dist", "server.js").toString(true);
  running = run(context, (id, name, options) => new LanguageClient(id, name, async () => new Worker(script), options));
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}
