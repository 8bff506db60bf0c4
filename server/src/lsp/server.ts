import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Engine, Lines } from "../engine/index.js";
import { checker } from "./checker.js";
import { codeActions, fixAllKind } from "./code-actions.js";
import { toCompletionItem, toHover, toOffset } from "./convert.js";
import { diagnostics } from "./diagnostics.js";
import { explain, summaries } from "./explain.js";
import { type ClientFeatures, readFeatures } from "./features.js";
import { fileStore, type ReadFile } from "./files.js";
import { guard, outdated, request } from "./handle.js";
import { hardenKind, segmentKind } from "./harden.js";
import {
  type CheckParams,
  type ChosenEditParams,
  type ChosenEditResult,
  checkNotification,
  chosenEditRequest,
  type ExplainParams,
  explainRequest,
  type FixReference,
  type HardenReference,
  type ReadFileResult,
  readFileRequest,
  rulesRequest,
} from "./protocol.js";
import { schedule } from "./schedule.js";
import { settingsStore } from "./settings.js";

/** What the entry gives to the server: the parts that differ between Node and a browser. */
export interface Host {
  readonly version: string;
  /** Reads files of scheme `file` directly; absent where there is no disk. */
  readonly readFile?: ReadFile;
}

/** How long typing has to pause before diagnostics are sent to a client which does not ask for them. */
const pauseMilliseconds = 250;

/** Serves one client until the connection ends. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params): InitializeResult => {
    const features = readFeatures(params);
    serve(connection, host, features, params);
    return { capabilities: capabilitiesFor(features), serverInfo: { name: "watertight", version: host.version } };
  });
  connection.listen();
}

function capabilitiesFor(features: ClientFeatures): ServerCapabilities {
  return {
    positionEncoding: PositionEncodingKind.UTF16,
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    ...(features.pull
      ? { diagnosticProvider: { identifier: "watertight", interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
    ...(features.codeActionLiterals
      ? {
          codeActionProvider: {
            codeActionKinds: [CodeActionKind.QuickFix, fixAllKind, hardenKind, segmentKind],
            resolveProvider: features.resolveEdits,
          },
        }
      : {}),
    hoverProvider: true,
    completionProvider: { triggerCharacters: [" ", "["], resolveProvider: false },
    ...(features.workspaceFolders ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } } : {}),
  };
}

function serve(connection: Connection, host: Host, features: ClientFeatures, params: InitializeParams): void {
  const engine = new Engine();
  const documents = new TextDocuments(TextDocument);
  const settings = settingsStore(connection, features.configuration, features.own.settings);
  const folders = new Set((params.workspaceFolders ?? []).map(({ uri }) => uri));
  const files = fileStore(engine, reader(connection, host, features), () => [...folders]);
  const check = checker(engine, documents, settings, files, () => [...folders]);
  const linesOf = (uri: string) => {
    const open = documents.get(uri);
    return open === undefined ? files.linesOf(uri) : new Lines(open.getText());
  };
  const said = diagnostics(connection, features, check, linesOf);
  const updates = keepUpdated({ connection, features, documents, said });

  listenToDocuments({ connection, engine, documents, said, updates, check, files, features });
  listenToSurroundings({ connection, features, documents, settings, files, folders, said, updates });
  answerDiagnostics({ connection, features, said });
  answerCodeActions(connection, check, codeActions(engine, features, linesOf));
  answerCursor({ connection, engine, features, check });
  connection.onRequest(rulesRequest, request(connection.console, "rules", [], summaries));
  connection.onRequest(
    explainRequest,
    request(connection.console, "explain", { markdown: null }, ({ rule }: ExplainParams) => explain(rule)),
  );
  connection.onNotification(
    checkNotification,
    guard(connection.console, "check", ({ uri }: CheckParams) => {
      said.due(uri);
      updates.now(uri);
    }),
  );
}

/** Reads what a document leads to: here when it is on this machine, else through the client. */
function reader(connection: Connection, { readFile }: Host, { own }: ClientFeatures): ReadFile {
  return async (uri, roots) => {
    if (readFile !== undefined && uri.startsWith("file:")) return readFile(uri, roots);
    if (own.readFile !== true) return undefined;
    const { text, refused } = await connection.sendRequest<ReadFileResult>(readFileRequest, { uri });
    return text ?? (refused === undefined ? undefined : { refused });
  };
}

/** Lets the client's diagnostics follow: by sending them, or by asking it to ask again. */
interface Updates {
  /** A document is as it will be for a while. */
  now(uri: string): void;
  /** A document is being typed in. */
  soon(uri: string): void;
  /** Anything else that the diagnostics of open documents rest on has changed. */
  all(): void;
  forget(uri: string): void;
}

interface Session {
  readonly connection: Connection;
  readonly engine: Engine;
  readonly features: ClientFeatures;
  readonly documents: TextDocuments<TextDocument>;
  readonly settings: ReturnType<typeof settingsStore>;
  readonly files: ReturnType<typeof fileStore>;
  readonly folders: Set<string>;
  readonly check: ReturnType<typeof checker>;
  readonly said: ReturnType<typeof diagnostics>;
  readonly updates: Updates;
}

function keepUpdated({ connection, features, documents, said }: Pick<Session, "connection" | "features" | "documents" | "said">): Updates {
  if (features.pull) {
    const refresh = guard(connection.console, "refresh", async () => {
      if (features.refresh) await connection.languages.diagnostics.refresh();
    });
    return { now: refresh, soon: () => undefined, all: refresh, forget: () => undefined };
  }
  const pushes = schedule(pauseMilliseconds, guard(connection.console, "push", said.push));
  return {
    now: pushes.now,
    soon: (uri) => {
      pushes.soon(uri);
      // A document may rest on another one; those that do not are answered from what is known and nothing is sent.
      for (const other of documents.keys()) if (other !== uri) pushes.soon(other);
    },
    all: () => {
      for (const uri of documents.keys()) pushes.now(uri);
    },
    forget: pushes.cancel,
  };
}

type DocumentParts = Pick<Session, "connection" | "engine" | "documents" | "said" | "updates" | "check" | "files" | "features">;

function listenToDocuments({ connection, engine, documents, said, updates, check, files, features }: DocumentParts): void {
  const opened = new Set<string>();
  documents.onDidOpen(({ document: { uri } }) => said.due(uri));
  documents.onDidChangeContent(({ document }) => {
    const { uri } = document;
    engine.setText(uri, document.getText());
    // Opening counts as a change too; a client which asks for diagnostics does so by itself.
    if (opened.has(uri)) updates.soon(uri);
    else if (!features.pull) updates.now(uri);
    opened.add(uri);
  });
  documents.onDidSave(
    guard(connection.console, "save", async ({ document: { uri } }) => {
      const isStale = !features.watchedFilesRegistration && (await files.reread());
      const run = (await check.candidate(uri))?.settings.run;
      if (run === "onSave") said.due(uri);
      if (isStale) updates.all();
      else if (run === "onSave" || (run === "onType" && !features.pull)) updates.now(uri);
    }),
  );
  documents.onDidClose(({ document: { uri } }) => {
    opened.delete(uri);
    updates.forget(uri);
    said.forget(uri);
    check.forget(uri);
  });
  documents.listen(connection);
}

type SurroundingParts = Pick<Session, "connection" | "features" | "documents" | "settings" | "files" | "folders" | "said" | "updates">;

function listenToSurroundings({ connection, features, documents, settings, files, folders, said, updates }: SurroundingParts): void {
  const everything = (): void => {
    for (const uri of documents.keys()) said.due(uri);
    updates.all();
  };
  connection.onInitialized(
    guard(connection.console, "initialized", async () => {
      if (features.configurationRegistration) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: "watertight" });
      }
      if (features.watchedFilesRegistration)
        await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [...watchers] });
      if (!features.workspaceFolders) return;
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) folders.delete(uri);
        for (const { uri } of added) folders.add(uri);
      });
    }),
  );
  connection.onDidChangeConfiguration(
    guard(connection.console, "settings", ({ settings: sent }: { readonly settings: unknown }) => {
      settings.changed(sectionOf(sent));
      everything();
    }),
  );
  connection.onDidChangeWatchedFiles(
    guard(connection.console, "watched files", async ({ changes }) => {
      if (await files.reread(changes.map(({ uri }) => uri))) everything();
    }),
  );
}

/** Whatever a compose file may lead to; events about files that no open document rests on are dropped. */
const watchers: readonly { readonly globPattern: string }[] = [
  { globPattern: "**/*.{yml,yaml}" },
  { globPattern: "**/.env*" },
  { globPattern: "**/*.env" },
];

function sectionOf(sent: unknown): unknown {
  return typeof sent === "object" && sent !== null && "watertight" in sent ? sent.watertight : undefined;
}

function answerDiagnostics({ connection, features, said }: Pick<Session, "connection" | "features" | "said">): void {
  if (!features.pull) return;
  connection.languages.diagnostics.on(
    request(
      connection.console,
      "diagnostics",
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
      ({ textDocument, previousResultId }) => said.pull(textDocument.uri, previousResultId),
    ),
  );
}

function answerCodeActions(connection: Connection, check: Session["check"], actions: ReturnType<typeof codeActions>): void {
  connection.onCodeAction(
    request(connection.console, "code actions", [], async (params) => {
      const outcome = await check.check(params.textDocument.uri);
      return outcome === undefined ? [] : actions.at(outcome, params);
    }),
  );
  connection.onCodeActionResolve(
    request(connection.console, "code action", { title: "" }, async (action: CodeAction) => {
      const reference: FixReference | HardenReference | undefined = action.data;
      if (reference === undefined) return action;
      const outcome = await check.check(reference.uri);
      const resolved = outcome && actions.resolve(outcome, action, reference);
      if (resolved === undefined) throw outdated();
      return resolved;
    }),
  );
  connection.onRequest(
    chosenEditRequest,
    request(connection.console, "chosen edit", { refused: "The fix failed; the log says where." }, async (params: ChosenEditParams) => {
      const outcome = await check.check(params.fix.uri);
      const result: ChosenEditResult =
        outcome === undefined ? { refused: "The file is not checked." } : actions.chosen(outcome, params.fix, params.chosen);
      return result;
    }),
  );
}

function answerCursor({ connection, engine, features, check }: Pick<Session, "connection" | "engine" | "features" | "check">): void {
  connection.onHover(
    request(connection.console, "hover", null, async ({ textDocument: { uri }, position }) => {
      const outcome = await check.check(uri);
      const hover = outcome && engine.hover(uri, toOffset(outcome.document, position));
      return outcome && hover ? toHover(outcome.document, hover, features) : null;
    }),
  );
  connection.onCompletion(
    request(connection.console, "completion", [], async ({ textDocument: { uri }, position }) => {
      const outcome = await check.check(uri);
      if (outcome === undefined) return [];
      return engine.completions(uri, toOffset(outcome.document, position)).map((one) => toCompletionItem(outcome.document, one, features));
    }),
  );
}
