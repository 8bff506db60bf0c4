import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, join, sep } from "node:path";
import type { Provided } from "../engine/index.js";
import { composeFileNames } from "../which-files.js";

/** A text to check, or why there is none. `path` is as the person wrote it, or found below it. */
export type Input =
  | { readonly path: string; readonly text: string; readonly named: boolean }
  | { readonly path: string; readonly error: string };

/** Larger files are not written by people; reading them would only take the machine's memory. */
export const maxBytes = 16 * 1024 * 1024;

/** Folders that hold other people's files. */
const skipped: ReadonlySet<string> = new Set(["node_modules", "vendor", "__pycache__", "venv", "site-packages", "bower_components"]);

const names = composeFileNames.map(
  (glob) => new RegExp(`^${glob.replaceAll(/[.]/gu, "\\.").replaceAll("*", ".*").replace("{yml,yaml}", "ya?ml")}$`, "u"),
);

/** Whether a file is taken for a compose file when a folder is searched. */
export function isComposeFileName(path: string): boolean {
  const name = basename(path);
  return names.some((pattern) => pattern.test(name));
}

/** Reads files, and the compose files of folders in the order of their names. Links to folders are not followed. */
export function readInputs(paths: readonly string[]): readonly Input[] {
  return paths.flatMap((path) => {
    const found = statusOf(path);
    if (typeof found === "string") return [{ path, error: found }];
    return found.isDirectory() ? readFolder(path) : [readInput(path, found, true)];
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

function readFolder(folder: string): readonly Input[] {
  const inputs: Input[] = [];
  const open = [folder];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const entries = list(current);
    if (typeof entries === "string") {
      inputs.push({ path: current, error: entries });
      continue;
    }
    const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !skipped.has(entry.name));
    open.push(...folders.map(({ name }) => join(current, name)).toReversed());
    for (const entry of entries) {
      if (entry.isDirectory() || !isComposeFileName(entry.name)) continue;
      const path = join(current, entry.name);
      const found = statusOf(path);
      if (typeof found === "string") inputs.push({ path, error: found });
      else if (!found.isDirectory()) inputs.push(readInput(path, found, false));
    }
  }
  return inputs;
}

function list(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return reason(error);
  }
}

function readInput(path: string, found: Stats, named: boolean): Input {
  if (!found.isFile()) return { path, error: "is no plain file" };
  if (found.size > maxBytes) return { path, error: `is larger than ${maxBytes / 1024 / 1024} MB` };
  try {
    return { path, text: readFileSync(path, "utf8"), named };
  } catch (error) {
    return { path, error: reason(error) };
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
  if (
    roots !== undefined &&
    !isBelow(
      realpathSync(path),
      roots.map((root) => realpathSync(root)),
    )
  ) {
    return { refused: "it is a link that leads out of the current folder (--allow-outside reads it)" };
  }
  const input = readInput(path, found, false);
  return "text" in input ? input.text : { refused: `it ${input.error}` };
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
