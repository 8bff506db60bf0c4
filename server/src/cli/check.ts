import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { URI } from "vscode-uri";
import { Engine, type FileReport, type Problem, type Settings } from "../engine/index.js";
import { today } from "../today.js";
import type { CheckArguments } from "./args.js";
import { complete } from "./complete.js";
import type { Input } from "./files.js";

/** One file's result, ready to be reported. */
export interface CheckedFile {
  /** As the person wrote it, or from the current folder; with `/` between its parts. */
  readonly path: string;
  /** Empty when nothing could be read. */
  readonly text: string;
  readonly report: FileReport;
  /** Texts of other files that findings point to, by URI. */
  readonly texts: ReadonlyMap<string, string>;
  /** True when the person named this very file. */
  readonly named: boolean;
}

/**
 * Checks files together, each in the project it belongs to, and adds what they include. A file that could not be read is a failed one, with
 * the reason as its problem. Other files are read below the current folder and below those of the files given, unless `outside`; files with
 * variables that the person named are read wherever they lie.
 */
export function checkInputs(
  inputs: readonly Input[],
  settings: Settings,
  outside: boolean,
  team?: CheckArguments["team"],
): readonly CheckedFile[] {
  const engine = new Engine(today);
  const texts = new Map<string, string>();
  const uris = new Map(inputs.map((input) => [input, uriOf(input.path)]));
  const roots = outside ? undefined : rootsOf(inputs);
  const named = new Set(settings.projects?.flatMap(({ envFiles = [] }) => envFiles));
  const open = (uri: string, text: string): void => {
    texts.set(uri, text);
    engine.setText(uri, text);
    const its =
      team === "none" ? undefined : team === undefined ? { upTo: uriOf(searchedUpTo(fileURLToPath(uri))) } : { file: uriOf(team.file) };
    engine.configure(uri, { ...settings, ...(its !== undefined && { team: its }) });
  };
  for (const [input, uri] of uris) if ("text" in input) open(uri, input.text);
  // All are checked before any report is taken: a file is judged in the project that includes it, whichever comes first.
  const found = new Set<string>();
  for (const [input, uri] of uris)
    if ("text" in input) for (const one of complete(engine, uri, { texts, roots, named }).included) found.add(one);
  const given = new Set(uris.values());
  const added = [...found].filter((uri) => !given.has(uri));
  for (const uri of added) open(uri, texts.get(uri) ?? "");
  return [
    ...[...uris].map(([input, uri]) =>
      result(input.path, uri, "error" in input ? failed(uri, input.error) : complete(engine, uri, { texts, roots, named }), isNamed(input)),
    ),
    ...added.map((uri) => result(fromHere(uri), uri, complete(engine, uri, { texts, roots, named }), false)),
  ];

  function result(path: string, uri: string, report: FileReport, named: boolean): CheckedFile {
    return { path: path.replaceAll("\\", "/"), text: texts.get(uri) ?? "", report, texts, named };
  }
}

/**
 * The last folder in which a file's team file is looked for: that of the repository, as an editor opens it; else the current folder where the
 * file lies below it, else its own.
 */
function searchedUpTo(path: string): string {
  const own = dirname(path);
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) break;
  }
  return /^\.\.(?:[\\/]|$)|^[A-Za-z]:/u.test(relative(process.cwd(), own)) ? own : process.cwd();
}

/** The folders below which files are read: the current one, and those of the files given. */
export function rootsOf(inputs: readonly Input[]): readonly string[] {
  return [...new Set([process.cwd(), ...inputs.map(({ path }) => dirname(resolve(path)))])];
}

/** The URI of a path, in the one spelling that the engine makes of paths too. */
export function uriOf(path: string): string {
  return URI.file(resolve(path)).toString();
}

function isNamed(input: Input): boolean {
  return "error" in input || input.named;
}

function failed(uri: string, error: string): FileReport {
  const problem: Problem = { code: "unreadable", message: `The file ${error}.`, at: { file: uri, start: 0, end: 0 }, fatal: true };
  return { uri, status: "failed", problems: [problem], findings: [], secrets: [], wanted: [], included: [], read: new Set() };
}

/** How another file is named in a report: from the current folder. */
export function shownPath(uri: string, { report, path }: CheckedFile): string {
  return uri === report.uri ? path : fromHere(uri);
}

/** A file by its path from the current folder; by its whole path outside of that. */
export function fromHere(uri: string): string {
  if (!uri.startsWith("file:")) return uri;
  const path = fileURLToPath(uri);
  const from = relative(process.cwd(), path);
  return (/^\.\.(?:[\\/]|$)/u.test(from) ? path : from).replaceAll("\\", "/");
}
