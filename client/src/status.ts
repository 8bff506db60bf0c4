import { type Disposable, type DocumentSelector, LanguageStatusSeverity, languages, window } from "vscode";
import type { StatusParams } from "../../server/src/lsp/protocol.js";

/** The one item of ours among the language status (`{}` in the status bar); nothing else shows what the server does. */
export interface Status extends Disposable {
  selector(selector: DocumentSelector): void;
  checked(status: StatusParams): void;
  server(state: "starting" | "running" | "stopped"): void;
}

export function statusItem(): Status {
  const item = languages.createLanguageStatusItem("watertight.status", []);
  item.name = "Watertight";
  const known = new Map<string, StatusParams>();
  let server: "starting" | "running" | "stopped" = "starting";

  function show(): void {
    const uri = window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : known.get(uri);
    item.busy = server === "starting";
    item.severity = LanguageStatusSeverity.Information;
    item.command = { title: "Show Log", command: "watertight.showLog" };
    item.detail = "";
    if (server === "stopped") {
      item.text = "Watertight has stopped";
      item.severity = LanguageStatusSeverity.Error;
      item.command = { title: "Restart", command: "watertight.restart" };
    } else if (server === "starting" || status === undefined) item.text = server === "starting" ? "Watertight is starting" : "Watertight";
    else {
      item.text = `Watertight: ${textOf(status)}`;
      item.detail = detailOf(status);
      if (status.state === "partial" || status.state === "failed") item.severity = LanguageStatusSeverity.Warning;
    }
  }

  const editors = window.onDidChangeActiveTextEditor(show);
  show();
  return {
    selector(selector) {
      item.selector = selector;
    },
    checked(status) {
      known.set(status.uri, status);
      show();
    },
    server(state) {
      server = state;
      if (state !== "running") known.clear();
      show();
    },
    dispose() {
      editors.dispose();
      item.dispose();
    },
  };
}

function textOf({ state, findings }: StatusParams): string {
  const count = findings === 1 ? "1 finding" : `${findings === 0 ? "no" : findings} findings`;
  if (state === "off") return "off for this file";
  if (state === "skipped") return "not a compose file";
  if (state === "failed") return "cannot read this file";
  return state === "partial" ? `${count}, partly checked` : count;
}

function detailOf({ state, preset, reasons }: StatusParams): string {
  if (state === "off" || state === "skipped") return "";
  return reasons.length === 0 ? `${preset} preset` : `${preset} preset. ${reasons.join(" ")}`;
}
