import { decodeText, maxReadBytes, refusals } from "../../server/src/file-text.js";
import type { ReadFileParams, ReadFileResult } from "../../server/src/lsp/protocol.js";
import { documentSchemes } from "../../server/src/which-files.js";

/** The part of an editor's file systems that reading needs; places are URIs. The numbers of `type` are those of VS Code's `FileType`. */
export interface FileSystem {
  stat(uri: string): Promise<{ readonly type: number; readonly size: number }>;
  read(uri: string): Promise<Uint8Array>;
}

const file = 1;
const folder = 2;
const link = 64;

/**
 * Reads a file for a server that cannot, by the rules that it keeps itself: plain files of a sane size and, where there are `roots`, below one
 * of them. Where a link leads to nobody says here, so none below a root is followed.
 */
export async function readPlainFile({ uri, roots }: ReadFileParams, files: FileSystem): Promise<ReadFileResult> {
  if (!documentSchemes.includes(uri.slice(0, uri.indexOf(":")))) return { text: null };
  try {
    const { type, size } = await files.stat(uri);
    if (roots !== undefined) {
      const root = innermost(uri, roots);
      if (root === undefined) return refused(refusals.outside);
      if ((type & link) !== 0 || (await leadsThroughLink(uri, root, files))) return refused(refusals.link);
    }
    if ((type & folder) !== 0) return refused(refusals.folder);
    if ((type & file) === 0) return refused(refusals.notPlain);
    if (size > maxReadBytes) return refused(refusals.tooLarge);
    const bytes = await files.read(uri);
    if (bytes.length > maxReadBytes) return refused(refusals.tooLarge);
    const text = decodeText(bytes, uri);
    return typeof text === "string" ? { text } : { text: null, ...text };
  } catch (error) {
    return answerFor(error);
  }
}

function refused(reason: string): ReadFileResult {
  return { text: null, refused: reason };
}

function innermost(uri: string, roots: readonly string[]): string | undefined {
  return roots
    .map((root) => root.replace(/\/+$/u, ""))
    .filter((root) => uri.startsWith(`${root}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** Looks at the folders between a root and a file. */
async function leadsThroughLink(uri: string, root: string, files: FileSystem): Promise<boolean> {
  for (let slash = uri.lastIndexOf("/"); slash > root.length; slash = uri.lastIndexOf("/", slash - 1)) {
    const { type } = await files.stat(uri.slice(0, slash));
    if ((type & link) !== 0) return true;
  }
  return false;
}

/** Most projects have no such file: that is an answer, not a failure. */
function answerFor(error: unknown): ReadFileResult {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  if (code === "NoPermissions") return refused(refusals.denied);
  return code === "Unavailable" || code === "FileIsADirectory" ? refused(refusals.failed) : { text: null };
}
