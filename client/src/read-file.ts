import { FileSystemError, FileType, Uri, workspace } from "vscode";
import { maxReadBytes, type ReadFileParams, type ReadFileResult } from "../../server/src/lsp/protocol.js";
import { documentSchemes } from "../../server/src/which-files.js";

/** Reads a file beside a document for a server that cannot: on virtual file systems and in the browser. */
export async function readFile({ uri }: ReadFileParams): Promise<ReadFileResult> {
  const file = Uri.parse(uri, true);
  if (!documentSchemes.includes(file.scheme)) return { text: null };
  try {
    const { type, size } = await workspace.fs.stat(file);
    if ((type & FileType.File) === 0) return { text: null, refused: "it is no plain file" };
    if (size > maxReadBytes) return { text: null, refused: "it is larger than 1 MB" };
    return { text: new TextDecoder().decode(await workspace.fs.readFile(file)) };
  } catch (error) {
    if (error instanceof FileSystemError && error.code === "NoPermissions") return { text: null, refused: "permission is denied" };
    // Most projects have no such file: that is an answer, not a failure.
    return { text: null };
  }
}
