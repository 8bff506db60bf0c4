import type { TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Engine, FileReport } from "../engine/index.js";
import { isOurs } from "./documents.js";
import type { FileStore } from "./files.js";
import { locateProjects } from "./projects.js";
import type { DocumentSettings, SettingsStore } from "./settings.js";

/** The check of one version of a document. */
export interface Outcome {
  readonly document: TextDocument;
  readonly settings: DocumentSettings;
  readonly report: FileReport;
}

export interface Checker {
  /** The document and its settings when it is open, ours and not switched off. */
  candidate(uri: string): Promise<Pick<Outcome, "document" | "settings"> | undefined>;
  /** Checks the newest version with every file it wants; absent when there is no candidate or it is too large. */
  check(uri: string): Promise<Outcome | undefined>;
  /** The document was closed. */
  forget(uri: string): void;
}

/** Longer texts (UTF-16 units) are left alone: nobody writes such a compose file, and a check would hold everything else up. */
export const maxTextLength = 1_000_000;

/** How often a check may want further files because of those it got. */
const maxRounds = 10;

export function checker(
  engine: Engine,
  documents: TextDocuments<TextDocument>,
  settings: SettingsStore,
  files: FileStore,
  folders: () => readonly string[],
): Checker {
  const configured = new Map<string, DocumentSettings>();

  async function candidate(uri: string): Promise<Pick<Outcome, "document" | "settings"> | undefined> {
    const found = await settings.of(uri);
    const document = documents.get(uri);
    if (document === undefined || !found.enable || !isOurs(document, found.include)) return undefined;
    return { document, settings: found };
  }

  return {
    candidate,
    async check(uri) {
      for (let round = 1; ; round++) {
        const ours = await candidate(uri);
        if (ours === undefined || ours.document.getText().length > maxTextLength) return undefined;
        if (configured.get(uri) !== ours.settings) {
          engine.configure(uri, { ...ours.settings.engine, projects: locateProjects(ours.settings.projects, uri, folders()) });
          configured.set(uri, ours.settings);
        }
        const report = engine.check(uri);
        if (report.wanted.length === 0 || round === maxRounds) return { ...ours, report };
        await files.supply(uri, report.wanted, ours.settings.readOutside);
      }
    },
    forget(uri) {
      configured.delete(uri);
      settings.forget(uri);
      engine.drop(uri);
    },
  };
}
