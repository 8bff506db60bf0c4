import { parseArgs } from "node:util";
import { type EnginePosture, enginePostures, nearest, type Preset, type Severity } from "../engine/index.js";

export type Format = "text" | "json";

/** What `watertight check` was asked to do. */
export interface CheckArguments {
  readonly command: "check";
  /** Files and folders as given; `-` is standard input. The current folder when none is given. */
  readonly paths: readonly string[];
  readonly format: Format;
  /** Absent where the team's file or the default decides. */
  readonly preset: Preset | undefined;
  /** What the files run on; absent like the preset. */
  readonly posture: EnginePosture | undefined;
  /** The team's file; "none" for no such file, absent for the one that is nearest to each file. */
  readonly team: { readonly file: string } | "none" | undefined;
  /** The least severity that makes the exit code 1. */
  readonly failOn: Severity | "never";
  /** The name under which standard input is checked. */
  readonly stdinName: string;
  readonly project: ProjectArguments;
}

/** Which files make the project, as `docker compose` takes them. */
export interface ProjectArguments {
  /** The files of one project, the main one first; empty when they are to be found. */
  readonly files: readonly string[];
  readonly directory: string | undefined;
  readonly envFiles: readonly string[];
  /** Reads files outside of the current folder, too, where a compose file leads there. */
  readonly outside: boolean;
}

/** What `watertight resolve` was asked to do. */
export interface ResolveArguments {
  readonly command: "resolve";
  /** A file, a folder, or `-` for standard input; of no account where `project` names files. */
  readonly path: string;
  readonly json: boolean;
  /** The name under which standard input is read. */
  readonly stdinName: string;
  readonly project: ProjectArguments;
}

/** What `watertight report` was asked to do. */
export interface ReportArguments {
  readonly command: "report";
  /** As for `resolve`. */
  readonly path: string;
  readonly format: ReportFormat;
  readonly posture: EnginePosture;
  /** The file to write; standard output when absent. */
  readonly output: string | undefined;
  readonly stdinName: string;
  readonly project: ProjectArguments;
}

export type ReportFormat = "html" | "mermaid" | "json";

export type Arguments =
  | CheckArguments
  | ResolveArguments
  | ReportArguments
  | { readonly command: "explain"; readonly names: readonly string[] }
  | { readonly command: "rules"; readonly format: Format }
  | { readonly command: "init"; readonly folder: string }
  | { readonly command: "lsp" }
  | { readonly command: "help"; readonly about: string | undefined }
  | { readonly command: "version" };

export type Parsed = { readonly arguments: Arguments } | { readonly error: string };

const options = {
  format: { type: "string" },
  preset: { type: "string" },
  posture: { type: "string" },
  "fail-on": { type: "string" },
  "stdin-filename": { type: "string" },
  file: { type: "string", short: "f", multiple: true },
  "project-directory": { type: "string" },
  "env-file": { type: "string", multiple: true },
  "allow-outside": { type: "boolean" },
  config: { type: "string" },
  "no-config": { type: "boolean" },
  json: { type: "boolean" },
  stdio: { type: "boolean" },
  output: { type: "string", short: "o" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "V" },
} as const;

const ofProject = ["file", "project-directory", "env-file", "allow-outside"];

const takes: Readonly<Record<string, readonly string[]>> = {
  check: ["format", "preset", "posture", "fail-on", "stdin-filename", "config", "no-config", ...ofProject],
  resolve: ["json", "stdin-filename", ...ofProject],
  report: ["format", "posture", "output", "stdin-filename", ...ofProject],
  explain: [],
  rules: ["format"],
  init: [],
  // There is no other way, but editors' recipes name it.
  lsp: ["stdio"],
};

const presets: readonly Preset[] = ["recommended", "strict"];
const formats: readonly Format[] = ["text", "json"];
const reportFormats: readonly ReportFormat[] = ["html", "mermaid", "json"];
const levels = ["error", "warning", "information", "hint", "never"] as const;

/** Reads the words of a command line, the program's own name left out. */
export function readArguments(words: readonly string[]): Parsed {
  const read = parse(words);
  if ("error" in read) return read;
  const { values, positionals } = read;
  const [command, ...rest] = positionals;
  if (values.version === true) return { arguments: { command: "version" } };
  if (values.help === true || command === undefined || command === "help") {
    return { arguments: { command: "help", about: command === "help" ? rest[0] : command } };
  }
  const known = takes[command];
  if (known === undefined) return { error: `There is no command "${command}".${hint(command, Object.keys(takes))}` };
  const foreign = Object.keys(values).find((name) => !known.includes(name));
  if (foreign !== undefined) return { error: `"${command}" takes no option --${foreign}.` };
  return readCommand(command, values, rest);
}

interface Values {
  readonly format?: string;
  readonly preset?: string;
  readonly posture?: string;
  readonly "fail-on"?: string;
  readonly "stdin-filename"?: string;
  readonly file?: string[];
  readonly "project-directory"?: string;
  readonly "env-file"?: string[];
  readonly "allow-outside"?: boolean;
  readonly config?: string;
  readonly "no-config"?: boolean;
  readonly json?: boolean;
  readonly output?: string;
}

interface Choices {
  readonly format: Format;
  readonly preset: Preset | undefined;
  readonly posture: EnginePosture | undefined;
  readonly failOn: CheckArguments["failOn"];
}

function readChoices(values: Values): Choices | { readonly error: string } {
  const format = oneOf("--format", values.format ?? "text", formats);
  const preset = values.preset === undefined ? undefined : oneOf("--preset", values.preset, presets);
  const posture = values.posture === undefined ? undefined : oneOf("--posture", values.posture, enginePostures);
  const failOn = oneOf("--fail-on", values["fail-on"] ?? "warning", levels);
  if (typeof format !== "string") return format;
  if (typeof preset === "object") return preset;
  if (typeof posture === "object") return posture;
  return typeof failOn === "string" ? { format, preset, posture, failOn } : failOn;
}

function readCommand(command: string, values: Values, rest: readonly string[]): Parsed {
  if (command === "report") return readReport(values, rest);
  const choices = readChoices(values);
  if ("error" in choices) return choices;
  if (command === "rules" || command === "lsp") return readBare(command, choices.format, rest);
  if (command === "init") {
    const [folder = ".", another] = rest;
    return another === undefined ? { arguments: { command: "init", folder } } : { error: `"init" takes one folder.` };
  }
  if (command === "explain") {
    return rest.length === 0 ? { error: "Explain what? Name a rule or a capability." } : { arguments: { command: "explain", names: rest } };
  }
  const stdinName = values["stdin-filename"] ?? "compose.yml";
  const project = readProject(values);
  if ("error" in project) return project;
  if (command === "resolve") return readResolve(values, rest, stdinName, project);
  if (values.config !== undefined && values["no-config"] === true) return { error: "Either --config or --no-config; not both." };
  if (project.files.length > 0 && rest.length > 0) return { error: "Name the files of one project by -f, or paths without it; not both." };
  return { arguments: { command: "check", paths: rest.length === 0 ? ["."] : rest, ...choices, stdinName, project, team: teamIn(values) } };
}

function readBare(command: "rules" | "lsp", format: Format, rest: readonly string[]): Parsed {
  if (rest.length > 0) return { error: `"${command}" takes no argument.` };
  return { arguments: command === "lsp" ? { command } : { command, format } };
}

function teamIn({ config, "no-config": none = false }: Values): CheckArguments["team"] {
  if (none) return "none";
  return config === undefined ? undefined : { file: config };
}

function readResolve({ json = false }: Values, rest: readonly string[], stdinName: string, project: ProjectArguments): Parsed {
  const path = onePath("resolve", rest, project);
  return typeof path === "string" ? { arguments: { command: "resolve", path, json, stdinName, project } } : path;
}

function readReport(values: Values, rest: readonly string[]): Parsed {
  const format = oneOf("--format", values.format ?? "html", reportFormats);
  const posture = oneOf("--posture", values.posture ?? "rootful", enginePostures);
  const project = readProject(values);
  if (typeof format !== "string") return format;
  if (typeof posture !== "string") return posture;
  if ("error" in project) return project;
  const path = onePath("report", rest, project);
  if (typeof path !== "string") return path;
  const stdinName = values["stdin-filename"] ?? "compose.yml";
  return { arguments: { command: "report", path, format, posture, output: values.output, stdinName, project } };
}

/** The one project that a command is about. */
function onePath(command: string, rest: readonly string[], project: ProjectArguments): string | { readonly error: string } {
  if (project.files.length > 0 && rest.length > 0)
    return { error: "Name the files of the project by -f, or its main file without it; not both." };
  const [path = ".", another] = rest;
  return another === undefined ? path : { error: `"${command}" takes one path; name several files of one project by -f.` };
}

function readProject(values: Values): ProjectArguments | { readonly error: string } {
  const { file = [], "project-directory": directory, "env-file": envFiles = [], "allow-outside": outside = false } = values;
  if (file.length === 0 && (directory !== undefined || envFiles.length > 0)) {
    return { error: "--project-directory and --env-file belong to the files of one project, which -f names." };
  }
  if (file.includes("-")) return { error: "-f takes files; standard input is read by itself." };
  return { files: file, directory, envFiles, outside };
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T | { readonly error: string } {
  return allowed.find((one) => one === value) ?? { error: `${option} is one of ${allowed.join(", ")}, not "${value}".` };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    const unknown = words.find((word) => /^--?[a-z]/u.test(word) && !isOption(word));
    const name = unknown?.replace(/^--?/u, "").split("=")[0] ?? "";
    if (unknown !== undefined) return { error: `There is no option ${unknown.split("=")[0]}.${hint(name, Object.keys(options), "--")}` };
    return {
      error: error instanceof Error ? `${error.message.split(". To specify")[0]?.replace(/\.$/u, "")}.` : "The options could not be read.",
    };
  }
}

function hint(word: string, known: readonly string[], prefix = ""): string {
  const [close] = nearest(word, known);
  return close === undefined ? "" : ` Did you mean ${prefix}${close}?`;
}

function isOption(word: string): boolean {
  return (
    word === "-h" ||
    word === "-V" ||
    word.startsWith("-f") ||
    word.startsWith("-o") ||
    (word.split("=")[0] ?? "").replace(/^--/u, "") in options
  );
}
