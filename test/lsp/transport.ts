import { createConnection } from "vscode-languageserver";
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  createProtocolConnection,
  type DataCallback,
  type Message,
} from "vscode-languageserver/node";
import { type Host, startServer } from "../../server/src/lsp/server.js";

/** A way to a server: whole JSON-RPC messages in both directions. A worker's `postMessage` is one, a pair of queues another. */
export interface Transport {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  close(): void | Promise<void>;
}

/** A server in this process. Messages are copied on the way, as a real pipe would. */
export function connectInProcess(host: Host = { version: "test" }): Promise<Transport> {
  const reader = new Incoming();
  const writer = new Outgoing();
  const watchDog = { shutdownReceived: false, initialize: () => undefined, exit: () => undefined };
  const connection = createConnection((logger) => createProtocolConnection(reader, writer, logger), watchDog);
  startServer(connection, host);
  return Promise.resolve({
    post: (message) => reader.deliver(message),
    onMessage: (listener) => {
      writer.listener = listener;
    },
    close: () => connection.dispose(),
  });
}

class Incoming extends AbstractMessageReader {
  #callback: DataCallback | undefined;

  listen(callback: DataCallback) {
    this.#callback = callback;
    return { dispose: () => undefined };
  }

  deliver(message: unknown): void {
    const copy = JSON.parse(JSON.stringify(message));
    setImmediate(() => this.#callback?.(copy));
  }
}

class Outgoing extends AbstractMessageWriter {
  listener: ((message: unknown) => void) | undefined;

  write(message: Message): Promise<void> {
    const copy = JSON.parse(JSON.stringify(message));
    setImmediate(() => this.listener?.(copy));
    return Promise.resolve();
  }

  end(): void {
    this.listener = undefined;
  }
}
