import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Engine, type FileReport, type ProjectFiles, type Settings } from "../../server/src/engine/index.js";
import { startLoader } from "../../server/src/engine/model/loader.js";
import { projectsOf } from "../../server/src/engine/model/project-files.js";
import type { Sources } from "../../server/src/engine/model/sources.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import type { SyntaxFile } from "../../server/src/engine/syntax/tree.js";

/** A file of the disk in an engine of its own, with every file of its project that could be read. */
export interface OpenFile {
  readonly uri: string;
  readonly engine: Engine;
  readonly settings: Settings;
  readonly report: FileReport;
  /** Texts by URI: the file's own, and of those that were read for it. */
  readonly texts: ReadonlyMap<string, string>;
}

/** How the texts of compose files are changed before they are read. */
export type Form = (text: string) => string;

export const asWritten: Form = (text) => text;

/** As some editors on Windows would save it. */
export const withCrlf: Form = (text) => `\uFEFF${text.replace(/^\uFEFF/u, "").replaceAll(/\r?\n/gu, "\r\n")}`;

/** Opens a file as an editor would. */
export function openFile(path: string, settings: Settings, form: Form = asWritten): OpenFile {
  const uri = pathToFileURL(path).href;
  const engine = new Engine();
  const texts = new Map<string, string>();
  const read = (wanted: string): string | undefined => {
    const text = onDisk(wanted);
    if (text === undefined) return undefined;
    const formed = /\.ya?ml$/u.test(wanted) ? form(text) : text;
    texts.set(wanted, formed);
    return formed;
  };
  engine.setText(uri, read(uri) ?? "");
  engine.configure(uri, settings);
  let report = engine.check(uri);
  while (report.wanted.length > 0) {
    for (const wanted of report.wanted) engine.provide(wanted, read(wanted));
    report = engine.check(uri);
  }
  return { uri, engine, settings, report, texts };
}

function onDisk(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  const path = fileURLToPath(uri);
  return existsSync(path) && statSync(path).isFile() ? utf8.decode(readFileSync(path)) : undefined;
}

/** Bytes and characters are as good as each other: a byte order mark stays, and what is no UTF-8 is told. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The files of each project that an open file belongs to. */
export function projectsIn({ uri, texts }: Pick<OpenFile, "uri" | "texts">): readonly ProjectFiles[] {
  return projectsOf(uri, startLoader(sourcesOf(texts)), []).projects;
}

/** The texts that stand in for those on the disk, and the disk. */
export function sourcesOf(texts: ReadonlyMap<string, string>): Sources {
  return {
    read: (uri) => {
      const text = texts.get(uri) ?? onDisk(uri);
      return text === undefined ? "absent" : { text };
    },
    parse: parsed,
  };
}

/** Parses a text; several checks in a row look at the same ones. */
export function parsed(uri: string, text: string): SyntaxFile {
  const known = trees.get(uri)?.find((file) => file.text === text);
  if (known !== undefined) return known;
  const file = parse(uri, text);
  // The text of the disk, and what is tried.
  trees.set(uri, [...(trees.get(uri) ?? []).slice(0, 1), file]);
  if (trees.size > maxTrees) trees.delete(trees.keys().next().value ?? "");
  return file;
}

const trees = new Map<string, SyntaxFile[]>();
const maxTrees = 50;
