import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type Message, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import type { Transport } from "./transport.js";

/** The root of the repository, seen from the compiled test. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

export const serverScript = `${root}dist/server.js`;

export interface ServerProcess extends Transport {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Exit code, or the signal's name. */
  readonly ended: Promise<number | string | null>;
}

/** The bundled command line, which is a server as well. */
export const commandLine = `${root}dist/cli.js`;

/** The bundled server as another editor runs it. */
export function spawnServer(...options: readonly string[]): ServerProcess {
  return spawnNode(serverScript, options);
}

/** A script of Node that speaks the protocol over its standard input and output. */
export function spawnNode(script: string, options: readonly string[]): ServerProcess {
  const process = spawn(globalThis.process.execPath, [script, ...options], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number | string | null>((resolve) => process.on("exit", (code, signal) => resolve(code ?? signal)));
  const reader = new StreamMessageReader(process.stdout);
  const writer = new StreamMessageWriter(process.stdin);
  return {
    process,
    ended,
    // Writing to a server that has ended is for the test to notice by its exit code.
    post: (message) => void writer.write(message as Message).catch(() => undefined),
    onMessage: (listener) => void reader.listen(listener),
    close: async () => {
      await writer.write({ jsonrpc: "2.0", method: "exit" } as Message);
      await ended;
    },
  };
}
