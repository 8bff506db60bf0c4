import {
  applyEdits,
  type Edit,
  type Finding,
  isWorse,
  type OfferedFix,
  type Rule,
  rules,
  type Settings,
  type Severity,
} from "../../server/src/engine/index.js";
import { type Checked, check } from "../../server/src/engine/lint/check.js";
import { corpus } from "../corpus.js";
import { type Form, type OpenFile, openFile, projectsIn, sourcesOf } from "./open-file.js";

/** With every rule switched on, each finding by itself: the most fixes that a file can have. */
export const everything: Settings = { preset: "strict", rules: {} };

/** A state of a file of the corpus. */
export interface State {
  /** Texts by URI. */
  readonly texts: ReadonlyMap<string, string>;
  /** Each project that the file belongs to. */
  readonly projects: readonly Checked[];
  /** In the file. */
  readonly findings: readonly Finding[];
}

/** A file of the corpus as it stands. */
export interface Start extends State {
  /** Below the corpus. */
  readonly path: string;
  readonly open: Pick<OpenFile, "uri" | "texts">;
}

/** Some edits of a file and of the other files of its project, and what becomes of it. */
export interface Trial {
  readonly before: Start;
  readonly edits: readonly Edit[];
  /** The texts of the files that are changed, by their URIs. */
  readonly changed: ReadonlyMap<string, string>;
  readonly after: State;
}

/** A fix that is tried. */
export interface TriedFix extends Trial {
  readonly finding: Finding;
  readonly fix: OfferedFix;
}

/** Looks at a trial and answers what is wrong; the sentence starts with the fault, so that faults can be counted. */
export type Check<T extends Trial = Trial> = (trial: T) => Promise<string | undefined> | string | undefined;

/** The files of the corpus, short ones first: what takes long is tried when most is known. */
export function shortFirst(): ReturnType<typeof corpus> {
  return corpus().toSorted((a, b) => a.text.length - b.text.length);
}

/** Opens a file of the corpus. */
export function start(path: string, file: string, settings: Settings, form: Form): Start {
  const open = openFile(file, settings, form);
  return { path, open, ...stateOf(open, open.texts, settings) };
}

/** What is found in an open file and its project with some texts. */
export function stateOf(open: Start["open"], texts: ReadonlyMap<string, string>, settings: Settings): State {
  const projects = projectsIn(open).map((files) => check(files, sourcesOf(texts), settings));
  return { texts, projects, findings: projects.flatMap(({ findings }) => findings).filter(({ at }) => at.file === open.uri) };
}

/** Applies edits to a file's project, and checks it again. */
export function tryEdits(before: Start, edits: readonly Edit[], settings: Settings): Trial {
  const changed = textsAfter(before, edits);
  return { before, edits, changed, after: stateOf(before.open, new Map([...before.texts, ...changed]), settings) };
}

/** The texts of the files that edits change. */
export function textsAfter({ texts }: State, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const uris = new Set(edits.map(({ at }) => at.file));
  const after = (uri: string): string =>
    applyEdits(
      texts.get(uri) ?? "",
      edits.filter(({ at }) => at.file === uri),
    );
  return new Map([...uris].map((uri) => [uri, after(uri)]));
}

/** The edits of a fix; of one that lets a person choose, those for what it proposes. */
export function editsOf({ refused, choose, edits }: OfferedFix): readonly Edit[] | { readonly refused: string } {
  if (refused !== undefined) return { refused };
  if (choose === undefined) return edits;
  const answer = choose.with(choose.candidates.filter(({ picked }) => picked).map(({ value }) => value));
  return "edits" in answer ? answer.edits : answer;
}

/** The settings for what has a say in whether a finding's fix holds: its rule, and those that weigh more. */
export function concerning({ rule, severity }: Finding): Settings {
  const others = rules.filter((one) => one.id !== rule && !isWorse(severityIn(one), severity));
  return { ...everything, rules: Object.fromEntries(others.map(({ id }) => [id, "off" as const])) };
}

/** The strict preset shows what is absent as information, whatever it is beside other findings. */
function severityIn({ absence, severity }: Rule): Severity {
  return absence === undefined ? severity : "information";
}
