import { parseDotenv } from "./dotenv.js";
import type { Variable } from "./interpolate.js";
import type { Loader } from "./loader.js";
import { canonicalUri, directoryUri, locate } from "./location.js";
import { projectNameVariable } from "./project-name.js";
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

/** What is usually given to Compose by `-f` behind the main file: `compose.prod.yml`. */
const furtherFileName = /^(?:docker-)?compose\.[^/]+\.ya?ml$/u;

export interface FoundProjects {
  /** Never empty. */
  readonly projects: readonly ProjectFiles[];
  /** True when somebody names the file in a list; else its own name is all there is to go by. */
  readonly isNamed: boolean;
}

/**
 * The projects that a file belongs to: those that are `known` from settings, else the list of `COMPOSE_FILE` in the `.env` beside it, else
 * the main file with its override, else the file alone.
 */
export function projectsOf(uri: string, loader: Loader, known: readonly ProjectFiles[]): FoundProjects {
  const ours = known.filter(({ files }) => files.includes(uri));
  if (ours.length > 0) return { projects: ours.map((project) => withName(project, loader)), isNamed: true };
  const directory = directoryUri(uri);
  if (directory === undefined) return { projects: [{ files: [uri] }], isNamed: false };
  const listed = composeFileList(directory, loader);
  if (listed?.files.some((file) => file === uri || canonicalUri(file) === canonicalUri(uri)) === true) {
    return { projects: [withName({ ...listed, directory }, loader)], isNamed: true };
  }
  return { projects: [withName(discovered(uri, directory, loader), loader)], isNamed: false };
}

/** The project with the name that its files with variables give it. */
function withName(project: ProjectFiles, loader: Loader): ProjectFiles {
  const directory = project.directory ?? directoryUri(project.files[0] ?? "");
  const envFiles = project.envFiles ?? (directory === undefined ? [] : [`${directory}/.env`]);
  const names = envFiles.flatMap((uri) => variablesIn(uri, projectNameVariable, loader)?.get(projectNameVariable) ?? []);
  const name = names.findLast(({ value }) => value !== undefined && value !== "");
  return name === undefined ? project : { ...project, name };
}

/** The variables of a file that speaks of one by name. */
function variablesIn(uri: string, name: string, loader: Loader): ReadonlyMap<string, Variable> | undefined {
  const found = loader.text(uri);
  if (typeof found === "string" || "refused" in found || !found.text.includes(name)) return undefined;
  return parseDotenv(found.text, uri).variables;
}

/** What `COMPOSE_FILE` in `.env` names. */
function composeFileList(directory: string, loader: Loader): Pick<ProjectFiles, "files" | "unread"> | undefined {
  const variables = variablesIn(`${directory}/.env`, "COMPOSE_FILE", loader);
  const list = variables?.get("COMPOSE_FILE")?.value;
  if (list === undefined || list === "") return undefined;
  const separator = variables?.get("COMPOSE_PATH_SEPARATOR")?.value ?? (list.includes(";") ? ";" : ":");
  return locateAll(directory, list.split(separator));
}

/** Where the paths of a project's files lead, and those of which nobody here can say that. */
export function locateAll(directory: string, paths: readonly string[]): Pick<ProjectFiles, "files" | "unread"> {
  const found = paths.map((path) => [path, locate(directory, path)] as const);
  const unread = found.flatMap(([path, uri]) => (uri === undefined ? [path] : []));
  return { files: found.flatMap(([, uri]) => uri ?? []), ...(unread.length > 0 && { unread }) };
}

function discovered(uri: string, directory: string, loader: Loader): ProjectFiles {
  const isHere = (names: readonly string[]): boolean => names.some((name) => uri === `${directory}/${name}`);
  const isOverride = isHere(overrideFileNames);
  if (!isHere(mainFileNames) && !isOverride) return further(uri, directory, loader);
  const main = firstOf(mainFileNames, uri, directory, loader);
  const override = firstOf(overrideFileNames, uri, directory, loader);
  if (main !== undefined && override !== undefined && [main, override].includes(uri)) return { files: [main, override] };
  // An override that has nothing below it, or comes after another one, still is a part of something.
  return { files: [uri], ...(isOverride && { over: { main } }) };
}

/** By its name it may be laid over a main file that lies beside it. */
function further(uri: string, directory: string, loader: Loader): ProjectFiles {
  if (!furtherFileName.test(uri.slice(directory.length + 1))) return { files: [uri] };
  const main = firstOf(mainFileNames, uri, directory, loader);
  return { files: [uri], ...(main !== undefined && { over: { main } }) };
}

/** The first of these files that exists. */
function firstOf(names: readonly string[], uri: string, directory: string, loader: Loader): string | undefined {
  // All are asked for at once, so that an adapter can look for them together.
  const found = names.filter((name) => `${directory}/${name}` === uri || loader.isThere(`${directory}/${name}`));
  return found[0] === undefined ? undefined : `${directory}/${found[0]}`;
}
