import { URI } from "vscode-uri";
import { type Engine, Lines } from "../engine/index.js";

/** Reads a file: its text, or `undefined` when it does not exist or is not to be read. */
export type ReadFile = (uri: string) => Promise<string | undefined>;

/** The files which the engine wanted, beside the open documents. */
export interface FileStore {
  /** Reads what a document's check wants and hands it to the engine. */
  supply(asker: string, uris: readonly string[]): Promise<void>;
  /** Reads again those of the files that were handed over; answers whether any has changed. Without `uris`: all of them. */
  reread(uris?: readonly string[]): Promise<boolean>;
  /** For places in a file that was handed over; absent for any other. */
  linesOf(uri: string): Lines | undefined;
}

export function fileStore(engine: Engine, read: ReadFile, folders: () => readonly string[]): FileStore {
  const texts = new Map<string, string | undefined>();
  const permitted = new Set<string>();
  const latest = new Map<string, number>();

  /** Of several readings of one file under way at once, the one that was started last counts. */
  async function hand(uri: string): Promise<boolean> {
    const turn = (latest.get(uri) ?? 0) + 1;
    latest.set(uri, turn);
    const text = permitted.has(uri) ? await read(uri).catch(() => undefined) : undefined;
    if (latest.get(uri) !== turn) return false;
    const changed = !texts.has(uri) || texts.get(uri) !== text;
    texts.set(uri, text);
    engine.provide(uri, text);
    return changed;
  }

  return {
    async supply(asker, uris) {
      for (const uri of uris) if (mayRead(uri, asker, folders())) permitted.add(uri);
      await Promise.all(uris.map(hand));
    },
    async reread(uris) {
      const known = uris === undefined ? [...texts.keys()] : uris.filter((uri) => texts.has(uri));
      const changes = await Promise.all(known.map(hand));
      return changes.includes(true);
    },
    linesOf(uri) {
      const text = texts.get(uri);
      return text === undefined ? undefined : new Lines(text);
    },
  };
}

/**
 * A document may lead to files of its own kind of place only (same scheme and authority, so that opening one never contacts another
 * machine), in its own folder or in a folder of the workspace.
 */
export function mayRead(wanted: string, asker: string, folders: readonly string[]): boolean {
  const { scheme, authority, path } = URI.parse(wanted);
  const from = URI.parse(asker);
  if (scheme === "untitled" || scheme !== from.scheme || authority !== from.authority) return false;
  if (path.split("/").includes("..")) return false;
  if (isBelow(path, from.path.slice(0, from.path.lastIndexOf("/")))) return true;
  return folders
    .map((folder) => URI.parse(folder))
    .some((folder) => folder.scheme === scheme && folder.authority === authority && isBelow(path, folder.path));
}

function isBelow(path: string, folder: string): boolean {
  return lowerDrive(path).startsWith(`${lowerDrive(folder).replace(/\/+$/u, "")}/`);
}

function lowerDrive(path: string): string {
  return path.replace(/^\/[A-Z]:/u, (drive) => drive.toLowerCase());
}
