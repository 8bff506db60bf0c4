import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, join, sep } from "node:path";
import type { Provided } from "../engine/index.js";
import { decodeText, refusals } from "../file-text.js";
import { matchesGlob } from "../glob.js";
import { composeFileNames, foreignFolders, hasServices, sharedFileNames } from "../which-files.js";

/** A text to check, or why there is none. `path` is as the person wrote it, or found below it. */
export type Input =
  | { readonly path: string; readonly text: string; readonly named: boolean }
  | { readonly path: string; readonly error: string };

/** Larger files are not written by people; reading them would only take the machine's memory. */
export const maxBytes = 16 * 1024 * 1024;

function isNamed(path: string, globs: readonly string[]): boolean {
  return globs.some((glob) => matchesGlob(glob, basename(path)));
}

/**
 * Reads files, and the compose files of folders in the order of their names. Links to folders are not followed; a link to a file is where the
 * person names it, `outside` allows it, or it stays in the folder.
 */
export function readInputs(paths: readonly string[], outside: boolean): readonly Input[] {
  return paths.flatMap((path) => {
    if (/^[a-z][a-z\d+.-]+:\/\//iu.test(path)) return [{ path, error: "lies on another machine and is not read" }];
    const found = statusOf(path);
    if (typeof found === "string") return [{ path, error: found }];
    return found.isDirectory() ? readFolder(path, outside) : [readInput(path, true)];
  });
}

/** Whether a path leads to a folder. */
export function isFolder(path: string): boolean {
  const found = statusOf(path);
  return typeof found !== "string" && found.isDirectory();
}

/** Whether a path leads to a plain file. */
export function isFile(path: string): boolean {
  const found = statusOf(path);
  return typeof found !== "string" && found.isFile();
}

function readFolder(folder: string, outside: boolean): readonly Input[] {
  const inputs: Input[] = [];
  const open = [folder];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const entries = list(current);
    if (typeof entries === "string") {
      inputs.push({ path: current, error: entries });
      continue;
    }
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !foreignFolders.includes(entry.name));
    open.push(...folders.map(({ name }) => join(current, name)).toReversed());
    for (const entry of entries) {
      if (entry.isDirectory()) continue;
      const path = join(current, entry.name);
      if (isNamed(path, composeFileNames)) inputs.push(...readFound(path, folder, outside));
      else if (isNamed(path, sharedFileNames))
        inputs.push(...readFound(path, folder, outside).filter((one) => "text" in one && hasServices(one.text)));
    }
  }
  return inputs;
}

/** What a search came upon; nothing for a link to a folder. */
function readFound(path: string, folder: string, outside: boolean): readonly Input[] {
  const found = statusOf(path);
  if (typeof found === "string") return [{ path, error: found }];
  if (found.isDirectory()) return [];
  const roots = outside ? undefined : [folder];
  return leadsOut(path, roots)
    ? [{ path, error: "is a link that leads out of the folder (--allow-outside reads it)" }]
    : [readInput(path, false)];
}

function list(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return reason(error);
  }
}

function readInput(path: string, named: boolean): Input {
  try {
    const text = readPlain(path);
    return typeof text === "string" ? { path, text, named } : { path, error: text.refused.replace(/^it /u, "") };
  } catch (error) {
    return { path, error: reason(error) };
  }
}

/** What was a plain file a moment ago may be a pipe by now: opening it must not wait for a writer. */
function readPlain(path: string): ReturnType<typeof decodeText> {
  // Opening some devices does something: a look comes first.
  if (!statSync(path).isFile()) return { refused: refusals.notPlain };
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = fstatSync(file);
    if (!fstatSync(file).isFile()) return { refused: refusals.notPlain };
    if (size > maxBytes) return { refused: `it is larger than ${maxBytes / 1024 / 1024} MB` };
    return decodeText(readFileSync(file), path);
  } finally {
    closeSync(file);
  }
}

function statusOf(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (error) {
    return reason(error);
  }
}

/**
 * The text of a file that a compose file leads to; why it is not read; or nothing when it does not exist. With `roots` it has to lie below one
 * of these folders, also when a link leads to it.
 */
export function readBeside(path: string, roots: readonly string[] | undefined): Provided {
  if (roots !== undefined && !isBelow(path, roots)) return { refused: "it lies outside of the current folder (--allow-outside reads it)" };
  const found = statusOf(path);
  if (typeof found === "string") return found === missing ? undefined : { refused: `it ${found}` };
  if (leadsOut(path, roots)) return { refused: "it is a link that leads out of the current folder (--allow-outside reads it)" };
  if (found.isDirectory()) return { refused: refusals.folder };
  const input = readInput(path, false);
  return "text" in input ? input.text : { refused: `it ${input.error}` };
}

/** Whether a path, once all links are followed, lies in none of the folders. */
function leadsOut(path: string, roots: readonly string[] | undefined): boolean {
  if (roots === undefined) return false;
  try {
    return !isBelow(
      realpathSync(path),
      roots.map((root) => realpathSync(root)),
    );
  } catch {
    // It has just gone: whatever is there now was not looked at.
    return true;
  }
}

function isBelow(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path.startsWith(root.endsWith(sep) ? root : root + sep));
}

const missing = "does not exist";

function reason(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return missing;
  if (code === "EACCES" || code === "EPERM") return "cannot be read: permission denied";
  if (code === "ELOOP") return "cannot be read: a link leads to itself";
  return `cannot be read (${String(code ?? "unknown reason")})`;
}
