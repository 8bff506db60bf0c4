import { readFile, realpath, stat } from "node:fs/promises";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { createConnection } from "vscode-languageserver/node";
import type { Provided } from "./lsp/files.js";
import { describe } from "./lsp/handle.js";
import { maxReadBytes } from "./lsp/protocol.js";
import { startServer } from "./lsp/server.js";

/** Set by the bundler from the manifest. */
declare const WATERTIGHT_VERSION: string | undefined;

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
  startServer(connection, { version, readFile: readPlainFile });
}

/** Only plain files of a sane size: reading a device or a pipe might never end. */
async function readPlainFile(uri: string, roots: readonly string[] | undefined): Promise<Provided> {
  const path = fileURLToPath(uri);
  try {
    const found = await stat(path);
    if (!found.isFile()) return { refused: "it is no plain file" };
    if (found.size > maxReadBytes) return { refused: "it is larger than 1 MB" };
    if (roots !== undefined && !(await liesBelow(path, roots))) return { refused: "it is a link that leads out of the workspace" };
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    return { refused: code === "EACCES" || code === "EPERM" ? "permission is denied" : "it cannot be read" };
  }
}

/** Links are followed on both sides: a workspace may itself be opened by one. */
async function liesBelow(path: string, roots: readonly string[]): Promise<boolean> {
  const real = await realpath(path);
  for (const root of roots) {
    const folder = await realpath(fileURLToPath(root)).catch(() => undefined);
    if (folder !== undefined && real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return true;
  }
  return false;
}
