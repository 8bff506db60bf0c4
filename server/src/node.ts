import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createConnection } from "vscode-languageserver/node";
import type { ReadPages } from "./lsp/explain.js";
import { describe } from "./lsp/handle.js";
import { startServer } from "./lsp/server.js";
import { readPlainFile } from "./plain-file.js";

/** Set by the bundler from the manifest. */
declare const WATERTIGHT_VERSION: string | undefined;

/** The folder of the bundle that this module becomes a part of; unbundled it is a module, which has none. */
declare const __dirname: string | undefined;

const version = typeof WATERTIGHT_VERSION === "string" ? WATERTIGHT_VERSION : "development";

const usage = `Watertight language server ${version}: security findings, fixes, hovers and completion for Docker Compose files.

Usage: node server.js TRANSPORT

  --stdio        talk over standard input and output
  --node-ipc     talk over the channel of the Node process that started this one
  --socket=PORT  connect to a port of this machine
  --pipe=NAME    connect to a named pipe or socket
  --version      print the version
  --help         print this text

Log lines go to the client and, before there is one, to standard error. Nothing is sent anywhere else.
`;

main(process.argv.slice(2));

function main(options: readonly string[]): void {
  if (options.includes("--version")) process.stdout.write(`${version}\n`);
  else if (options.includes("--help")) process.stdout.write(usage);
  else if (options.some((option) => /^--(?:stdio|node-ipc|socket|pipe)\b/u.test(option))) serve();
  else {
    process.stderr.write(usage);
    process.exitCode = 2;
  }
}

function serve(): void {
  const connection = createConnection();
  const survive = (error: unknown): void => connection.console.error(`Unexpected: ${describe(error)}`);
  process.on("uncaughtException", survive);
  process.on("unhandledRejection", survive);
  startServer(connection, { version, readFile: readPlainFile, ...(typeof __dirname === "string" && { readPages: pagesIn(__dirname) }) });
}

function pagesIn(folder: string): ReadPages {
  return async () => {
    try {
      return JSON.parse(await readFile(join(folder, "rule-pages.json"), "utf8"));
    } catch {
      // A server that was copied without its file still says what the rule is, and where to read on.
      return undefined;
    }
  };
}
