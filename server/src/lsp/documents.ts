import { URI } from "vscode-uri";
import { composeFileNames, documentSchemes } from "../which-files.js";
import { matchesGlob } from "./glob.js";

/** An open document, as far as it matters whether it is ours. */
export interface DocumentIdentity {
  readonly uri: string;
  readonly languageId: string;
}

/** Whether a document may be a compose file: by its scheme, then by its language or its name. Its content has the last word, in the engine. */
export function isOurs({ uri, languageId }: DocumentIdentity, include: readonly string[]): boolean {
  const { scheme, path } = URI.parse(uri);
  if (!documentSchemes.includes(scheme)) return false;
  if (languages.has(languageId.toLowerCase())) return true;
  return [...composeFileNames, ...include].some((glob) => matchesGlob(glob, path));
}

const languages: ReadonlySet<string> = new Set(["dockercompose", "docker-compose", "yaml.docker-compose", "docker compose"]);
