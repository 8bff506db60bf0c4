import { composeFileNames, documentSchemes } from "../../server/src/which-files.js";

/** A filter that both VS Code and the language client take. */
export interface Selected {
  readonly scheme: string;
  readonly language?: string;
  readonly pattern?: string;
}

/** The documents that the server hears of: compose files by language, and by name those which VS Code calls YAML. */
export function documentSelector(include: readonly string[]): Selected[] {
  return documentSchemes.flatMap((scheme) => [
    { scheme, language: "dockercompose" },
    ...composeFileNames.map((name) => ({ scheme, language: "yaml", pattern: `**/${name}` })),
    ...include.map((glob) => ({ scheme, pattern: `**/${glob.replace(/^(?:\*\*\/|\.?\/)+/u, "")}` })),
  ]);
}
