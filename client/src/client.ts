import { type ExtensionContext, window, workspace } from "vscode";
import {
  type BaseLanguageClient,
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient";
import { type ClientOptions, readFileRequest, statusNotification } from "../../server/src/lsp/protocol.js";
import { registerCommands } from "./commands.js";
import { readFile } from "./read-file.js";
import { composeSelector, documentSelector } from "./selector.js";
import { statusItem } from "./status.js";

/** Makes the client of one kind of server. */
export type CreateClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** What an entry has to stop when it is deactivated. */
export interface Running {
  stop(): Promise<void>;
}

/** Starts the server without waiting for it, and all that goes with it. */
export function run(context: ExtensionContext, create: CreateClient): Running {
  const log = window.createOutputChannel("Watertight", { log: true });
  const status = statusItem();
  let client = make();
  let last = launch();

  function make(): BaseLanguageClient {
    const selector = documentSelector(included());
    status.selector(composeSelector(included()));
    const made = create("watertight", "Watertight", optionsFor(selector));
    made.onRequest(readFileRequest, readFile);
    made.onNotification(statusNotification, status.checked);
    made.onDidChangeState(({ newState }) => {
      if (made === client) status.server(nameOf(newState));
    });
    return made;
  }

  function optionsFor(selector: ReturnType<typeof documentSelector>): LanguageClientOptions {
    const initializationOptions: ClientOptions = { chooser: true, commands: true, readFile: true, status: true };
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

  async function stop(): Promise<void> {
    try {
      await client.dispose();
    } catch (error) {
      log.warn(`The server did not stop by itself: ${error}`);
    }
  }

  /** One after the other: a client can be neither stopped nor started twice at once. */
  function restart(): Promise<void> {
    last = last.then(stop).then(() => {
      client = make();
      return launch();
    });
    return last;
  }

  context.subscriptions.push(
    log,
    status,
    ...registerCommands({ client: () => client, restart, showLog: () => log.show() }),
    workspace.onDidChangeConfiguration((change) => {
      // Which documents a client follows is fixed when it starts.
      if (change.affectsConfiguration("watertight.files.include")) void restart();
    }),
  );
  return { stop: () => last.then(stop) };
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
