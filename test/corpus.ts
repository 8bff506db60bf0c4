import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the corpus. */
export const corpusRoot = process.env["WATERTIGHT_CORPUS"] ?? fileURLToPath(new URL("../../../shared/corpus", import.meta.url));

/** Compose files that people wrote, by their path below the corpus; empty, with a line that says so, where there is no corpus. */
export function corpus(): readonly { readonly path: string; readonly file: string; readonly text: string }[] {
  if (!existsSync(corpusRoot)) {
    console.log("note: no corpus of real files here (WATERTIGHT_CORPUS), so they were not checked");
    return [];
  }
  return readdirSync(corpusRoot, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({ path: file.slice(corpusRoot.length + 1), file, text: readFileSync(file, "utf8") }));
}
