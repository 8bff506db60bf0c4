import { type ExtensionContext, Uri } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { type Running, run } from "./client.js";

let running: Running | undefined;

/** Desktop and remote: the server is a process of its own. */
export function activate(context: ExtensionContext): void {
  const module = Uri.joinPath(context.extensionUri, "dist", "server.js").fsPath;
  const transport = TransportKind.ipc;
  running = run(context, (id, name, options) => new LanguageClient(id, name, { module, transport }, options));
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}
