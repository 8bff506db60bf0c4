import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Engine, type FileReport, maxRounds, type Preset } from "../engine/index.js";
import { isOurs, isWorkedOn } from "./documents.js";
import type { FileStore } from "./files.js";
import { locateProjects } from "./projects.js";
import type { DocumentSettings, SettingsStore } from "./settings.js";
import { teamOf } from "./team-file.js";

/** The check of one version of a document. */
export interface Outcome {
  readonly document: TextDocument;
  readonly settings: DocumentSettings;
  readonly report: FileReport;
  /** What is in force, once the team has had its say. */
  readonly preset: Preset;
  /** The nearest of the team's files; absent where there is none. */
  readonly teamFile: string | undefined;
  /** What the engine took for the report, when it made it. */
  readonly milliseconds: number;
}

export interface Checker {
  /** The document and its settings when it is open, not switched off, and ours: by its name, or because a project of ours names it. */
  candidate(uri: string): Promise<Pick<Outcome, "document" | "settings"> | undefined>;
  /** Checks the newest version with every file it wants; absent when there is no candidate or it is too large. */
  check(uri: string): Promise<Outcome | undefined>;
  /** The document was closed. */
  forget(uri: string): void;
}

/** Longer texts (UTF-16 units) are left alone: nobody writes such a compose file, and a check would hold everything else up. */
export const maxTextLength = 1_000_000;

/** `outdated` hears of other documents whose reports a check has made old: what a file includes is judged in it. */
export function checker(
  engine: Engine,
  documents: { get(uri: string): TextDocument | undefined },
  settings: Pick<SettingsStore, "of" | "forget">,
  files: FileStore,
  folders: () => readonly string[],
  outdated: (uris: readonly string[]) => void,
): Checker {
  const configured = new Map<string, DocumentSettings>();
  /** The engine gives the same report as long as nothing has changed: that took no time, and says nothing. */
  const took = new WeakMap<FileReport, number>();

  async function candidate(uri: string): Promise<Pick<Outcome, "document" | "settings"> | undefined> {
    const found = await settings.of(uri);
    const document = documents.get(uri);
    if (document === undefined || !found.enable || !isWorkedOn(document)) return undefined;
    if (!isOurs(document, found.include) && !(await isNamed(uri, found))) return undefined;
    return { document, settings: found };
  }

  async function isNamed(uri: string, found: DocumentSettings): Promise<boolean> {
    configure(uri, found);
    const first = engine.membership(uri);
    if (first.wanted.length > 0) await files.supply(uri, first.wanted, found.readOutside);
    return engine.membership(uri).isNamed;
  }

  function configure(uri: string, found: DocumentSettings): void {
    files.admit(uri, found.readOutside);
    if (configured.get(uri) === found) return;
    const projects = locateProjects(found.projects, uri, folders());
    engine.configure(uri, { ...found.engine, projects, team: teamOf(uri, found.configFile, folders()) });
    configured.set(uri, found);
  }

  return {
    candidate,
    async check(uri) {
      let milliseconds = 0;
      for (let round = 1; ; round++) {
        const ours = await candidate(uri);
        if (ours === undefined || ours.document.getText().length > maxTextLength) return undefined;
        configure(uri, ours.settings);
        const started = performance.now();
        const report = engine.check(uri);
        milliseconds += performance.now() - started;
        if (report.wanted.length === 0 || round === maxRounds) {
          outdated(engine.takeStale().filter((other) => other !== uri));
          if (!took.has(report)) took.set(report, milliseconds);
          return {
            ...ours,
            report,
            preset: engine.presetOf(uri),
            teamFile: engine.teamFilesOf(uri)[0],
            milliseconds: took.get(report) ?? milliseconds,
          };
        }
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
