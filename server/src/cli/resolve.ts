import { join } from "node:path";
import { defaultSettings, Engine, mainFileNames, type ProjectFiles, type Resolved } from "../engine/index.js";
import { rootsOf, uriOf } from "./check.js";
import { complete } from "./complete.js";
import { type Input, isFile, isFolder } from "./files.js";

/** A resolved project, with the texts that its values come from. */
export interface ResolvedFiles {
  readonly resolved: Resolved;
  /** Texts by URI. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The file that a path means: of a folder the one that Compose takes for its main file; absent when there is none. */
export function mainFile(path: string): string | undefined {
  if (!isFolder(path)) return path;
  const found = mainFileNames.map((name) => join(path, name)).find(isFile);
  return found;
}

/** Resolves the project of the first file; the others are merged over it when `project` says so. Absent where it is no compose file. */
export function resolveInputs(
  inputs: readonly Extract<Input, { readonly text: string }>[],
  project: ProjectFiles | undefined,
  outside: boolean,
): ResolvedFiles | undefined {
  const engine = new Engine();
  const texts = new Map(inputs.map(({ path, text }) => [uriOf(path), text]));
  for (const [uri, text] of texts) engine.setText(uri, text);
  const [main] = texts.keys();
  if (main === undefined) return undefined;
  engine.configure(main, { ...defaultSettings, projects: project === undefined ? [] : [project] });
  complete(engine, main, { texts, roots: outside ? undefined : rootsOf(inputs), named: new Set(project?.envFiles) });
  const resolved = engine.resolved(main);
  return resolved === undefined ? undefined : { resolved, texts };
}
