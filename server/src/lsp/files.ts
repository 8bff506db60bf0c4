import { URI } from "vscode-uri";
import { canonicalUri, type Engine, Lines, type Provided } from "../engine/index.js";
import { refusals } from "../file-text.js";

export type { Provided } from "../engine/index.js";

/**
 * Reads a file: its text, why it is not read, or `undefined` when it does not exist. With `roots`, which are URIs of folders, a link that
 * leads out of all of them is not followed.
 */
export type ReadFile = (uri: string, roots: readonly string[] | undefined) => Promise<Provided>;

/** The files which the engine wanted, beside the open documents. */
export interface FileStore {
  /** Before a document is checked: what it may read and others might not is wanted again. */
  admit(asker: string, outside: boolean): void;
  /** Reads what a document's check wants and hands it to the engine; `outside`: wherever it lies. */
  supply(asker: string, uris: readonly string[], outside: boolean): Promise<void>;
  /** Reads again what was handed over, of the files and folders named or everything. */
  reread(uris?: readonly string[]): Promise<void>;
  /** Forgets every answer: what may be read has changed. */
  reset(): void;
  /** For places in a file that was handed over; absent for any other. */
  linesOf(uri: string): Lines | undefined;
}

/** `covers` hears of each file that an answer rests on, there or not. */
export function fileStore(
  engine: Engine,
  read: ReadFile,
  folders: () => readonly string[],
  covers: (uris: readonly string[]) => void,
): FileStore {
  const answers = new Map<string, Provided>();
  /** Where a file that was permitted may lie; anywhere when there are no roots. */
  const permitted = new Map<string, readonly string[] | undefined>();
  /** Of several readings of one file under way at once, the one that was started last counts. */
  const readings = new Map<string, Promise<void>>();

  /** Answers when the last of the readings under way has been handed over, this one or one that was started meanwhile. */
  function hand(uri: string): Promise<void> {
    const reading = Promise.resolve(permitted.has(uri) ? read(uri, permitted.get(uri)) : { refused: refusals.outside })
      .catch(() => ({ refused: refusals.failed }))
      .then((answer) => {
        if (readings.get(uri) !== reading) return readings.get(uri);
        readings.delete(uri);
        answers.set(uri, answer);
        engine.provide(uri, answer);
      });
    readings.set(uri, reading);
    return reading;
  }

  function permit(uri: string, asker: string, outside: boolean): boolean {
    if (outside && isSamePlace(uri, asker)) permitted.set(uri, undefined);
    else if (mayRead(uri, asker, folders())) permitted.set(uri, [asker.slice(0, asker.lastIndexOf("/")), ...folders()]);
    return permitted.has(uri);
  }

  return {
    admit(asker, outside) {
      for (const uri of answers.keys()) if (!permitted.has(uri) && permit(uri, asker, outside)) engine.withdraw(uri);
    },
    async supply(asker, uris, outside) {
      for (const uri of uris) permit(uri, asker, outside);
      covers(uris.filter((uri) => permitted.has(uri)));
      // Another check may have asked for it just now: if each began anew, none would ever have an answer.
      await Promise.all(uris.map((uri) => readings.get(uri) ?? hand(uri)));
    },
    async reread(uris) {
      // What is being read may have been read already, and be handed over later.
      const known = [...new Set([...answers.keys(), ...readings.keys()])].filter((uri) => permitted.has(uri));
      const changed = new Set(uris?.map(canonicalUri));
      const isMeant = (uri: string): boolean => uris === undefined || parents(canonicalUri(uri)).some((one) => changed.has(one));
      await Promise.all(known.filter(isMeant).map(hand));
    },
    reset() {
      for (const uri of answers.keys()) engine.withdraw(uri);
      answers.clear();
      permitted.clear();
      readings.clear();
    },
    linesOf(uri) {
      const answer = answers.get(uri);
      return typeof answer === "string" ? new Lines(answer) : undefined;
    },
  };
}

/** A file and the folders around it: when a folder is renamed, nobody tells of the files in it. */
function parents(uri: string): readonly string[] {
  const found = [uri];
  for (let slash = uri.lastIndexOf("/"); slash > 0 && uri[slash - 1] !== "/"; slash = uri.lastIndexOf("/", slash - 1))
    found.push(uri.slice(0, slash));
  return found;
}

/**
 * A document may lead to files of its own kind of place only (same scheme and authority, so that opening one never contacts another
 * machine), in its own folder or in a folder of the workspace.
 */
export function mayRead(wanted: string, asker: string, folders: readonly string[]): boolean {
  if (!isSamePlace(wanted, asker)) return false;
  const from = URI.parse(asker);
  return isBelow(URI.parse(wanted).path, from.path.slice(0, from.path.lastIndexOf("/"))) || folderAround(wanted, folders) !== undefined;
}

/** The innermost of some folders that a file lies in. */
export function folderAround(uri: string, folders: readonly string[]): string | undefined {
  const { scheme, authority, path } = URI.parse(uri);
  return folders
    .filter((folder) => {
      const { scheme: its, authority: theirs, path: around } = URI.parse(folder);
      return its === scheme && theirs === authority && isBelow(path, around);
    })
    .toSorted((a, b) => b.length - a.length)[0];
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
