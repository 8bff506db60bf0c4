import { type Disposable, env, l10n, Range, Uri, ViewColumn, type WebviewPanel, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { type ReportParams, type ReportResult, reportRequest } from "../../server/src/lsp/protocol.js";
import { type PageUpdate, pageOf, readMessage } from "./report-page.js";

/** The panels that show security reports, one for each document. */
export interface Reports extends Disposable {
  /** Shows the report of a document, or says why there is none. */
  show(uri: Uri): Promise<void>;
  /** Something was checked: what is shown may be old. */
  checked(): void;
}

const viewType = "watertight.report";
/** Typing changes the report often; nobody looks at it while they type. */
const pauseMilliseconds = 300;

interface Shown {
  readonly panel: WebviewPanel;
  refresh(): Promise<void>;
}

export function reports(client: () => Promise<BaseLanguageClient>): Reports {
  const shown = new Map<string, Shown>();
  let waiting: ReturnType<typeof setTimeout> | undefined;

  /** The document has to be open for the server to know it. */
  async function ask(uri: Uri, format: ReportParams["format"]): Promise<ReportResult> {
    await workspace.openTextDocument(uri);
    const running = await client();
    const params: ReportParams = { uri: running.code2ProtocolConverter.asUri(uri), format };
    return running.sendRequest<ReportResult>(reportRequest, params);
  }

  function fill(panel: WebviewPanel, uri: Uri, first: ReportResult): Shown {
    let current = first;
    const post = (): void => {
      const update: PageUpdate = { html: current.html ?? "" };
      void panel.webview.postMessage(update);
    };
    const draw = (): void => {
      panel.webview.html = pageOf(current, { language: env.language, save: l10n.t("Save as HTML...") }, { uri: uri.toString() });
    };
    const refresh = async (): Promise<void> => {
      if (!panel.visible) return;
      const next = await ask(uri, "panel");
      // A text that cannot be read at the moment leaves what was last known of it.
      if (next.html === null || next.html === current.html) return;
      const isFirst = current.html === null;
      current = next;
      panel.title = next.title ?? panel.title;
      if (isFirst) draw();
      else post();
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.webview.onDidReceiveMessage((sent: unknown) => {
      const message = readMessage(sent);
      if (message?.kind === "ready") post();
      else if (message?.kind === "save") void save(uri);
      else if (message?.kind === "reveal") {
        const file = current.files?.[message.file];
        if (file !== undefined) {
          const { line, character } = message;
          void client().then((running) => reveal(panel, running.protocol2CodeConverter.asUri(file), line, character));
        }
      }
    });
    panel.onDidChangeViewState(() => void quietly(refresh));
    panel.onDidDispose(() => shown.delete(uri.toString()));
    draw();
    const one = { panel, refresh };
    shown.set(uri.toString(), one);
    return one;
  }

  async function save(uri: Uri): Promise<void> {
    const defaultUri = uri.scheme === "untitled" ? undefined : Uri.joinPath(uri, "..", "security-report.html");
    const target = await window.showSaveDialog({ ...(defaultUri && { defaultUri }), filters: { HTML: ["html"] } });
    if (target === undefined) return;
    try {
      const { html } = await ask(uri, "page");
      if (html !== null) await workspace.fs.writeFile(target, new TextEncoder().encode(html));
    } catch {
      await window.showErrorMessage(l10n.t("The report could not be saved there."));
    }
  }

  const serializer = window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel: WebviewPanel, state: unknown) {
      const uri = uriIn(state);
      if (uri === undefined) panel.dispose();
      else {
        const restored = fill(panel, uri, await ask(uri, "panel").catch(() => ({ html: null })));
        await quietly(restored.refresh);
      }
    },
  });

  return {
    async show(uri) {
      const before = shown.get(uri.toString());
      if (before !== undefined) {
        before.panel.reveal(undefined, false);
        await before.refresh();
        return;
      }
      const result = await ask(uri, "panel");
      if (result.html === null) {
        await window.showWarningMessage(l10n.t("There is no report: this is not a compose file that can be read."));
        return;
      }
      const panel = window.createWebviewPanel(viewType, result.title ?? l10n.t("Security report"), ViewColumn.Beside, {
        enableFindWidget: true,
      });
      fill(panel, uri, result);
    },
    checked() {
      clearTimeout(waiting);
      if (shown.size > 0) waiting = setTimeout(() => [...shown.values()].map(({ refresh }) => quietly(refresh)), pauseMilliseconds);
    },
    dispose() {
      clearTimeout(waiting);
      serializer.dispose();
      for (const { panel } of shown.values()) panel.dispose();
    },
  };
}

/** Nobody asked for it: what fails leaves the panel as it is. */
async function quietly(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch {
    // The document has gone, or the server is being restarted.
  }
}

async function reveal(panel: WebviewPanel, uri: Uri, line: number, character: number): Promise<void> {
  const visible = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString())?.viewColumn;
  const elsewhere = panel.viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
  const selection = new Range(line, character, line, character);
  await window.showTextDocument(uri, { viewColumn: visible ?? elsewhere, selection });
}

function uriIn(state: unknown): Uri | undefined {
  const uri = typeof state === "object" && state !== null && "uri" in state ? state.uri : undefined;
  return typeof uri === "string" ? Uri.parse(uri, true) : undefined;
}
