import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Engine, locate, type Settings, type TeamMistake, t, teamFileName } from "../engine/index.js";
import { source, toRange, toSpan, toWorkspaceEdit } from "./convert.js";
import type { ClientFeatures } from "./features.js";
import { type FileStore, folderAround } from "./files.js";

const code = "team-file";

/** Where the team's file of a document is looked for: up to its workspace folder, in its own folder where it lies in none; or what a setting names. */
export function teamOf(uri: string, configFile: string, folders: readonly string[]): NonNullable<Settings["team"]> {
  const folder = folderAround(uri, folders)?.replace(/\/$/u, "") ?? uri.slice(0, uri.lastIndexOf("/"));
  const file = configFile === "" ? undefined : locate(folder, configFile);
  return file === undefined ? { upTo: folder } : { file };
}

/** Whether a document is a team file, which is not checked but read. */
export function isTeamFile(uri: string): boolean {
  return uri.endsWith(`/${teamFileName}`);
}

/** What is wrong with team files, and how to mend it. */
export interface TeamFiles {
  diagnostics(document: TextDocument): Promise<Diagnostic[]>;
  actions(document: TextDocument, params: CodeActionParams): Promise<CodeAction[]>;
}

export function teamFiles(engine: Engine, files: FileStore, features: ClientFeatures): TeamFiles {
  async function mistakes({ uri }: TextDocument): Promise<readonly TeamMistake[]> {
    const first = engine.teamFile(uri);
    if (first === undefined || first.wanted.length === 0) return first?.mistakes ?? [];
    await files.supply(uri, first.wanted, false);
    return engine.teamFile(uri)?.mistakes ?? [];
  }

  function toDiagnostic(document: TextDocument, mistake: TeamMistake): Diagnostic {
    return { range: toRange(document, mistake), severity: DiagnosticSeverity.Warning, source, code, message: mistake.message };
  }

  return {
    async diagnostics(document) {
      const told = (await mistakes(document)).filter(({ isSyntax }) => isSyntax !== true || features.own.json !== true);
      return told.map((one) => toDiagnostic(document, one));
    },
    async actions(document, { range, context: { only } }) {
      if (only !== undefined && !only.some((kind) => kind === "" || kind === CodeActionKind.QuickFix)) return [];
      const span = toSpan(document, range);
      const near = (await mistakes(document)).filter(({ start, end }) => start <= span.end && span.start <= end);
      return near.flatMap((mistake) =>
        mistake.meant.map((text, index): CodeAction => {
          const edit = { at: { file: document.uri, start: mistake.start, end: mistake.end }, text };
          return {
            title: t`Write ${text}`,
            kind: CodeActionKind.QuickFix,
            diagnostics: [toDiagnostic(document, mistake)],
            ...(features.preferredActions && index === 0 && mistake.meant.length === 1 ? { isPreferred: true } : {}),
            edit: toWorkspaceEdit(document, [edit], features, () => undefined),
          };
        }),
      );
    },
  };
}
