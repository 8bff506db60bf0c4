import { readdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CorpusProject } from "./corpus-projects.js";

const root = fileURLToPath(new URL("../../../examples", import.meta.url));

/** The projects of `examples`: each main file with its override, as Compose finds them; and each file that has to be named. */
export function exampleProjects(): readonly CorpusProject[] {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(?:.+\.)?compose\.yml$/u.test(entry.name))
    .map((entry) => join(realpathSync(entry.parentPath), entry.name));
  return files.toSorted().map((file) => {
    const isFound = basename(file) === "compose.yml";
    const directory = dirname(file);
    const override = readdirSync(directory).filter((name) => isFound && name === "compose.override.yml");
    const uris = [file, ...override.map((name) => join(directory, name))].map((path) => pathToFileURL(path).href);
    return { id: relative(realpathSync(root), file), directory, files: isFound ? [] : [basename(file)], uris };
  });
}
