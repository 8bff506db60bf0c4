import { URI } from "vscode-uri";
import { matchesGlob } from "../glob.js";
import { composeFileNames, documentSchemes, hasServices, sharedFileNames } from "../which-files.js";

/** An open document, as far as it matters whether it is ours. */
export interface DocumentIdentity {
  readonly uri: string;
  readonly languageId: string;
  getText(): string;
}

/** Whether a document is one that a person works on, rather than a copy that an editor shows. */
export function isWorkedOn({ uri }: Pick<DocumentIdentity, "uri">): boolean {
  return documentSchemes.includes(URI.parse(uri).scheme);
}

/** Whether a document may be a compose file, by its language or its name. Its content has the last word, in the engine. */
export function isOurs(document: DocumentIdentity, include: readonly string[]): boolean {
  if (languages.has(document.languageId.toLowerCase())) return true;
  const { path } = URI.parse(document.uri);
  const isNamed = (globs: readonly string[]): boolean => globs.some((glob) => matchesGlob(glob, path));
  return isNamed(composeFileNames) || isNamed(include) || (isNamed(sharedFileNames) && hasServices(document.getText()));
}

const languages: ReadonlySet<string> = new Set(["dockercompose", "docker-compose", "yaml.docker-compose", "docker compose"]);
