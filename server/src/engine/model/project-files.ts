import { parseDotenv } from "./dotenv.js";
import type { Variable } from "./interpolate.js";
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

/** Names the project, in `.env` or the shell. */
export const projectNameVariable = "COMPOSE_PROJECT_NAME";

/**
 * The projects that a file belongs to: those that are `known` from settings, else the list of `COMPOSE_FILE` in the `.env` beside it, else
 * the main file with its override, else the file alone. Never empty.
 */
export function projectsOf(uri: string, loader: Loader, known: readonly ProjectFiles[]): readonly ProjectFiles[] {
  const ours = known.filter(({ files }) => files.includes(uri));
  if (ours.length > 0) return ours.map((project) => withName(project, loader));
  const directory = directoryUri(uri);
  if (directory === undefined) return [{ files: [uri] }];
  const listed = composeFileList(directory, loader);
  const project = listed?.includes(uri) === true ? { files: listed, directory } : { files: discovered(uri, directory, loader) };
  return [withName(project, loader)];
}

/** The project with the name that its files with variables give it. */
function withName(project: ProjectFiles, loader: Loader): ProjectFiles {
  const directory = project.directory ?? directoryUri(project.files[0] ?? "");
  const envFiles = project.envFiles ?? (directory === undefined ? [] : [`${directory}/.env`]);
  const names = envFiles.flatMap((uri) => variablesIn(uri, projectNameVariable, loader)?.get(projectNameVariable)?.value || []);
  const name = names.at(-1);
  return name === undefined ? project : { ...project, name };
}

/** The variables of a file that speaks of one by name. */
function variablesIn(uri: string, name: string, loader: Loader): ReadonlyMap<string, Variable> | undefined {
  const found = loader.text(uri);
  if (typeof found === "string" || "refused" in found || !found.text.includes(name)) return undefined;
  return parseDotenv(found.text).variables;
}

/** What `COMPOSE_FILE` in `.env` names. */
function composeFileList(directory: string, loader: Loader): readonly string[] | undefined {
  const variables = variablesIn(`${directory}/.env`, "COMPOSE_FILE", loader);
  const list = variables?.get("COMPOSE_FILE")?.value;
  if (list === undefined || list === "") return undefined;
  const separator = variables?.get("COMPOSE_PATH_SEPARATOR")?.value ?? (list.includes(";") ? ";" : ":");
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
