import { choicesOf } from "../lint/rule-choices.js";
import type { RuleChoice, Settings } from "../lint/settings.js";
import type { Loader } from "../model/loader.js";
import { directoryUri, locate, nameOf, relativePath } from "../model/location.js";
import { locateAll } from "../model/project-files.js";
import type { ProjectFiles } from "../model/resolve.js";
import { t } from "../text/l10n.js";
import { type Mistake, readTeamFile, type TeamFile, teamFileName } from "./team-file.js";

/** A mistake in one of the files that a team's settings come from. */
export interface TeamMistake extends Mistake {
  readonly file: string;
}

export interface TeamSettings {
  readonly settings: Settings;
  /** The files that took part, the nearest first; empty when there is none. */
  readonly files: readonly string[];
  readonly mistakes: readonly TeamMistake[];
}

/** What was last read of each file, by URI: every question about a document asks for its team's settings, at each keystroke several times. */
export type LastRead = Map<string, Read>;

interface Read {
  readonly text: string;
  readonly mistakes: readonly Mistake[];
  /** What it said when its JSON was last without a fault: it counts while somebody types. */
  readonly good: TeamFile | undefined;
}

/**
 * The settings of a document with those of its team: the file nearest to it counts, over the person's settings; a rule that the person has
 * switched off stays off.
 */
export function withTeam(uri: string, settings: Settings, loader: Loader, lastRead: LastRead): TeamSettings {
  const start =
    settings.team === undefined ? undefined : "file" in settings.team ? settings.team.file : nearestFile(uri, settings.team.upTo, loader);
  if (start === undefined) return { settings, files: [], mistakes: [] };
  const { layers, mistakes } = follow(start, loader, lastRead);
  // The weakest first: what a file extends stands below it.
  const below = layers.toReversed();
  const rules = Object.assign({}, ...below.map((layer) => layer.rules));
  const off = Object.fromEntries(Object.entries(settings.rules).filter(([, choice]) => choice === "off"));
  return {
    settings: {
      ...settings,
      ...Object.assign({}, ...below.map((layer) => layer.settings)),
      ...Object.fromEntries((settings.fixed ?? []).map((key) => [key, settings[key]])),
      rules: { ...settings.rules, ...choicesOf(rules), ...off } satisfies Readonly<Record<string, RuleChoice>>,
      overrides: below.flatMap(({ overrides }) => overrides),
      projects: [...(settings.projects ?? []), ...layers.flatMap((layer) => layer.projects.flatMap((one) => located(one, layer.uri)))],
    },
    files: layers.map((layer) => layer.uri),
    mistakes,
  };
}

/** A file, read, and where it lies. */
type Layer = TeamFile & { readonly uri: string };

interface Followed {
  /** The nearest first. */
  readonly layers: readonly Layer[];
  readonly mistakes: readonly TeamMistake[];
}

/** A team file, and those that it extends. */
function follow(start: string, loader: Loader, lastRead: LastRead): Followed {
  const mistakes: TeamMistake[] = [];
  const layers: Layer[] = [];
  const open: { readonly file: string; readonly from: Omit<TeamMistake, "message" | "meant"> | undefined }[] = [
    { file: start, from: undefined },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { file, from } = next;
    const read = readLayer(file, layers, loader, lastRead);
    mistakes.push(...read.mistakes);
    if (read.fault !== undefined) mistakes.push({ ...(from ?? { file, start: 0, end: 0 }), message: read.fault, meant: [] });
    if (read.layer === undefined) continue;
    layers.push(read.layer);
    // Of several, the last one stands nearest, and is taken from the stack first.
    for (const { text, start: at, end } of read.layer.extends) {
      const folder = directoryUri(file);
      const base = folder === undefined || text.startsWith("/") ? undefined : locate(folder, text);
      if (base !== undefined) open.push({ file: base, from: { file, start: at, end } });
      else mistakes.push({ file, start: at, end, message: t("A path that starts in the folder of this file belongs here."), meant: [] });
    }
  }
  return { layers, mistakes };
}

interface ReadLayer {
  readonly layer?: Layer;
  readonly mistakes: readonly TeamMistake[];
  /** What is wrong with the file as a whole, for whoever extends it. */
  readonly fault?: string;
}

function readLayer(file: string, layers: readonly Layer[], loader: Loader, lastRead: LastRead): ReadLayer {
  const fault = (text: string): ReadLayer => ({ mistakes: [], fault: text });
  if (layers.some((layer) => layer.uri === file)) return fault(t`"${nameOf(file)}" extends itself, by way of others or directly.`);
  if (layers.length >= maxLayers) return fault(t("Too many files extend each other to be followed."));
  const answer = loader.text(file);
  if (answer === "unknown") return { mistakes: [] };
  if (answer === "absent" || answer === "too many") return fault(t`The file "${nameOf(file)}" does not exist.`);
  if ("refused" in answer) return fault(t`The file "${nameOf(file)}" is not read: ${answer.refused}.`);
  const { mistakes, good } = readAgain(file, answer.text, lastRead);
  return { mistakes: mistakes.map((one) => ({ ...one, file })), ...(good !== undefined && { layer: { ...good, uri: file } }) };
}

function readAgain(file: string, text: string, lastRead: LastRead): Read {
  const before = lastRead.get(file);
  if (before?.text === text) return before;
  const { team, mistakes } = readTeamFile(text);
  const now = { text, mistakes, good: team ?? before?.good };
  lastRead.set(file, now);
  return now;
}

/** Longer chains are not written by people. */
const maxLayers = 10;

/** Looks in the folders around a document, from its own up to the last one. */
function nearestFile(uri: string, upTo: string, loader: Loader): string | undefined {
  const last = upTo.replace(/\/$/u, "");
  for (let folder = directoryUri(uri); folder !== undefined; folder = parentOf(folder)) {
    const file = `${folder}/${teamFileName}`;
    if (loader.isThere(file)) return file;
    if (folder === last || !folder.startsWith(`${last}/`)) return undefined;
  }
  return undefined;
}

function parentOf(folder: string): string | undefined {
  const parent = directoryUri(folder);
  return parent === undefined || /^[a-z][a-z\d+.-]*:\/*$/iu.test(parent) ? undefined : parent;
}

function located({ files, directory, envFiles }: TeamFile["projects"][number], uri: string): readonly ProjectFiles[] {
  const base = directoryUri(uri) ?? "";
  const own = locateAll(base, files);
  const from = locateAll(base, directory === undefined ? [] : [directory]).files[0]?.replace(/\/$/u, "");
  const variables = locateAll(base, envFiles ?? []);
  const unread = [...(own.unread ?? []), ...(variables.unread ?? [])];
  if (own.files.length === 0) return [];
  return [
    {
      files: own.files,
      ...(from !== undefined && { directory: from }),
      ...(envFiles !== undefined && { envFiles: variables.files }),
      ...(unread.length > 0 && { unread }),
    },
  ];
}

/** How a person who looks at a compose file hears of a mistake in the team's file. */
export function mistakeText(uri: string, { file, message }: TeamMistake, line: number): string {
  return `${relativePath(uri, file)}, ${t`line ${line}`}: ${message}`;
}
