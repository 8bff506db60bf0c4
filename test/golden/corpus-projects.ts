import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { mainFileNames, overrideFileNames } from "../../server/src/engine/model/project-files.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import type { FileAnswer, Sources } from "../../server/src/engine/model/sources.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { corpus } from "../corpus.js";

/** A project of the corpus, as `docker compose` is told of it. */
export interface CorpusProject {
  /** Its files by their paths below the corpus, such as `a/compose.yml + a/compose.prod.yml`. */
  readonly id: string;
  readonly directory: string;
  /** `-f`, from the directory; empty where Compose finds the files itself. */
  readonly files: readonly string[];
  /** The same files by their URIs. */
  readonly uris: readonly string[];
}

/**
 * Every file alone; every default file with its override; and every default file with each that is named as an addition to it, such as
 * `compose.prod.yml` beside `compose.yml`.
 */
export function corpusProjects(): readonly CorpusProject[] {
  const all = corpus();
  const found: CorpusProject[] = [];
  for (const directory of new Set(all.map(({ file }) => dirname(file)))) {
    const files = all.filter(({ file }) => dirname(file) === directory);
    const at = (names: readonly string[], options: readonly string[]): CorpusProject => {
      const named = names.map((name) => files.find(({ file }) => file === join(directory, name)));
      const id = `${named.map((file) => file?.path).join(" + ")}${options.length === 0 ? " (found)" : ""}`;
      // Compose shows where a link leads.
      const real = realpathSync(directory);
      return { id, directory: real, files: options, uris: names.map((name) => pathToFileURL(join(real, name)).href) };
    };
    const names = files.map(({ file }) => basename(file));
    found.push(...names.map((name) => at([name], [name])));
    const main = mainFileNames.find((name) => names.includes(name));
    if (main === undefined) continue;
    const override = overrideFileNames.find((name) => names.includes(name));
    if (override !== undefined) found.push(at([main, override], []));
    const stem = main.replace(/\.ya?ml$/u, ".");
    found.push(...names.filter((name) => name !== main && name.startsWith(stem)).map((name) => at([main, name], [main, name])));
  }
  return found;
}

/** The files of the machine. */
export const disk: Sources = { read: readFromDisk, parse };

function readFromDisk(uri: string): FileAnswer {
  const path = fileURLToPath(uri);
  return existsSync(path) && statSync(path).isFile() ? { text: readFileSync(path, "utf8") } : "absent";
}

/** The variables that the files of a project use and nobody sets, each with one and the same value, as a file of variables. */
export function missingVariables(files: readonly string[], value: string): string {
  const project = resolve({ files }, disk);
  const used = new Set(project.files.flatMap(({ text }) => [...text.matchAll(/\$\{?([A-Za-z_]\w*)/gu)].flatMap(([, name]) => name ?? [])));
  const others = [...project.read].filter((uri) => !project.files.some((file) => file.uri === uri)).map(readFromDisk);
  const set = others.map((answer) => (typeof answer === "object" && "text" in answer ? answer.text : "")).join("\n");
  const missing = [...used].filter((name) => !new RegExp(`^\\s*(?:export\\s+)?${name}\\s*[=:]`, "mu").test(set));
  return missing.map((name) => `${name}=${value}\n`).join("");
}
