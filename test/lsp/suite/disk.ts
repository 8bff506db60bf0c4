import type { Diagnostic, PublishDiagnosticsParams } from "vscode-languageserver";
import type { ReadFileParams, StatusParams } from "../../../server/src/lsp/protocol.js";
import { modern, plain } from "../capabilities.js";
import type { Editor, EditorOptions } from "../editor.js";

export const at = (path: string) => `memfs:/project/${path}`;

/** A client whose disk is a table; every file that the server asked for is counted. */
export interface Disk {
  readonly files: Map<string, string>;
  readonly reads: string[];
  /** How often the client was asked to ask again. */
  readonly refreshed: () => number;
  /** Changes a file, or deletes it, and tells the server as a client that watches does. */
  write(path: string, text: string | undefined): void;
}

export function disk(editor: Editor, files: Readonly<Record<string, string>>): Disk {
  const table = new Map(Object.entries(files).map(([path, text]) => [at(path), text]));
  const reads: string[] = [];
  let refreshed = 0;
  editor.answer("watertight/readFile", (params) => {
    const { uri } = params as ReadFileParams;
    reads.push(uri);
    return { text: table.get(uri) ?? null };
  });
  editor.answer("workspace/diagnostic/refresh", () => {
    refreshed++;
    return null;
  });
  return {
    files: table,
    reads,
    refreshed: () => refreshed,
    write(path, text) {
      const before = table.has(at(path));
      if (text === undefined) table.delete(at(path));
      else table.set(at(path), text);
      editor.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: at(path), type: text === undefined ? 3 : before ? 2 : 1 }] });
    },
  };
}

export const pull: EditorOptions = { capabilities: modern, options: { readFile: true, status: true }, folders: ["memfs:/project"] };
export const push: EditorOptions = { capabilities: plain, options: { readFile: true }, folders: ["memfs:/project"] };

export const hardened = "cap_drop: [ALL], security_opt: ['no-new-privileges:true'], read_only: true, mem_limit: 64m, cpus: 0.5";
export const base = "services:\n  web:\n    image: x:1\n";

/** Grants and absences apart, with their services' lines. */
export function shown(found: readonly Diagnostic[]): string {
  return found.map(({ code, range }) => `${code}:${range.start.line}`).join(" ");
}

/** Waits for diagnostics of a document that satisfy a condition. */
export function published(
  editor: Editor,
  path: string,
  condition: (codes: readonly unknown[]) => boolean,
): Promise<PublishDiagnosticsParams> {
  return editor.next<PublishDiagnosticsParams>(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }) => uri === at(path) && condition(diagnostics.map(({ code }) => code)),
  );
}

/** What was said of a document's checks so far. */
export async function status(editor: Editor, path: string): Promise<readonly StatusParams[]> {
  await editor.next<StatusParams>("watertight/status", ({ uri }) => uri === at(path));
  return editor.received<StatusParams>("watertight/status").filter(({ uri }) => uri === at(path));
}
