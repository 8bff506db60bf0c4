import { composeFileNames, documentSchemes } from "../../server/src/which-files.js";

/** A filter that both VS Code and the language client take. */
export interface Selected {
  readonly scheme: string;
  readonly language?: string;
  readonly pattern?: string;
}

/**
 * The documents that the server hears of: those that are checked, and whatever else may belong to their projects, so that what is not saved
 * yet counts there, too. The server says nothing of a YAML file that belongs to none.
 */
export function documentSelector(include: readonly string[]): Selected[] {
  const others = documentSchemes.flatMap((scheme) => [
    { scheme, language: "yaml" },
    ...otherFileNames.map((name) => ({ scheme, pattern: `**/${name}` })),
  ]);
  return [...composeSelector(include), ...others];
}

const otherFileNames: readonly string[] = [".env*", "*.env", ".watertight.json"];

/** The documents that are compose files by their language or name. */
export function composeSelector(include: readonly string[]): Selected[] {
  return documentSchemes.flatMap((scheme) => [
    { scheme, language: "dockercompose" },
    ...composeFileNames.map((name) => ({ scheme, language: "yaml", pattern: `**/${name}` })),
    ...include.map((glob) => ({ scheme, pattern: `**/${glob.replace(/^(?:\*\*\/|\.?\/)+/u, "")}` })),
  ]);
}
