import { readFileSync } from "node:fs";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { protocolSuite } from "../lsp/protocol-suite.js";
import type { Transport } from "../lsp/transport.js";

/** The little of playwright that is used here; the package itself is installed beside this folder, not at the root. */
interface Page {
  exposeFunction(name: string, callback: (message: string) => void): Promise<void>;
  evaluate<Argument>(code: (argument: Argument) => void, argument: Argument): Promise<void>;
  close(): Promise<void>;
}
interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

const tools: { launchChromium(): Promise<Browser> } = await import(new URL("../../../scripts/editor-tools.mjs", import.meta.url).href);
const script = readFileSync(fileURLToPath(new URL("../../../dist/server.js", import.meta.url)), "utf8");
const browser = await tools.launchChromium();
after(() => browser.close());

/** The server in a Worker of a page of its own; messages cross as JSON. */
async function connectWorker(): Promise<Transport> {
  const page = await browser.newPage();
  let listener: (message: unknown) => void = () => {};
  const early: unknown[] = [];
  listener = (message) => early.push(message);
  await page.exposeFunction("fromServer", (message) => listener(JSON.parse(message)));
  await page.evaluate((source: string) => {
    const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    const page = globalThis as unknown as { fromServer(message: string): void; toServer(message: string): void };
    worker.onmessage = ({ data }) => page.fromServer(JSON.stringify(data));
    page.toServer = (message) => worker.postMessage(JSON.parse(message));
  }, script);
  let queue = Promise.resolve();
  return {
    post: (message) => {
      queue = queue.then(() =>
        page.evaluate(
          (text: string) => (globalThis as unknown as { toServer(message: string): void }).toServer(text),
          JSON.stringify(message),
        ),
      );
      queue = queue.catch(() => undefined);
    },
    onMessage: (given) => {
      listener = given;
      for (const message of early.splice(0)) given(message);
    },
    close: async () => {
      await queue;
      await page.close();
    },
  };
}

protocolSuite("in a browser's worker", connectWorker);
