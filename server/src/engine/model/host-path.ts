import { isUnresolved, type Unresolved } from "./sourced.js";

/**
 * A host path in one spelling: `.`, `..` and doubled slashes are worked out by text alone. A relative path stays relative (`./data`)
 * unless it climbs out of a known directory; `~`, drive letters, pipes, `$XDG_RUNTIME_DIR` and `$SSH_AUTH_SOCK` stay.
 */
export function normaliseHostPath(path: string, directory: string | undefined): string {
  if (path.startsWith("\\\\") || path.startsWith("//./pipe/")) return path;
  const rooted = /^(?:[A-Za-z]:(?=[\\/]|$)|~|\$(?:XDG_RUNTIME_DIR|SSH_AUTH_SOCK)(?=\/|$))/u.exec(path)?.[0];
  if (rooted !== undefined) return withRoot(rooted, path.slice(rooted.length));
  if (path.startsWith("/")) return `/${segments(path, false).join("/")}`;
  const relative = segments(path, true);
  if (relative[0] !== "..") return relative.length === 0 ? "." : `./${relative.join("/")}`;
  return directory === undefined ? relative.join("/") : normaliseHostPath(`${directory}/${path}`, undefined);
}

/** A path as one that starts in the project's directory, though it was written for another one; both are URIs. */
export function hostPathFrom(path: string, from: string | undefined, project: string | undefined): string {
  const start = from === undefined ? undefined : directoryPath(from);
  const home = project === undefined ? undefined : directoryPath(project);
  const written = normaliseHostPath(path, start);
  if (from === project || start === undefined || !/^\.(?:\/|$)/u.test(written)) return written;
  const full = normaliseHostPath(`${start}/${written}`, undefined);
  if (full === home) return ".";
  return home !== undefined && full.startsWith(`${home}/`) ? `./${full.slice(home.length + 1)}` : full;
}

/** An absolute path as one that starts in a directory; both in one spelling. */
export function relativePath(directory: string, path: string): string {
  const from = segments(directory, false);
  const to = segments(path, false);
  const common = from.findIndex((name, index) => name !== to[index]);
  const shared = common < 0 ? from.length : common;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}

/** A path inside the container, cleaned as Compose cleans it. */
export function cleanContainerPath(path: string): string {
  if (path.startsWith("/")) return `/${segments(path, false).join("/")}`;
  return segments(path, true).join("/") || ".";
}

/** The path of a directory on a machine's disk, without the last slash (`""` is the root); absent for other schemes. */
export function directoryPath(uri: string): string | undefined {
  const path = /^(?:file|vscode-remote):\/\/[^/]*(\/[^?#]*)?$/u.exec(uri);
  if (path === null) return undefined;
  // `/c:/work` is `c:/work` on Windows.
  return decoded(path[1] ?? "")?.replace(/^\/(?=[A-Za-z]:)/u, "");
}

/**
 * The path that a value gives. Some variables of the shell mean the same everywhere: `HOME` is `~` and `PWD` the project's directory;
 * `XDG_RUNTIME_DIR` and `SSH_AUTH_SOCK` keep their names. Any other unknown variable makes the path unknown.
 */
export function pathText(value: string | Unresolved): string | undefined {
  if (!isUnresolved(value)) return value;
  const { name, required, rest } = shellPath.exec(value.unresolved)?.groups ?? {};
  const known = shellPaths.get(name ?? required ?? "");
  return known === undefined ? undefined : known + (rest ?? "");
}

const shellPath = /^\$(?:(?<name>\w+)|\{(?<required>\w+)(?::?\?[^}]*)?\})(?<rest>\/[^$]*)?$/u;

const shellPaths: ReadonlyMap<string, string> = new Map([
  ["HOME", "~"],
  ["PWD", "."],
  ["XDG_RUNTIME_DIR", "$XDG_RUNTIME_DIR"],
  ["SSH_AUTH_SOCK", "$SSH_AUTH_SOCK"],
]);

function withRoot(root: string, rest: string): string {
  const drive = root.endsWith(":");
  // Compose takes `~name` for a folder in the home directory.
  const below = segments(drive ? rest.replaceAll("\\", "/") : rest, !drive);
  if (below.length === 0) return drive ? `${root}/` : root;
  return `${root}/${below.join("/")}`;
}

/** The names of a path without empty ones and dots; `..` at the front stays where the path may climb. */
function segments(path: string, climbs: boolean): readonly string[] {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (climbs) kept.push(segment);
  }
  return kept;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // A URI that is not encoded as it should be names no directory.
    return undefined;
  }
}
