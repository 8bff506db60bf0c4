import { parseDotenv } from "./dotenv.js";
import type { Loader } from "./loader.js";
import { directoryUri, locate } from "./location.js";
import type { ProjectFiles } from "./resolve.js";

/** The names that Compose looks for, in its order; the first that exists is the project's main file. */
export const mainFileNames: readonly string[] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/** Merged over the main file when it lies beside it; the stems need not match. */
export const overrideFileNames: readonly string[] = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

/**
 * The projects that a file belongs to: those that are `known` from settings, else the list of `COMPOSE_FILE` in the `.env` beside it, else
 * the main file with its override, else the file alone. Never empty.
 */
export function projectsOf(uri: string, loader: Loader, known: readonly ProjectFiles[]): readonly ProjectFiles[] {
  const ours = known.filter(({ files }) => files.includes(uri));
  if (ours.length > 0) return ours;
  const directory = directoryUri(uri);
  if (directory === undefined) return [{ files: [uri] }];
  const listed = composeFileList(directory, loader);
  if (listed?.includes(uri) === true) return [{ files: listed, directory }];
  return [{ files: discovered(uri, directory, loader) }];
}

/** What `COMPOSE_FILE` in `.env` names. */
function composeFileList(directory: string, loader: Loader): readonly string[] | undefined {
  const found = loader.text(`${directory}/.env`);
  if (typeof found === "string" || "refused" in found || !found.text.includes("COMPOSE_FILE")) return undefined;
  const { variables } = parseDotenv(found.text);
  const list = variables.get("COMPOSE_FILE")?.value;
  if (list === undefined || list === "") return undefined;
  const separator = variables.get("COMPOSE_PATH_SEPARATOR")?.value ?? (list.includes(";") ? ";" : ":");
  return list.split(separator).flatMap((path) => locate(directory, path) ?? []);
}

function discovered(uri: string, directory: string, loader: Loader): readonly string[] {
  const isHere = (names: readonly string[]): boolean => names.some((name) => uri === `${directory}/${name}`);
  const isMain = isHere(mainFileNames);
  if (!isMain && !isHere(overrideFileNames)) return [uri];
  const main = firstOf(mainFileNames, uri, directory, loader);
  const override = firstOf(overrideFileNames, uri, directory, loader);
  if (main === undefined || override === undefined) return [uri];
  return [main, override].includes(uri) ? [main, override] : [uri];
}

/** The first of these files that exists. */
function firstOf(names: readonly string[], uri: string, directory: string, loader: Loader): string | undefined {
  // All are asked for at once, so that an adapter can look for them together.
  const found = names.filter(
    (name) => `${directory}/${name}` === uri || !["absent", "unknown"].includes(String(loader.text(`${directory}/${name}`))),
  );
  return found[0] === undefined ? undefined : `${directory}/${found[0]}`;
}
