import { type Disposable, LanguageStatusSeverity, languages, RelativePattern, Uri, window } from "vscode";
import type { StatusParams } from "../../server/src/lsp/protocol.js";
import type { Selected } from "./selector.js";

/** The one item of ours among the language status (`{}` in the status bar); nothing else shows what the server does. */
export interface Status extends Disposable {
  selector(selector: readonly Selected[]): void;
  checked(status: StatusParams): void;
  server(state: "starting" | "running" | "stopped"): void;
}

export function statusItem(): Status {
  const item = languages.createLanguageStatusItem("watertight.status", []);
  item.name = "Watertight";
  const known = new Map<string, StatusParams>();
  let named: readonly Selected[] = [];
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

  /** Files of other names get the item when a project makes them ours. */
  function follow(): void {
    const others = [...known.values()].filter(isChecked).map(({ uri }) => Uri.parse(uri, true));
    item.selector = [
      ...named,
      ...others.map((uri) => ({ scheme: uri.scheme, pattern: new RelativePattern(Uri.joinPath(uri, ".."), nameOf(uri)) })),
    ];
  }

  const editors = window.onDidChangeActiveTextEditor(show);
  show();
  return {
    selector(selector) {
      named = selector;
      follow();
    },
    checked(status) {
      const isNew = isChecked(known.get(status.uri)) !== isChecked(status);
      known.set(status.uri, status);
      if (isNew) follow();
      show();
    },
    server(state) {
      server = state;
      if (state !== "running") {
        known.clear();
        follow();
      }
      show();
    },
    dispose() {
      editors.dispose();
      item.dispose();
    },
  };
}

function isChecked(status: StatusParams | undefined): boolean {
  return status !== undefined && status.state !== "off";
}

/** As a pattern: what means something in one stands for any character. */
function nameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1).replaceAll(/[*?{}[\]\\,!]/gu, "?");
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
