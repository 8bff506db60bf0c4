import type {
  ClientCapabilities,
  CodeAction,
  CodeActionContext,
  CompletionItem,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  Position,
  PublishDiagnosticsParams,
  Range,
  ServerCapabilities,
} from "vscode-languageserver";
import type { ClientOptions } from "../../server/src/lsp/protocol.js";
import type { Transport } from "./transport.js";

/** A small editor: keeps no state but what the protocol needs, so that tests see what goes over the wire. */
export interface Editor {
  readonly capabilities: ServerCapabilities;
  readonly server: InitializeResult["serverInfo"];
  /** Every notification of a method so far, oldest first. */
  received<Params>(method: string): readonly Params[];
  /** The first notification of a method, past or future, that satisfies the condition. */
  next<Params>(method: string, condition: (params: Params) => boolean): Promise<Params>;
  request<Result>(method: string, params: unknown): Promise<Result>;
  /** A request that can be cancelled. */
  start<Result>(method: string, params: unknown): { readonly result: Promise<Result>; cancel(): void };
  notify(method: string, params: unknown): void;
  /** Answers the server's requests of a method. */
  answer(method: string, handler: (params: unknown) => unknown): void;
  open(uri: string, text: string, languageId?: string): void;
  /** Replaces the whole text, or a range of it. */
  change(uri: string, version: number, text: string, range?: Range): void;
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  /** What was last published for a version of a document. */
  published(uri: string, version: number): Promise<readonly Diagnostic[]>;
  actions(uri: string, range: Range, context?: Partial<CodeActionContext>): Promise<readonly CodeAction[]>;
  hover(uri: string, position: Position): Promise<Hover | null>;
  complete(uri: string, position: Position): Promise<readonly CompletionItem[]>;
  close(): Promise<void>;
}

export interface EditorOptions {
  readonly capabilities?: ClientCapabilities;
  readonly options?: ClientOptions;
  readonly folders?: readonly string[];
  /** Section "watertight", answered to `workspace/configuration`. */
  readonly settings?: unknown;
}

/** Error code and message of a failed request. */
export class RequestError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

interface Waiting {
  readonly method: string;
  readonly check: (params: unknown) => boolean;
}

/** Connects, initializes and answers as a client with the given capabilities does. */
export async function edit(
  transport: Transport,
  { capabilities = {}, options = {}, folders = [], settings = {} }: EditorOptions = {},
): Promise<Editor> {
  const pending = new Map<number | string, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const handlers = new Map<string, (params: unknown) => unknown>();
  const notifications: { readonly method: string; readonly params: unknown }[] = [];
  const waiting = new Set<Waiting>();
  let requests = 0;

  async function serve({ id, method, params }: Message): Promise<void> {
    const result = await handlers.get(method ?? "")?.(params);
    transport.post({ jsonrpc: "2.0", id, result: result ?? null });
  }

  transport.onMessage((raw) => {
    const message = raw as Message;
    if (message.method !== undefined && message.id !== undefined) void serve(message);
    else if (message.method !== undefined) {
      notifications.push({ method: message.method, params: message.params });
      for (const one of waiting) if (one.method === message.method && one.check(message.params)) waiting.delete(one);
    } else if (message.id !== undefined) {
      const request = pending.get(message.id);
      pending.delete(message.id);
      if (message.error === undefined) request?.resolve(message.result);
      else request?.reject(new RequestError(message.error.code, message.error.message));
    }
  });

  function start<Result>(method: string, params: unknown): { readonly result: Promise<Result>; cancel(): void } {
    const id = ++requests;
    const result = new Promise<Result>((resolve, reject) => pending.set(id, { resolve: (value) => resolve(value as Result), reject }));
    transport.post({ jsonrpc: "2.0", id, method, params });
    return { result, cancel: () => transport.post({ jsonrpc: "2.0", method: "$/cancelRequest", params: { id } }) };
  }

  const request = <Result>(method: string, params: unknown): Promise<Result> => start<Result>(method, params).result;
  const notify = (method: string, params: unknown): void => transport.post({ jsonrpc: "2.0", method, params });
  const received = <Params>(method: string) => notifications.filter((one) => one.method === method).map(({ params }) => params as Params);

  function next<Params>(method: string, condition: (params: Params) => boolean): Promise<Params> {
    const past = received<Params>(method).find(condition);
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No ${method} came`)), 10_000);
      const check = (params: unknown): boolean => {
        if (!condition(params as Params)) return false;
        clearTimeout(timer);
        resolve(params as Params);
        return true;
      };
      waiting.add({ method, check });
    });
  }

  handlers.set("workspace/configuration", (params) => (params as { items: unknown[] }).items.map(() => settings));
  const { capabilities: announced, serverInfo } = await request<InitializeResult>("initialize", {
    processId: null,
    rootUri: folders[0] ?? null,
    workspaceFolders: folders.map((uri) => ({ uri, name: uri })),
    capabilities,
    initializationOptions: options,
  });
  notify("initialized", {});

  return {
    capabilities: announced,
    server: serverInfo,
    received,
    next,
    request,
    start,
    notify,
    answer: (method, handler) => handlers.set(method, handler),
    open: (uri, text, languageId = "dockercompose") =>
      notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } }),
    change: (uri, version, text, range) =>
      notify("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [range === undefined ? { text } : { text, range }],
      }),
    pull: (uri, previousResultId) =>
      request("textDocument/diagnostic", { textDocument: { uri }, ...(previousResultId === undefined ? {} : { previousResultId }) }),
    published: async (uri, version) =>
      (
        await next<PublishDiagnosticsParams>(
          "textDocument/publishDiagnostics",
          (params) => params.uri === uri && params.version === version,
        )
      ).diagnostics,
    actions: (uri, range, context = {}) =>
      request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [], ...context } }),
    hover: (uri, position) => request("textDocument/hover", { textDocument: { uri }, position }),
    complete: (uri, position) => request("textDocument/completion", { textDocument: { uri }, position }),
    close: async () => {
      await request("shutdown", undefined);
      await transport.close();
    },
  };
}
