import type { SyntaxFile } from "../syntax/tree.js";
import { classify, isVersionOne } from "./classify.js";
import { environmentOf } from "./environment.js";
import { serviceLayers } from "./extends.js";
import { flatten, hasGaps, type Layer, layersOf } from "./layers.js";
import { startLoader } from "./loader.js";
import { directoryUri, nameOf } from "./location.js";
import type { Body, ComposeProject, FileKind, Problem, Service } from "./project.js";
import { readString } from "./read/scalar.js";
import { bodyOf, readNetworks, readTopLevelFiles, readVolumes } from "./read/top-level.js";
import { type Reading, startReading } from "./reading.js";
import type { Scope } from "./scope.js";
import { readService } from "./service.js";
import type { Sources } from "./sources.js";
import { child, keysOf, type Stack } from "./stack.js";
import { placeIn } from "./view.js";

/** Which files make a project, as `docker compose -f` would be given them. */
export interface ProjectFiles {
  /** URIs, the main file first; each later one is merged over those before. */
  readonly files: readonly string[];
  /** URI of the directory where relative paths start; that of the main file when absent. */
  readonly directory?: string;
  /** URIs of the files with variables; `.env` in the directory when absent. */
  readonly envFiles?: readonly string[];
}

/** A file by itself with the variables of a project, which is how `extends` reads it. */
export function aloneAs(uri: string, project: ProjectFiles | undefined): ProjectFiles {
  const directory = project?.directory ?? directoryUri(project?.files[0] ?? uri);
  const envFiles = project?.envFiles ?? (directory === undefined ? [] : [`${directory}/.env`]);
  return { files: [uri], envFiles };
}

/** Resolves some files into what Compose would run. Never throws for any text; what it cannot read stands in `problems`. */
export function resolve(project: ProjectFiles, sources: Sources): ComposeProject {
  const loader = startLoader(sources);
  const problems: Problem[] = [];
  const reading = startReading(loader, problems);
  const files = project.files.flatMap((uri) => openOwn(reading, uri, project.files[0] ?? uri) ?? []);
  const main = files[0];
  const kind = kindOf(files);
  const scope = scopeOf(reading, project);
  const content = main === undefined || kind === "other" ? nothing : readLayers(reading, layersOf(reading, files, scope), scope);
  if (kind === "other") for (const file of files) if (isVersionOne(file)) problems.push(versionOne(file));
  for (const file of loader.opened.values()) problems.push(...problemsOf(file));
  return {
    files: [...loader.opened.values()],
    own: files.map(({ uri }) => uri),
    included: reading.included,
    kind,
    ...content,
    problems,
    wanted: [...loader.wanted],
    read: loader.asked,
  };
}

/** One of the project's own files. */
function openOwn(reading: Reading, uri: string, main: string): SyntaxFile | undefined {
  const found = reading.loader.yaml(uri);
  if (typeof found !== "string" && !("refused" in found)) return found;
  const at = { file: main, start: 0, end: 0 };
  const name = nameOf(uri);
  if (found === "absent") reading.refuse("file-missing", `The file "${name}" of this project does not exist.`, at);
  else if (found !== "unknown") reading.gap("file-unread", `The file "${name}" of this project is not read: ${found.refused}.`, at);
  return undefined;
}

function scopeOf(reading: Reading, { files, directory, envFiles }: ProjectFiles): Scope {
  const main = files[0] ?? "";
  const base = directory ?? directoryUri(main);
  const named = envFiles ?? (base === undefined ? [] : [`${base}/.env`]);
  const at = { file: main, start: 0, end: 0 };
  const variables = environmentOf(reading.loader, { files: named, required: envFiles !== undefined, at }, reading.report);
  return { variables, directory: base, within: undefined };
}

function kindOf(files: readonly SyntaxFile[]): FileKind {
  const kinds = new Set(files.map(classify));
  if (kinds.has("compose")) return "compose";
  return kinds.has("fragment") ? "fragment" : "other";
}

function problemsOf(file: SyntaxFile): readonly Problem[] {
  return file.problems.map(({ code, message, fatal, ...span }) => ({ code, message, fatal, at: placeIn(file, span) }));
}

type Content = Omit<ComposeProject, "files" | "own" | "included" | "kind" | "problems" | "wanted" | "read">;

const nothing: Content = {
  name: undefined,
  services: new Map(),
  networks: new Map(),
  volumes: new Map(),
  secrets: new Map(),
  configs: new Map(),
  body: undefined,
  sections: new Map(),
  partial: false,
};

function readLayers(reading: Reading, layers: readonly Layer[], scope: Scope): Content {
  const roots = flatten(layers);
  const own = layers.map(({ root }) => root);
  const at = (key: string) => child(reading, roots, key);
  const volumes = readVolumes(reading, at("volumes"));
  return {
    // What is included keeps its name to itself.
    name: readString(reading, child(reading, own, "name")),
    services: readServices(reading, layers, { volumes, directory: scope.directory }),
    networks: readNetworks(reading, at("networks")),
    volumes,
    secrets: readTopLevelFiles(reading, at("secrets")),
    configs: readTopLevelFiles(reading, at("configs")),
    body: bodyOf(own.slice(0, 1)),
    sections: sectionsOf(reading, own),
    partial: hasGaps(layers),
  };
}

function sectionsOf(reading: Reading, roots: Stack): ReadonlyMap<string, Body> {
  return new Map(
    ["services", "networks", "volumes", "secrets", "configs"].flatMap((key) => {
      const body = bodyOf(child(reading, roots, key).slice(0, 1));
      return body === undefined ? [] : [[key, body] as const];
    }),
  );
}

type ServicesScope = Omit<Parameters<typeof readService>[3], "partial">;

function readServices(reading: Reading, layers: readonly Layer[], scope: ServicesScope): ReadonlyMap<string, Service> {
  const services = new Map<string, Service>();
  for (const name of keysOf(reading, child(reading, flatten(layers), "services"))) {
    const { stack, partial } = serviceLayers(reading, layers, name);
    const service = readService(reading, name, stack, { ...scope, partial });
    if (service !== undefined) services.set(name, service);
  }
  return services;
}

function versionOne(file: SyntaxFile): Problem {
  const message = "This is the format of docker-compose 1, which Compose refuses: the services belong below a key `services`.";
  return { code: "compose-v1", message, at: placeIn(file, { start: 0, end: 0 }), fatal: true };
}
