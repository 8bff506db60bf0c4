import {
  commands,
  type Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  l10n,
  languages,
  RelativePattern,
  Uri,
  window,
  workspace,
} from "vscode";
import type { StatusParams } from "../../server/src/lsp/protocol.js";
import { documentSchemes } from "../../server/src/which-files.js";
import { findingsRow, gapsRow, isOver, settingsRow } from "./status-text.js";

/**
 * Our rows among the language status (`{}` in the status bar); nothing else shows what the server does. A row has one command and cuts off what
 * is long, so there are up to four: the findings, what could not be read, the settings in force, and the whole workspace.
 */
export interface Status extends Disposable {
  checked(status: StatusParams): void;
  server(state: ServerState): void;
  /** What the check of the whole workspace came to; absent when there is none. */
  workspace(summary: string | undefined): void;
  state(): ServerState;
  /** What was last said of each open document that the server has looked at. */
  known(): readonly StatusParams[];
}

export type ServerState = "idle" | "starting" | "running" | "stopped";

/** True while the active document is a compose file, by what stands in it: commands that work on one are listed then. */
export const composeFileContext = "watertight.composeFile";

export function statusItem(): Status {
  const item = row("watertight.status", "Watertight");
  const settings = row("watertight.settings", "Watertight Settings");
  settings.command = { title: "Open Settings", command: "watertight.openSettings" };
  let gaps: LanguageStatusItem | undefined;
  let all: LanguageStatusItem | undefined;
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
    settings.severity = LanguageStatusSeverity.Information;
    settings.text = l10n.t("Watertight settings");
    settings.detail = "";
    if (server === "stopped") {
      item.text = l10n.t("Watertight has stopped");
      item.severity = LanguageStatusSeverity.Error;
      item.command = { title: l10n.t("Restart"), command: "watertight.restart" };
    } else if (server !== "running" || status === undefined)
      item.text = server === "starting" ? l10n.t("Watertight is starting") : "Watertight";
    else {
      Object.assign(item, findingsRow(status, l10n.t));
      Object.assign(settings, settingsRow(status, l10n.t));
      if (status.state === "partial" || status.state === "failed") item.severity = LanguageStatusSeverity.Warning;
      if (isOver(status)) settings.severity = LanguageStatusSeverity.Warning;
    }
    showGaps(server === "running" ? status : undefined);
    setContext(server === "running" && isChecked(status));
  }

  function showGaps(status: StatusParams | undefined): void {
    const found = status && gapsRow(status, l10n.t);
    if (found === undefined) {
      gaps?.dispose();
      gaps = undefined;
      return;
    }
    const isNew = gaps === undefined;
    gaps ??= row("watertight.gaps", "Watertight Gaps");
    gaps.severity = LanguageStatusSeverity.Warning;
    Object.assign(gaps, found);
    if (isNew) follow();
  }

  function setContext(now: boolean): void {
    if (now === isComposeFile) return;
    isComposeFile = now;
    void commands.executeCommand("setContext", composeFileContext, now);
  }

  /** Whatever has the language of compose files, and the files of other names that turned out to be some. */
  function follow(): void {
    const others = [...known.values()].filter(isChecked).map(({ uri }) => Uri.parse(uri, true));
    const selector = [
      ...documentSchemes.map((scheme) => ({ scheme, language: "dockercompose" })),
      ...others.map((uri) => ({ scheme: uri.scheme, pattern: new RelativePattern(Uri.joinPath(uri, ".."), nameOf(uri)) })),
    ];
    for (const one of [item, gaps, settings, all]) if (one !== undefined) one.selector = selector;
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
    workspace(summary) {
      if (summary === undefined) {
        all?.dispose();
        all = undefined;
        return;
      }
      all ??= row("watertight.workspace", "Watertight Workspace");
      all.text = summary;
      all.command = { title: "Show Problems", command: "workbench.actions.view.problems" };
      follow();
    },
    state: () => server,
    known: () => [...known.values()],
    dispose() {
      for (const listener of listeners) listener.dispose();
      for (const one of [item, gaps, settings, all]) one?.dispose();
      setContext(false);
    },
  };
}

function row(id: string, name: string): LanguageStatusItem {
  const item = languages.createLanguageStatusItem(id, []);
  item.name = name;
  return item;
}

function isChecked(status: StatusParams | undefined): boolean {
  return status !== undefined && status.state !== "off" && status.state !== "skipped";
}

/** As a pattern: what means something in one stands for any character. */
function nameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1).replaceAll(/[*?{}[\]\\,!]/gu, "?");
}
