import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  DidChangeConfigurationNotification,
  DocumentDiagnosticReportKind,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Engine, Lines, speak, t } from "../engine/index.js";
import { today } from "../today.js";
import { checker } from "./checker.js";
import { codeActions, fixAllKind } from "./code-actions.js";
import { toCompletionItem, toHover, toOffset } from "./convert.js";
import { diagnostics } from "./diagnostics.js";
import { explain, type ReadPages, summaries } from "./explain.js";
import { type ClientFeatures, readFeatures } from "./features.js";
import { fileStore, type ReadFile } from "./files.js";
import { guard, outdated, request } from "./handle.js";
import { hardenKind, segmentKind } from "./harden.js";
import { hints } from "./hints.js";
import {
  type ActionReference,
  type CheckFilesParams,
  type CheckParams,
  type ChosenEditParams,
  type ChosenEditResult,
  checkFilesRequest,
  checkNotification,
  chosenEditRequest,
  type ExplainParams,
  explainRequest,
  type HiddenParams,
  hiddenNotification,
  type ReadFileParams,
  type ReadFileResult,
  type ReportParams,
  readFileRequest,
  reportRequest,
  rulesRequest,
  type ServerReport,
  serverReportRequest,
} from "./protocol.js";
import { report } from "./report.js";
import { schedule } from "./schedule.js";
import { settingsStore } from "./settings.js";
import { isTeamFile, teamFiles } from "./team-file.js";
import { timings } from "./timings.js";
import { type Updates, updates } from "./updates.js";
import { type Watch, watch } from "./watch.js";
import { type WorkspaceCheck, workspaceCheck } from "./workspace-check.js";

/** What the entry gives to the server: the parts that differ between Node and a browser. */
export interface Host {
  readonly version: string;
  /** Reads files of scheme `file` directly; absent where there is no disk. */
  readonly readFile?: ReadFile;
  readonly readPages?: ReadPages;
}

/** Serves one client until the connection ends. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params): InitializeResult => {
    const features = readFeatures(params);
    speak(features.own.catalogue ?? {});
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
    ...(features.inlayHints && !features.inlayHintRegistration ? { inlayHintProvider: true } : {}),
    ...(features.codeLenses && !features.codeLensRegistration ? { codeLensProvider: {} } : {}),
    ...(features.workspaceFolders ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } } : {}),
  };
}

function serve(connection: Connection, host: Host, features: ClientFeatures, params: InitializeParams): void {
  const engine = new Engine(today);
  const documents = new TextDocuments(TextDocument);
  const settings = settingsStore(connection, features.configuration, features.own.settings);
  const folders = new Set((params.workspaceFolders ?? []).map(({ uri }) => uri));
  const inFolders = (): readonly string[] => [...folders];
  const watched = watch(connection, features, inFolders);
  const read = reader(connection, host, features);
  const files = fileStore(engine, read, inFolders, watched.cover);
  const check = checker(engine, documents, settings, files, inFolders, (uris) => following.others(uris));
  const linesOf = (uri: string) => {
    const open = documents.get(uri);
    return open === undefined ? files.linesOf(uri) : new Lines(open.getText());
  };
  const team = teamFiles(engine, files, features);
  const mistakes = async (uri: string) => {
    const document = isTeamFile(uri) ? documents.get(uri) : undefined;
    return document && team.diagnostics(document);
  };
  const said = diagnostics(connection, features, documents, check, linesOf, mistakes, (uri) => following.now(uri));
  const inText = hints({ connection, engine, features, documents, settings, check, linesOf });
  documents.onDidOpen(() => inText.opened());
  const following = updates(connection, features, documents, said, inText);
  const rest = { connection, features, documents, settings, said, read, folders: inFolders, cover: watched.coverNames };
  const space = workspaceCheck(rest);
  const session: Session = { connection, engine, features, documents, settings, files, watched, folders, check, said, following, space };

  listenToDocuments(session);
  listenToSurroundings(session);
  listenToFiles(session);
  answerDiagnostics(session);
  answerCodeActions(connection, check, codeActions(engine, features, linesOf), async (params) => {
    const document = isTeamFile(params.textDocument.uri) ? documents.get(params.textDocument.uri) : undefined;
    return document && team.actions(document, params);
  });
  answerCursor(session);
  connection.languages.inlayHint.on(request(connection.console, "inlay hints", [], inText.inlay));
  connection.onCodeLens(request(connection.console, "lenses", [], inText.lenses));
  connection.onRequest(rulesRequest, request(connection.console, "rules", [], summaries));
  connection.onRequest(
    explainRequest,
    request(connection.console, "explain", { markdown: null }, (asked: ExplainParams) => explain(asked, host.readPages)),
  );
  connection.onNotification(
    hiddenNotification,
    guard(connection.console, "hidden", ({ uris }: HiddenParams) => {
      for (const uri of uris) {
        said.hidden(uri);
        space.closed(uri);
      }
    }),
  );
  connection.onRequest(checkFilesRequest, (files: CheckFilesParams, token) => space.follow(files, token));
  connection.onRequest(serverReportRequest, (): ServerReport => {
    const workspaceFiles = space.size();
    return {
      version: host.version,
      diagnostics: features.pull ? "pull" : "push",
      documents: documents.keys().length,
      ...(workspaceFiles !== undefined && { workspaceFiles }),
      timings: timings(),
    };
  });
  connection.onRequest(
    reportRequest,
    request(connection.console, "report", { html: null }, async (asked: ReportParams) =>
      report(engine, await check.check(asked.uri), asked),
    ),
  );
  connection.onNotification(
    checkNotification,
    guard(connection.console, "check", ({ uri }: CheckParams) => {
      said.due(uri);
      following.now(uri);
    }),
  );
}

/** Reads what a document leads to: here when it is on this machine, else through the client. */
function reader(connection: Connection, { readFile }: Host, { own }: ClientFeatures): ReadFile {
  return async (uri, roots) => {
    if (readFile !== undefined && uri.startsWith("file:")) return readFile(uri, roots);
    if (own.readFile !== true) return undefined;
    const params: ReadFileParams = { uri, ...(roots !== undefined && { roots }) };
    const { text, refused } = await connection.sendRequest<ReadFileResult>(readFileRequest, params);
    return text ?? (refused === undefined ? undefined : { refused });
  };
}

interface Session {
  readonly connection: Connection;
  readonly engine: Engine;
  readonly features: ClientFeatures;
  readonly documents: TextDocuments<TextDocument>;
  readonly settings: ReturnType<typeof settingsStore>;
  readonly files: ReturnType<typeof fileStore>;
  readonly watched: Watch;
  readonly folders: Set<string>;
  readonly check: ReturnType<typeof checker>;
  readonly said: ReturnType<typeof diagnostics>;
  readonly following: Updates;
  readonly space: WorkspaceCheck;
}

function listenToDocuments(session: Session): void {
  const { connection, engine, documents, said, following, check, files, features, watched, space } = session;
  const opened = new Set<string>();
  const others = (uri: string): void => following.others(engine.takeStale().filter((other) => other !== uri));
  documents.onDidOpen(({ document: { uri } }) => said.due(uri));
  documents.onDidChangeContent(({ document }) => {
    const { uri } = document;
    engine.setText(uri, document.getText());
    // Opening counts as a change too; a client which asks for diagnostics does so by itself.
    if (opened.has(uri)) {
      said.typed(uri);
      following.soon(uri);
    } else if (!features.pull) following.now(uri);
    opened.add(uri);
    others(uri);
    space.edited(uri);
  });
  documents.onDidSave(
    guard(connection.console, "save", async ({ document: { uri } }) => {
      if (!watched.isComplete()) await files.reread();
      const run = (await check.candidate(uri))?.settings.run;
      // Others may rest on what was saved, also when it is no compose file: the team's file, or one with variables.
      const concernsOthers = run === "onSave" || run === undefined;
      if (concernsOthers) for (const other of documents.keys()) if (await waitsForSaving(check, other)) said.due(other);
      if (concernsOthers) following.all();
      else if (run === "onType" && !features.pull) following.now(uri);
      others(uri);
    }),
  );
  documents.onDidClose(({ document: { uri } }) => {
    opened.delete(uri);
    following.forget(uri);
    said.forget(uri);
    check.forget(uri);
    others(uri);
    space.closed(uri);
  });
  documents.listen(connection);
}

async function waitsForSaving(check: Session["check"], uri: string): Promise<boolean> {
  return (await check.candidate(uri))?.settings.run === "onSave";
}

function listenToSurroundings(session: Session): void {
  const { connection, features, documents, settings, files, folders, said, following, watched, space } = session;
  const everything = (): void => {
    files.reset();
    for (const uri of documents.keys()) said.due(uri);
    following.all();
    space.all();
  };
  connection.onInitialized(
    guard(connection.console, "initialized", async () => {
      if (features.configurationRegistration) {
        await connection.client.register(DidChangeConfigurationNotification.type, { section: "watertight" });
      }
      await watched.start();
      if (!features.workspaceFolders) return;
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) folders.delete(uri);
        for (const { uri } of added) folders.add(uri);
        // Paths in settings start in a folder of the workspace.
        settings.changed(undefined);
        everything();
      });
    }),
  );
  connection.onDidChangeConfiguration(
    guard(connection.console, "settings", ({ settings: sent }: { readonly settings: unknown }) => {
      settings.changed(sectionOf(sent));
      everything();
    }),
  );
}

/** Switching branches changes many files at once: what comes within this time is looked at together. */
const burstMilliseconds = 100;

/** Looks again at files that the client says have changed, and has the documents that rest on them checked. */
function listenToFiles({ connection, engine, files, check, said, following, space }: Session): void {
  const changed = new Set<string>();
  const look = guard(connection.console, "watched files", async () => {
    const uris = [...changed];
    changed.clear();
    space.changed(uris);
    await files.reread(uris);
    const stale = engine.takeStale();
    // A check that is only made when somebody asks for it is not made now.
    for (const uri of stale) if ((await check.candidate(uri))?.settings.run !== "manual") said.due(uri);
    following.others(stale);
  });
  const soon = schedule(burstMilliseconds, () => void look());
  connection.onDidChangeWatchedFiles(
    guard(connection.console, "watched files", ({ changes }) => {
      for (const { uri } of changes) changed.add(uri);
      soon.soon("");
    }),
  );
}

function sectionOf(sent: unknown): unknown {
  return typeof sent === "object" && sent !== null && "watertight" in sent ? sent.watertight : undefined;
}

function answerDiagnostics({ connection, features, said, space }: Session): void {
  if (!features.pull) return;
  connection.languages.diagnostics.on(
    request(
      connection.console,
      "diagnostics",
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
      async ({ textDocument: { uri }, previousResultId }) => {
        const report = await said.pull(uri, previousResultId);
        // In the same breath, so that nothing is shown twice, and nothing goes and comes back.
        if (said.speaksOf(uri)) space.taken(uri);
        return report;
      },
    ),
  );
}

function answerCodeActions(
  connection: Connection,
  check: Session["check"],
  actions: ReturnType<typeof codeActions>,
  team: (params: CodeActionParams) => Promise<CodeAction[] | undefined>,
): void {
  connection.onCodeAction(
    request(connection.console, "code actions", [], async (params) => {
      const ofTeamFile = await team(params);
      if (ofTeamFile !== undefined) return ofTeamFile;
      const outcome = await check.check(params.textDocument.uri);
      return outcome === undefined ? [] : actions.at(outcome, params);
    }),
  );
  connection.onCodeActionResolve(
    request(connection.console, "code action", { title: "" }, async (action: CodeAction) => {
      const reference: ActionReference | undefined = action.data;
      if (reference === undefined) return action;
      const outcome = await check.check(reference.uri);
      const resolved = outcome && actions.resolve(outcome, action, reference);
      if (resolved === undefined) throw outdated();
      return resolved;
    }),
  );
  connection.onRequest(
    chosenEditRequest,
    request(connection.console, "chosen edit", { refused: t("The fix failed; the log says where.") }, async (params: ChosenEditParams) => {
      const outcome = await check.check(params.fix.uri);
      const result: ChosenEditResult =
        outcome === undefined ? { refused: t("The file is not checked.") } : actions.chosen(outcome, params.fix, params.chosen);
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
