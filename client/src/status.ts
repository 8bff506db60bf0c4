import { commands, type Disposable, LanguageStatusSeverity, l10n, languages, RelativePattern, Uri, window, workspace } from "vscode";
import type { StatusParams } from "../../server/src/lsp/protocol.js";
import { documentSchemes } from "../../server/src/which-files.js";
import { detailOf, isOver, textOf } from "./status-text.js";

/** The one item of ours among the language status (`{}` in the status bar); nothing else shows what the server does. */
export interface Status extends Disposable {
  checked(status: StatusParams): void;
  server(state: ServerState): void;
  state(): ServerState;
  /** What was last said of each open document that the server has looked at. */
  known(): readonly StatusParams[];
}

export type ServerState = "idle" | "starting" | "running" | "stopped";

/** True while the active document is a compose file, by what stands in it: commands that work on one are listed then. */
export const composeFileContext = "watertight.composeFile";

export function statusItem(): Status {
  const item = languages.createLanguageStatusItem("watertight.status", []);
  item.name = "Watertight";
  const known = new Map<string, StatusParams>();
  let server: ServerState = "idle";
  let isComposeFile: boolean | undefined;

  function show(): void {
    const uri = window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : known.get(uri);
    item.busy = server === "starting";
    item.severity = LanguageStatusSeverity.Information;
    item.command = { title: l10n.t("Show Log"), command: "watertight.showLog" };
    item.detail = "";
    if (server === "stopped") {
      item.text = l10n.t("Watertight has stopped");
      item.severity = LanguageStatusSeverity.Error;
      item.command = { title: l10n.t("Restart"), command: "watertight.restart" };
    } else if (server !== "running" || status === undefined)
      item.text = server === "starting" ? l10n.t("Watertight is starting") : "Watertight";
    else {
      item.text = textOf(status, l10n.t);
      item.detail = detailOf(status, l10n.t);
      if (status.state === "partial" || status.state === "failed" || isOver(status)) item.severity = LanguageStatusSeverity.Warning;
    }
    setContext(server === "running" && isChecked(status));
  }

  function setContext(now: boolean): void {
    if (now === isComposeFile) return;
    isComposeFile = now;
    void commands.executeCommand("setContext", composeFileContext, now);
  }

  /** Whatever has the language of compose files, and the files of other names that turned out to be some. */
  function follow(): void {
    const others = [...known.values()].filter(isChecked).map(({ uri }) => Uri.parse(uri, true));
    item.selector = [
      ...documentSchemes.map((scheme) => ({ scheme, language: "dockercompose" })),
      ...others.map((uri) => ({ scheme: uri.scheme, pattern: new RelativePattern(Uri.joinPath(uri, ".."), nameOf(uri)) })),
    ];
  }

  const listeners = [
    window.onDidChangeActiveTextEditor(show),
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (!known.delete(uri.toString())) return;
      follow();
      show();
    }),
  ];
  follow();
  show();
  return {
    checked(status) {
      const isNew = isChecked(known.get(status.uri)) !== isChecked(status);
      known.set(status.uri, status);
      if (isNew) follow();
      show();
    },
    server(state) {
      server = state;
      show();
    },
    state: () => server,
    known: () => [...known.values()],
    dispose() {
      for (const listener of listeners) listener.dispose();
      item.dispose();
      setContext(false);
    },
  };
}

function isChecked(status: StatusParams | undefined): boolean {
  return status !== undefined && status.state !== "off" && status.state !== "skipped";
}

/** As a pattern: what means something in one stands for any character. */
function nameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1).replaceAll(/[*?{}[\]\\,!]/gu, "?");
}
