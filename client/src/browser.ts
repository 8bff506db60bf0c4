import { type ExtensionContext, Uri, workspace } from "vscode";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from "vscode-languageclient/browser";
import { type Running, run } from "./client.js";

let running: Running | undefined;
let worker: Worker | undefined;

/** The web: the server is a worker of the page. */
export function activate(context: ExtensionContext): void {
  const script = Uri.joinPath(context.extensionUri, "dist", "server.js");
  running = run(context, (id, name, options) => new LanguageClient(id, name, () => startWorker(script), options));
}

/**
 * The client would ask whether what it gets is a `Worker`, which is never so where it runs: VS Code puts a function of that name before the real
 * ones. VS Code starts no worker from another machine either, where the extension lies if a person has it run in the browser all the same: then its
 * text is read.
 */
async function startWorker(script: Uri): Promise<MessageTransports> {
  worker?.terminate();
  worker = new Worker(script.scheme === "vscode-remote" ? await addressOf(script) : script.toString(true));
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}

async function addressOf(script: Uri): Promise<string> {
  const bytes = await workspace.fs.readFile(script);
  return URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: "text/javascript" }));
}

export async function deactivate(): Promise<void> {
  await running?.stop();
  worker?.terminate();
}
