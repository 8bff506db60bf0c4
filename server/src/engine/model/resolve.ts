import type { SyntaxFile } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { classify, isVersionOne } from "./classify.js";
import { earlierOf, type ServiceStack } from "./earlier.js";
import { environmentOf } from "./environment.js";
import { serviceLayers } from "./extends.js";
import { useOf, type Variable } from "./interpolate.js";
import { flatten, hasGaps, type Layer, layersOf } from "./layers.js";
import { startLoader } from "./loader.js";
import { directoryUri, nameOf } from "./location.js";
import type { Body, ComposeProject, FileKind, Problem, Service } from "./project.js";
import { projectNameVariable, withProjectName } from "./project-name.js";
import { readString } from "./read/scalar.js";
import { bodyOf, readModels, readNetworks, readTopLevelFiles, readVolumes } from "./read/top-level.js";
import { type Reading, startReading } from "./reading.js";
import type { Scope } from "./scope.js";
import { readService } from "./service.js";
import type { Setting } from "./sourced.js";
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
  /** What `COMPOSE_PROJECT_NAME` in these sets, which wins over a `name` in the files. */
  readonly name?: Variable;
  /** Variables that nobody has given are empty, as for Compose in a shell that sets none of them; else their values are unknown. */
  readonly unsetIsEmpty?: boolean;
  /** Further files of the project, as they are written, that lead to another machine or to somebody's home directory. */
  readonly unread?: readonly string[];
  /**
   * Set for files that are made to be laid over others which nobody has named: what is absent may stand there. `main` is the URI of the
   * file that is likely below; without it any service may be a part.
   */
  readonly over?: { readonly main: string | undefined };
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
  const { files, kind, scope } = openProject(reading, project);
  const isOurs = files[0] !== undefined && kind !== "other";
  const below = project.over && servicesBelow(reading, project.over.main);
  const content = isOurs ? readLayers(reading, layersOf(reading, files, scope), { ...scope, below, name: project.name }) : nothing;
  if (kind === "other") for (const file of files) if (isVersionOne(file)) problems.push(versionOne(file));
  for (const file of loader.opened.values()) problems.push(...problemsOf(file));
  return {
    files: [...loader.opened.values()],
    own: files.map(({ uri }) => uri),
    included: reading.included,
    references: [...reading.references.values()],
    kind,
    directory: scope.directory,
    variables: (uri) => reading.scopes.get(uri)?.variables,
    ...content,
    problems,
    wanted: [...loader.wanted],
    read: loader.asked,
  };
}

/** A project's own files, and what holds for their texts. */
export function openProject(
  reading: Reading,
  project: ProjectFiles,
): { readonly files: readonly SyntaxFile[]; readonly kind: FileKind; readonly scope: Scope } {
  const files = openOwn(reading, project);
  return { files, kind: kindOf(files), scope: scopeOf(reading, project, files) };
}

/** The project's own files; what is wrong with one stands at the start of the first that is there. */
function openOwn(reading: Reading, { files, unread = [] }: ProjectFiles): readonly SyntaxFile[] {
  const found = files.map((uri) => [uri, reading.loader.yaml(uri)] as const);
  const own = found.flatMap(([, file]) => (isFile(file) ? [file] : []));
  const at = { file: own[0]?.uri ?? files[0] ?? "", start: 0, end: 0 };
  const missing = found.flatMap(([uri, file]) => (file === "absent" ? [`"${nameOf(uri)}"`] : []));
  if (missing.length === 1) reading.refuse("file-missing", t`The file ${missing.join()} of this project does not exist.`, at);
  else if (missing.length > 1) reading.refuse("file-missing", t`The files ${missing.join(", ")} of this project do not exist.`, at);
  const refused = found.flatMap(([uri, file]) =>
    isFile(file) || typeof file === "string" ? [] : [t`"${nameOf(uri)}" is not read: ${file.refused}`],
  );
  const elsewhere = unread.map((path) => t`"${path}" cannot be found from here`);
  const why = [...refused, ...elsewhere];
  if (why.length > 0) reading.gap("file-unread", t`Of this project's files ${why.join(", ")}.`, at);
  if (found.some(([, file]) => file === "too many")) reading.tooMany(at);
  return own;
}

function isFile(found: ReturnType<Reading["loader"]["yaml"]>): found is SyntaxFile {
  return typeof found !== "string" && !("refused" in found);
}

/** The names of services that are likely to have more below these files; "all" when nobody knows. */
function servicesBelow(reading: Reading, main: string | undefined): ReadonlySet<string> | "all" {
  if (main === undefined) return "all";
  const file = reading.loader.aside(main);
  const roots = file?.documents.flatMap(({ root }) => (root?.kind === "map" ? root.entries : [])) ?? [];
  const services = roots.flatMap(({ key, value }) => (key.text === "services" && value?.kind === "map" ? value.entries : []));
  return new Set(services.map(({ key }) => key.text));
}

function scopeOf(
  reading: Reading,
  { files, directory, envFiles, unsetIsEmpty = false }: ProjectFiles,
  opened: readonly SyntaxFile[],
): Scope {
  const main = files[0] ?? "";
  const base = directory ?? directoryUri(main);
  const named = envFiles ?? (base === undefined ? [] : [`${base}/.env`]);
  const at = { file: main, start: 0, end: 0 };
  const wanted = { files: named, required: envFiles !== undefined, unsetIsEmpty, at };
  const variables = withProjectName(environmentOf(reading.loader, wanted, reading.report), opened, base);
  return { kind: "project", variables, directory: base, within: undefined };
}

function kindOf(files: readonly SyntaxFile[]): FileKind {
  const kinds = new Set(files.map(classify));
  if (kinds.has("compose")) return "compose";
  return kinds.has("fragment") ? "fragment" : "other";
}

function problemsOf(file: SyntaxFile): readonly Problem[] {
  return file.problems.map(({ code, message, fatal, ...span }) => ({ code, message, fatal, at: placeIn(file, span) }));
}

type Content = Omit<
  ComposeProject,
  "files" | "own" | "included" | "references" | "kind" | "directory" | "variables" | "problems" | "wanted" | "read"
>;

const nothing: Content = {
  name: undefined,
  versions: [],
  services: new Map(),
  networks: new Map(),
  volumes: new Map(),
  secrets: new Map(),
  configs: new Map(),
  models: new Map(),
  body: undefined,
  sections: new Map(),
  partial: false,
  earlier: { service: () => [], networks: () => [] },
};

interface ProjectScope extends Scope {
  readonly below: ReadonlySet<string> | "all" | undefined;
  /** The name that a variable gives the project. */
  readonly name: Variable | undefined;
}

function readLayers(reading: Reading, layers: readonly Layer[], scope: ProjectScope): Content {
  const roots = flatten(layers);
  const own = layers.map(({ root }) => root);
  const at = (key: string) => child(reading, roots, key);
  const volumes = readVolumes(reading, at("volumes"));
  const stacks = new Map<string, ServiceStack>();
  const networks = readNetworks(reading, at("networks"));
  return {
    // What is included keeps its name to itself.
    name: scope.name === undefined ? readString(reading, child(reading, own, "name")) : nameFromVariable(scope.name, own),
    versions: roots.flatMap((root) => readString(reading, child(reading, [root], "version")) ?? []),
    services: readServices(reading, layers, { volumes, networks, directory: scope.directory, below: scope.below, stacks }),
    networks,
    volumes,
    secrets: readTopLevelFiles(reading, at("secrets")),
    configs: readTopLevelFiles(reading, at("configs")),
    models: readModels(reading, at("models")),
    body: bodyOf(own.slice(0, 1)),
    sections: sectionsOf(reading, own),
    partial: hasGaps(layers),
    earlier: earlierOf(reading, stacks, roots, { volumes, networks, directory: scope.directory }),
  };
}

/** It stands in none of the project's files: its place has no characters. */
function nameFromVariable(variable: Variable, [first]: Stack): Setting<string> {
  const { value } = variable;
  const at = { file: first?.file.uri ?? "", start: 0, end: 0 };
  return value === undefined ? undefined : { value, at, via: [], variables: [useOf(projectNameVariable, variable)] };
}

function sectionsOf(reading: Reading, roots: Stack): ReadonlyMap<string, Body> {
  return new Map(
    ["services", "networks", "volumes", "secrets", "configs"].flatMap((key) => {
      const body = bodyOf(child(reading, roots, key).slice(0, 1));
      return body === undefined ? [] : [[key, body] as const];
    }),
  );
}

interface ServicesScope extends Omit<Parameters<typeof readService>[3], "partial">, Pick<ProjectScope, "below"> {
  /** Where the layers of each service are kept. */
  readonly stacks: Map<string, ServiceStack>;
}

function readServices(
  reading: Reading,
  layers: readonly Layer[],
  { below, stacks, ...scope }: ServicesScope,
): ReadonlyMap<string, Service> {
  const services = new Map<string, Service>();
  for (const name of keysOf(reading, child(reading, flatten(layers), "services"))) {
    const { stack, partial, replaced } = serviceLayers(reading, layers, name);
    const isCompleted = below === "all" || below?.has(name) === true;
    const service = readService(reading, name, stack, { ...scope, partial: partial || isCompleted });
    if (service === undefined) continue;
    services.set(name, service);
    if (stack.length > 1 || replaced !== undefined) stacks.set(name, { stack, replaced });
  }
  return services;
}

function versionOne(file: SyntaxFile): Problem {
  const message = t("This is the format of docker-compose 1, which Compose refuses: the services belong below a key `services`.");
  return { code: "compose-v1", message, at: placeIn(file, { start: 0, end: 0 }), fatal: true };
}
