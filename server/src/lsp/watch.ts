import { type Connection, DidChangeWatchedFilesNotification, type FileSystemWatcher, WatchKind } from "vscode-languageserver";
import { URI } from "vscode-uri";
import type { ClientFeatures } from "./features.js";
import { folderAround } from "./files.js";

/** Has the client tell of changes on its disk. */
export interface Watch {
  /** Starts with the names that everybody uses. */
  start(): Promise<void>;
  /** Makes sure that changes of these files are told, too, whatever they are called and wherever they lie. */
  cover(uris: readonly string[]): void;
  /** The same for many files in the workspace: by their names alone, and no more names than a client can bear to watch. */
  coverNames(uris: readonly string[]): void;
  /** Whether every file so far is watched; else they have to be looked at now and then. */
  isComplete(): boolean;
}

/** Whatever a compose file usually leads to. */
const usual: readonly FileSystemWatcher[] = [{ globPattern: "**/*.{yml,yaml}" }, { globPattern: "**/.env*" }, { globPattern: "**/*.env" }];
const usualName = /\.ya?ml$|^\.env|\.env$/u;

const maxNames = 500;

export function watch(connection: Connection, features: ClientFeatures, folders: () => readonly string[]): Watch {
  const covered = new Set<string>();
  let isComplete = features.watchedFilesRegistration;

  async function register(watchers: readonly FileSystemWatcher[]): Promise<void> {
    if (watchers.length === 0 || !features.watchedFilesRegistration) return;
    try {
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [...watchers] });
    } catch {
      isComplete = false;
      connection.console.warn("The client does not watch some files; they are read again when a document is saved.");
    }
  }

  function once(key: string, watcher: FileSystemWatcher): readonly FileSystemWatcher[] {
    if (covered.has(key)) return [];
    covered.add(key);
    return [watcher];
  }

  /** A folder that is renamed takes its files along, and only the folder is told of. */
  function withinWorkspace(folder: string, path: string): readonly FileSystemWatcher[] {
    const names = path.slice(URI.parse(folder).path.replace(/\/$/u, "").length + 1).split("/");
    const name = names.pop() ?? "";
    return [
      ...(usualName.test(name) ? [] : once(name, { globPattern: `**/${literal(name)}` })),
      ...names.flatMap((one) => once(`${one}/`, { globPattern: `**/${literal(one)}`, kind: WatchKind.Create | WatchKind.Delete })),
    ];
  }

  function outside(uri: string): readonly FileSystemWatcher[] {
    const baseUri = uri.slice(0, uri.lastIndexOf("/"));
    if (features.relativePatterns) return once(`${baseUri}/`, { globPattern: { baseUri, pattern: "*" } });
    isComplete = false;
    return [];
  }

  return {
    start: () => register(usual),
    cover(uris) {
      if (!features.watchedFilesRegistration) return;
      const watchers = uris.flatMap((uri) => {
        const folder = folderAround(uri, folders());
        return folder === undefined ? outside(uri) : withinWorkspace(folder, URI.parse(uri).path);
      });
      void register(watchers);
    },
    coverNames(uris) {
      const names = uris.map((uri) => URI.parse(uri).path).map((path) => path.slice(path.lastIndexOf("/") + 1));
      const unusual = names.filter((name) => !usualName.test(name) && covered.size < maxNames);
      void register(unusual.flatMap((name) => once(name, { globPattern: `**/${literal(name)}` })));
    },
    isComplete: () => isComplete,
  };
}

/** A name as a glob that matches it, and hardly anything else. */
function literal(name: string): string {
  return name.replaceAll(/[*?{}[\]\\,!]/gu, "?");
}
