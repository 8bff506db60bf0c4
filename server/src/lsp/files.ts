import { URI } from "vscode-uri";
import { type Engine, Lines, type Provided } from "../engine/index.js";

export type { Provided } from "../engine/index.js";

/**
 * Reads a file: its text, why it is not read, or `undefined` when it does not exist. With `roots`, which are URIs of folders, a link that
 * leads out of all of them is not followed.
 */
export type ReadFile = (uri: string, roots: readonly string[] | undefined) => Promise<Provided>;

/** The files which the engine wanted, beside the open documents. */
export interface FileStore {
  /** Reads what a document's check wants and hands it to the engine; `outside`: wherever it lies. */
  supply(asker: string, uris: readonly string[], outside: boolean): Promise<void>;
  /** Reads again those of the files that were handed over; answers whether any has changed. Without `uris`: all of them. */
  reread(uris?: readonly string[]): Promise<boolean>;
  /** For places in a file that was handed over; absent for any other. */
  linesOf(uri: string): Lines | undefined;
}

const outsideReason = "it lies outside of the workspace (the setting watertight.files.readOutsideWorkspace allows it)";

export function fileStore(engine: Engine, read: ReadFile, folders: () => readonly string[]): FileStore {
  const answers = new Map<string, Provided>();
  /** Where a file that was permitted may lie; anywhere when there are no roots. */
  const permitted = new Map<string, readonly string[] | undefined>();
  const latest = new Map<string, number>();

  /** Of several readings of one file under way at once, the one that was started last counts. */
  async function hand(uri: string): Promise<boolean> {
    const turn = (latest.get(uri) ?? 0) + 1;
    latest.set(uri, turn);
    const answer = permitted.has(uri)
      ? await read(uri, permitted.get(uri)).catch(() => ({ refused: "it cannot be read" }))
      : { refused: outsideReason };
    if (latest.get(uri) !== turn) return false;
    const changed = !answers.has(uri) || JSON.stringify(answers.get(uri)) !== JSON.stringify(answer);
    answers.set(uri, answer);
    engine.provide(uri, answer);
    return changed;
  }

  return {
    async supply(asker, uris, outside) {
      for (const uri of uris) {
        if (outside && isSamePlace(uri, asker)) permitted.set(uri, undefined);
        else if (mayRead(uri, asker, folders())) permitted.set(uri, [asker.slice(0, asker.lastIndexOf("/")), ...folders()]);
      }
      await Promise.all(uris.map(hand));
    },
    async reread(uris) {
      const known = uris === undefined ? [...answers.keys()] : uris.filter((uri) => answers.has(uri));
      const changes = await Promise.all(known.map(hand));
      return changes.includes(true);
    },
    linesOf(uri) {
      const answer = answers.get(uri);
      return typeof answer === "string" ? new Lines(answer) : undefined;
    },
  };
}

/**
 * A document may lead to files of its own kind of place only (same scheme and authority, so that opening one never contacts another
 * machine), in its own folder or in a folder of the workspace.
 */
export function mayRead(wanted: string, asker: string, folders: readonly string[]): boolean {
  if (!isSamePlace(wanted, asker)) return false;
  const { scheme, authority, path } = URI.parse(wanted);
  const from = URI.parse(asker);
  if (isBelow(path, from.path.slice(0, from.path.lastIndexOf("/")))) return true;
  return folders
    .map((folder) => URI.parse(folder))
    .some((folder) => folder.scheme === scheme && folder.authority === authority && isBelow(path, folder.path));
}

/** Whether a file is of the same kind of place as the document that leads to it, without a detour. */
function isSamePlace(wanted: string, asker: string): boolean {
  const { scheme, authority, path } = URI.parse(wanted);
  const from = URI.parse(asker);
  return scheme !== "untitled" && scheme === from.scheme && authority === from.authority && !path.split("/").includes("..");
}

function isBelow(path: string, folder: string): boolean {
  return lowerDrive(path).startsWith(`${lowerDrive(folder).replace(/\/+$/u, "")}/`);
}

function lowerDrive(path: string): string {
  return path.replace(/^\/[A-Z]:/u, (drive) => drive.toLowerCase());
}
