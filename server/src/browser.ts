import { BrowserMessageReader, BrowserMessageWriter, createConnection } from "vscode-languageserver/browser";
import { startServer } from "./lsp/server.js";

/** Set by the bundler from the manifest. */
declare const WATERTIGHT_VERSION: string | undefined;
declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
startServer(connection, { version: typeof WATERTIGHT_VERSION === "string" ? WATERTIGHT_VERSION : "development" });
