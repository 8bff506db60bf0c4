import { commands, type ExtensionContext, l10n, languages, type TextDocument, type Uri, window, workspace } from "vscode";
import {
  type BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient";
import {
  type ClientOptions,
  readFileRequest,
  type ServerReport,
  type StatusParams,
  serverReportRequest,
  statusNotification,
} from "../../server/src/lsp/protocol.js";
import { registerCommands } from "./commands.js";
import { diagnosticReport } from "./diagnostic-report.js";
import { editorReport } from "./editor-report.js";
import { readFile } from "./read-file.js";
import { reports } from "./report.js";
import { documentSelector, startSelector } from "./selector.js";
import { statusItem } from "./status.js";
import { workspaceCheck } from "./workspace-check.js";

/** Makes the client of one kind of server. */
export type CreateClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** What an entry has to stop when it is deactivated. */
export interface Running {
  stop(): Promise<void>;
}

/** True from the activation on: commands that need no compose file are listed then. */
const activeContext = "watertight.active";

/**
 * Prepares everything, and starts the server with the first document that may concern it, or the first command that needs it: a workspace
 * that merely holds compose files costs no process.
 */
export function run(context: ExtensionContext, create: CreateClient): Running {
  const log = window.createOutputChannel("Watertight", { log: true });
  const status = statusItem();
  let isWanted = false;
  let last: Promise<void> = Promise.resolve();
  const running = async (): Promise<BaseLanguageClient> => {
    await want();
    return client;
  };
  const shown = reports(running);
  let client = make();
  const space = workspaceCheck({
    client: running,
    told: (summary) => {
      if (summary !== undefined) log.info(summary);
      status.workspace(summary);
    },
    failed: (error) => log.error(error instanceof Error ? error : String(error)),
  });

  function make(): BaseLanguageClient {
    const selector = documentSelector(included());
    const made = create("watertight", "Watertight", optionsFor(selector));
    made.onRequest(readFileRequest, readFile);
    made.onNotification(statusNotification, (params: StatusParams) => {
      status.checked(params);
      shown.checked();
    });
    made.onDidChangeState(({ newState }) => {
      if (made !== client) return;
      status.server(nameOf(newState));
      if (newState === State.Running) space.serverStarted();
    });
    return made;
  }

  function optionsFor(selector: ReturnType<typeof documentSelector>): LanguageClientOptions {
    const catalogue = l10n.bundle && { catalogue: l10n.bundle };
    const initializationOptions: ClientOptions = { chooser: true, commands: true, json: true, readFile: true, status: true, ...catalogue };
    return {
      documentSelector: selector,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions,
      initializationFailedHandler: () => false,
      errorHandler: quietHandler(),
      diagnosticPullOptions: { onChange: true, onSave: true },
      markdown: { isTrusted: false, supportHtml: false },
    };
  }

  async function launch(): Promise<void> {
    try {
      await client.start();
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
      status.server("stopped");
    }
  }

  /** Starts the server if nobody has yet. */
  function want(): Promise<void> {
    if (!isWanted) last = last.then(launch);
    isWanted = true;
    return last;
  }

  async function stop(): Promise<void> {
    try {
      await client.dispose();
    } catch (error) {
      log.warn(`The server did not stop by itself: ${error}`);
    }
  }

  /** One after the other: a client can be neither stopped nor started twice at once. */
  function restart(): Promise<void> {
    isWanted = true;
    last = last.then(stop).then(() => {
      client = make();
      return launch();
    });
    return last;
  }

  /** Which documents a client follows is fixed when it starts. */
  async function followOthers(): Promise<void> {
    if (isWanted) await restart();
    else client = make();
    look();
  }

  function look(): void {
    if (workspace.textDocuments.some(mayConcern)) void want();
  }

  async function report(): Promise<string> {
    const serverState = status.state();
    const server = serverState === "running" ? await client.sendRequest<ServerReport>(serverReportRequest) : undefined;
    return diagnosticReport({ ...editorReport(context), server, serverState, documents: status.known() });
  }

  const commanded = {
    client: running,
    restart,
    checkAll: space.checkAll,
    report,
    showReport: (uri: Uri) => shown.show(uri),
    showLog: () => log.show(),
    extension: context.extension.id,
    extensionUri: context.extensionUri,
  };
  context.subscriptions.push(
    log,
    status,
    shown,
    space,
    ...registerCommands(commanded),
    workspace.onDidOpenTextDocument((document) => {
      if (mayConcern(document)) void want();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("watertight.files.include")) void followOthers();
    }),
  );
  void commands.executeCommand("setContext", activeContext, true);
  look();
  return { stop: () => (isWanted ? last.then(stop) : Promise.resolve()) };
}

/** Whether a document is a compose file by language or name, or YAML, which may belong to the project of one. */
function mayConcern(document: TextDocument): boolean {
  return languages.match(startSelector(included()), document) > 0;
}

function included(): readonly string[] {
  const include = workspace.getConfiguration("watertight").get<unknown>("files.include");
  return Array.isArray(include) ? include.filter((glob) => typeof glob === "string") : [];
}

function nameOf(state: State): "starting" | "running" | "stopped" {
  if (state === State.Running) return "running";
  return state === State.Starting ? "starting" : "stopped";
}

const maxRestarts = 4;
const restartWindowMilliseconds = 180_000;

/** Restarts a server that ends, unless it keeps ending. Never a pop-up: the status item shows it and offers the restart. */
function quietHandler(): ErrorHandler {
  let ends: number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => {
      const now = Date.now();
      ends = [...ends.filter((end) => now - end < restartWindowMilliseconds), now];
      const action = ends.length > maxRestarts ? CloseAction.DoNotRestart : CloseAction.Restart;
      return { action, handled: true };
    },
  };
}
