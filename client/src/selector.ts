import { composeFileNames, documentSchemes, sharedFileNames } from "../../server/src/which-files.js";

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
  const others = documentSchemes.flatMap((scheme) => otherFileNames.map((name) => ({ scheme, pattern: `**/${name}` })));
  return [...startSelector(include), ...others];
}

/** The documents for which the server is started: without one of them nothing else matters. */
export function startSelector(include: readonly string[]): Selected[] {
  return [...composeSelector(include), ...documentSchemes.map((scheme) => ({ scheme, language: "yaml" }))];
}

const otherFileNames: readonly string[] = [".env*", "*.env", ".watertight.json"];

/** The documents that are compose files by their language or name. */
function composeSelector(include: readonly string[]): Selected[] {
  return documentSchemes.flatMap((scheme) => [
    { scheme, language: "dockercompose" },
    ...[...composeFileNames, ...sharedFileNames].map((name) => ({ scheme, language: "yaml", pattern: `**/${name}` })),
    ...include.map((glob) => ({ scheme, pattern: anywhere(glob) })),
  ]);
}

/** A glob of the settings, which means any folder of the workspace. */
export function anywhere(glob: string): string {
  return `**/${glob.replace(/^(?:\*\*\/|\.?\/)+/u, "")}`;
}
