import { constants } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeText, maxReadBytes, refusals } from "./file-text.js";

/**
 * The text of a file of this machine; why it is not read; nothing when it does not exist. Only plain files of a sane size: reading a device or
 * a pipe might never end. With `roots`, URIs of folders, it has to lie below one of them once all links are followed.
 */
export async function readPlainFile(
  uri: string,
  roots: readonly string[] | undefined,
): Promise<string | { readonly refused: string } | undefined> {
  try {
    const path = fileURLToPath(uri);
    const found = await stat(path);
    if (roots !== undefined && !(await liesBelow(path, roots))) return { refused: refusals.link };
    if (found.isDirectory()) return { refused: refusals.folder };
    if (!found.isFile()) return { refused: refusals.notPlain };
    if (found.size > maxReadBytes) return { refused: refusals.tooLarge };
    return await readOpened(path);
  } catch (error) {
    return answerFor(error);
  }
}

/** What was a plain file a moment ago may be a pipe by now: opening it must not wait for a writer. */
async function readOpened(path: string): Promise<string | { readonly refused: string }> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    if (!found.isFile()) return { refused: refusals.notPlain };
    const bytes = new Uint8Array(maxReadBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = (await file.read(bytes, length, bytes.length - length)).bytesRead;
    }
    return length > maxReadBytes ? { refused: refusals.tooLarge } : decodeText(bytes.subarray(0, length), path);
  } finally {
    await file.close();
  }
}

/** Links are followed on both sides: a workspace may itself be opened by one. */
async function liesBelow(path: string, roots: readonly string[]): Promise<boolean> {
  const real = await realpath(path);
  for (const root of roots) {
    const folder = root.startsWith("file:") ? await realpath(fileURLToPath(root)).catch(() => undefined) : undefined;
    if (folder !== undefined && real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return true;
  }
  return false;
}

function answerFor(error: unknown): { readonly refused: string } | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return undefined;
  if (code === "EACCES" || code === "EPERM") return { refused: refusals.denied };
  return { refused: code === "ELOOP" ? refusals.loop : refusals.failed };
}
