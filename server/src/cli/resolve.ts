import { join } from "node:path";
import {
  defaultSettings,
  Engine,
  type EnginePosture,
  mainFileNames,
  type Problem,
  type ProjectFiles,
  type Resolved,
  type SecurityReport,
} from "../engine/index.js";
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
export function resolveInputs(inputs: readonly Text[], project: ProjectFiles | undefined, outside: boolean): ResolvedFiles | undefined {
  const { engine, main, texts } = completed(inputs, project, outside, defaultSettings.posture);
  const resolved = engine.resolved(main);
  return resolved === undefined ? undefined : { resolved, texts };
}

/** The security report of the same project, and what of it could not be read. */
export function reportInputs(
  inputs: readonly Text[],
  project: ProjectFiles | undefined,
  { outside, posture }: { readonly outside: boolean; readonly posture: EnginePosture },
): { readonly report: SecurityReport; readonly problems: readonly Problem[]; readonly texts: ReadonlyMap<string, string> } | undefined {
  const { engine, main, texts } = completed(inputs, project, outside, posture);
  const report = engine.report(main);
  return report === undefined ? undefined : { report, problems: engine.resolved(main)?.problems ?? [], texts };
}

/** What was read as a text. */
type Text = Extract<Input, { readonly text: string }>;

function completed(inputs: readonly Text[], project: ProjectFiles | undefined, outside: boolean, posture: EnginePosture = "rootful") {
  const engine = new Engine();
  const texts = new Map(inputs.map(({ path, text }) => [uriOf(path), text]));
  for (const [uri, text] of texts) engine.setText(uri, text);
  const [main = ""] = texts.keys();
  engine.configure(main, { ...defaultSettings, posture, projects: project === undefined ? [] : [project] });
  complete(engine, main, { texts, roots: outside ? undefined : rootsOf(inputs), named: new Set(project?.envFiles) });
  return { engine, main, texts };
}
