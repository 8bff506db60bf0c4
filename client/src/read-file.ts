import { Uri, workspace } from "vscode";
import type { ReadFileParams, ReadFileResult } from "../../server/src/lsp/protocol.js";
import { type FileSystem, readPlainFile } from "./plain-file.js";

const files: FileSystem = {
  stat: async (uri) => workspace.fs.stat(Uri.parse(uri, true)),
  read: async (uri) => workspace.fs.readFile(Uri.parse(uri, true)),
};

/** Reads a file beside a document for a server that cannot: on virtual file systems and in the browser. */
export function readFile(params: ReadFileParams): Promise<ReadFileResult> {
  return readPlainFile(params, files);
}
