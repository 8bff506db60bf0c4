// The one door of the engine: adapters (`lsp`, `cli`) and tests import from here and from nowhere deeper.
import { teamRuleEdits } from "./config/team-edit.js";
import { teamFileName } from "./config/team-file.js";
import { type LastRead, mistakeText, type TeamMistake, type TeamSettings, withTeam } from "./config/team-settings.js";
import { codeLenses, type ServiceLens } from "./ide/code-lenses.js";
import { completions } from "./ide/completion.js";
import type { Completion } from "./ide/completion-item.js";
import { type Hover, hover } from "./ide/hover.js";
import { type InlayHint, type InlayKind, inlayHints } from "./ide/inlay-hints.js";
import { type Resolved, resolved } from "./ide/resolved.js";
import { type Checked, check } from "./lint/check.js";
import type { Finding, OfferedFix } from "./lint/finding.js";
import { type FixedAll, fixAllOf, safeFixes } from "./lint/fix-all.js";
import { type HardeningPart, harden, hardenable } from "./lint/harden.js";
import { ignoreEdit } from "./lint/ignore-edit.js";
import { worstFirst } from "./lint/run.js";
import { defaultSettings, type Settings } from "./lint/settings.js";
import { type Loader, maxFiles, startLoader } from "./model/loader.js";
import { canonicalUri, nameOf } from "./model/location.js";
import type { ComposeProject, Problem, Service } from "./model/project.js";
import { type FoundProjects, projectsOf } from "./model/project-files.js";
import { aloneAs, type ProjectFiles, resolve } from "./model/resolve.js";
import type { FileAnswer, Sources } from "./model/sources.js";
import { projectCodes, unreadCodes } from "./model/unread.js";
import { securityReport } from "./report/graph.js";
import type { SecurityReport } from "./report/report.js";
import { ruleById } from "./rules/index.js";
import type { Preset } from "./rules/rule.js";
import { secretsIn } from "./rules/secrets.js";
import { parse } from "./syntax/parse.js";
import type { SyntaxFile } from "./syntax/tree.js";
import { t } from "./text/l10n.js";
import { Lines } from "./text/lines.js";
import type { Edit, Place, Span } from "./text/span.js";

export type { TeamMistake } from "./config/team-settings.js";
export { scalarText } from "./edit/scalar-text.js";
export { capabilityPage } from "./ide/capability-hover.js";
export type { ServiceLens } from "./ide/code-lenses.js";
export type { Completion } from "./ide/completion-item.js";
export { hiddenText } from "./ide/hide-secrets.js";
export type { Hover } from "./ide/hover.js";
export { type InlayHint, type InlayKind, inlayKinds } from "./ide/inlay-hints.js";
export type { Resolved } from "./ide/resolved.js";
export { rulePageText } from "./ide/rule-page.js";
export { type Capability, capabilities, capability } from "./knowledge/capabilities.js";
export type { Finding, OfferedChoice, OfferedFix, RelatedPlace } from "./lint/finding.js";
export type { FixedAll } from "./lint/fix-all.js";
export type { HardeningPart } from "./lint/harden.js";
export { choicesOf, namesNear, rulesMeant } from "./lint/rule-choices.js";
export { isWorse, speaksAgainst } from "./lint/run.js";
export { defaultSettings, type RuleChoice, type Settings } from "./lint/settings.js";
export { type CanonicalMap, type CanonicalNode, type CanonicalScalar, type Json, toJson } from "./model/canonical/node.js";
export { canonicalUri, locate, nameOf } from "./model/location.js";
export type { Problem } from "./model/project.js";
export { locateAll, mainFileNames } from "./model/project-files.js";
export type { ProjectFiles } from "./model/resolve.js";
export { isUnresolved, type Sourced, type VariableUse } from "./model/sourced.js";
export { reportMermaid } from "./report/mermaid.js";
export { type ReportPanel, reportPage, reportPanel } from "./report/page.js";
export { premisesOf, type ReportPlace, type SecurityReport } from "./report/report.js";
export { type EnginePosture, enginePostures } from "./rules/engine-posture.js";
export { ruleById, rules } from "./rules/index.js";
export type { Category, FixClass, Preset, Rule, RuleExamples, Severity } from "./rules/rule.js";
export { inWords } from "./text/in-words.js";
export { speak, t } from "./text/l10n.js";
export { Lines, type Position } from "./text/lines.js";
export { nearest } from "./text/nearest.js";
export { applyEdits, type Edit, type Place, type Span } from "./text/span.js";
export { teamFileName };

/** How often a file may have to be checked until nothing more is wanted: each time brings a file at least. */
export const maxRounds = maxFiles + 1;

/** How far a file could be checked. `skipped`: not a compose file; `partial`: something could not be read; `failed`: no part could be. */
export type Status = "checked" | "partial" | "skipped" | "failed";

/** What is known of one file at one moment. */
export interface FileReport {
  readonly uri: string;
  readonly status: Status;
  /** In this file, and that another file of its project could not be read whole. */
  readonly problems: readonly Problem[];
  /** Those that stand in this file, worst first, then by place. */
  readonly findings: readonly Finding[];
  /** Where secrets stand in the text: what prints a part of it leaves these out. */
  readonly secrets: readonly Place[];
  /** URIs that the adapter has to read and `provide` before the report is complete. */
  readonly wanted: readonly string[];
  /** The files that this file's project includes, as far as they were read. */
  readonly included: readonly string[];
  /** Every file that the report rests on, there or not. */
  readonly read: ReadonlySet<string>;
}

/** What is wrong with a team file. */
export interface TeamReport {
  readonly mistakes: readonly TeamMistake[];
  readonly wanted: readonly string[];
}

/** What an adapter answers for a file: its text, why it is not read (half a sentence), or that it does not exist. */
export type Provided = string | { readonly refused: string } | undefined;

/** What is known of a document, in each project that it belongs to. */
interface Known {
  /** Never empty. */
  readonly projects: readonly Checked[];
  /** Every file that the answer rests on. */
  readonly read: ReadonlySet<string>;
  readonly wanted: readonly string[];
  readonly report: FileReport;
}

/** Where a document belongs, and what that rests on. */
interface Located extends FoundProjects {
  readonly read: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string>;
}

/** Projects that are remembered as a whole; documents remember their own reports besides. */
const maxKept = 20;

/** How often a check may find that the file belongs elsewhere. */
const maxTurns = 3;

/**
 * Holds texts and answers questions about them. Synchronous and free of I/O: what it wants to read stands in `FileReport.wanted`;
 * the adapter reads it, calls `provide`, and asks again. No method throws for any text.
 */
export class Engine {
  readonly #texts = new Map<string, string>();
  readonly #provided = new Map<string, Provided>();
  readonly #settings = new Map<string, Settings>();
  readonly #known = new Map<string, Known>();
  readonly #parsed = new Map<string, SyntaxFile>();
  /** What the answers of `membership` rest on. */
  readonly #placed = new Map<string, ReadonlySet<string>>();
  /** What was found in whole projects: their files share it. */
  readonly #checked = new Map<string, Checked>();
  /** Documents whose report no longer holds, of which nobody was told. */
  readonly #stale = new Set<string>();
  /** What each project that was checked includes, by its main file: such a file is judged in there. */
  readonly #includes = new Map<string, { readonly files: ProjectFiles; readonly included: ReadonlySet<string> }>();
  /** The URI under which a file is known here, by its one spelling. */
  readonly #spellings = new Map<string, string>();

  readonly #lastRead: LastRead = new Map();
  readonly #today: () => string | undefined;

  /** `today` gives the day by which ignores with a last day are judged, where the settings give none. */
  constructor(today: () => string | undefined = () => undefined) {
    this.#today = today;
  }

  /** Sets or replaces the text of a document. */
  setText(uri: string, text: string): void {
    const before = this.#read(uri);
    this.#texts.set(uri, text);
    this.#spellings.set(canonicalUri(uri), uri);
    if (!isText(before, text)) this.#forget(uri);
  }

  /** Forgets a document: its text, its settings and what rests on them. */
  drop(uri: string): void {
    const before = this.#texts.get(uri);
    this.#texts.delete(uri);
    this.#settings.delete(uri);
    this.#parsed.delete(uri);
    this.#known.delete(uri);
    this.#placed.delete(uri);
    if (before !== undefined && !isText(this.#read(uri), before)) this.#forget(uri);
    this.#stale.delete(uri);
  }

  /** Answers a wanted file; one that does not exist or is refused is not wanted again. */
  provide(uri: string, answer: Provided): void {
    if (this.#provided.has(uri) && isSame(this.#provided.get(uri), answer)) return;
    this.#provided.set(uri, answer);
    if (!this.#texts.has(uri)) this.#forget(uri);
  }

  /** Takes the answer for a file back: it is wanted again. */
  withdraw(uri: string): void {
    if (!this.#provided.delete(uri) || this.#texts.has(uri)) return;
    this.#parsed.delete(uri);
    this.#forget(uri);
  }

  /**
   * The documents whose last report no longer holds, because of their own text or of anything else that it rests on. Each is told once; again
   * only after it was checked.
   */
  takeStale(): readonly string[] {
    const taken = [...this.#stale];
    this.#stale.clear();
    return taken;
  }

  /** Whether a document, whatever its name, is named as part of a project: by settings, `COMPOSE_FILE`, or an include that was read. */
  membership(uri: string): { readonly isNamed: boolean; readonly wanted: readonly string[] } {
    if (!this.#texts.has(uri)) return { isNamed: false, wanted: [] };
    const { isNamed, wanted, read } = this.#projectsOf(uri);
    this.#placed.set(uri, read);
    return { isNamed, wanted: [...wanted] };
  }

  /** The settings of every following answer for this document. */
  configure(uri: string, settings: Settings): void {
    this.#settings.set(uri, settings);
    this.#outdate(uri);
  }

  /** The report on a document; kept until a text or setting it rests on changes. A URI without text gives status "failed". */
  check(uri: string): FileReport {
    return (
      this.#check(uri)?.report ?? {
        uri,
        status: "failed",
        problems: [],
        findings: [],
        secrets: [],
        wanted: [],
        included: [],
        read: new Set(),
      }
    );
  }

  /** Findings that touch a span, each with its verified fixes. */
  fixesAt(uri: string, span: Span): readonly { readonly finding: Finding; readonly fixes: readonly OfferedFix[] }[] {
    return this.check(uri)
      .findings.filter(({ at }) => at.start <= span.end && span.start <= at.end)
      .map((finding) => ({ finding, fixes: finding.fixes() }));
  }

  /** The edits of all safe fixes in a document together, verified; empty when there is nothing to do. */
  safeFixes(uri: string): readonly Edit[] {
    const project = this.#check(uri) && this.#projectsOf(uri).projects[0];
    return project === undefined
      ? []
      : safeFixes(uri, this.#checkProject(project, this.#settingsOf(uri)), project, this.#sources(), this.#settingsOf(uri));
  }

  /** The best fix of every finding of a rule in a document, together; absent where none holds. Worked out anew with each call. */
  fixAllOf(uri: string, rule: string): FixedAll | undefined {
    const project = this.#check(uri) && this.#projectsOf(uri).projects[0];
    return project === undefined ? undefined : fixAllOf(uri, rule, project, this.#sources(), this.#settingsOf(uri));
  }

  /** The services that "Harden" could do something for: all of the document's project, or those that a span touches by their key or anywhere. */
  hardenable(uri: string, touched?: { readonly span: Span; readonly by: "key" | "body" }): readonly string[] {
    const checked = this.#check(uri)?.projects[0];
    if (checked === undefined || checked.project.kind === "other") return [];
    const { services } = checked.project;
    const near = touched && [...services.values()].filter((service) => touches(service, uri, touched.span, touched.by));
    if (near?.length === 0) return [];
    const names = hardenable(checked.project, this.#settingsOf(uri));
    return near === undefined ? names : names.filter((name) => near.some((service) => service.name.value === name));
  }

  /** The parts of "Harden" for one service, or for all of the document's project; worked out anew with each call. */
  harden(uri: string, service?: string): readonly HardeningPart[] {
    const project = this.#check(uri) && this.#projectsOf(uri).projects[0];
    return project === undefined ? [] : harden(project, this.#sources(), this.#settingsOf(uri), service);
  }

  /**
   * What the best fix of a rule would do to the document's project, whatever the settings say of that rule: for actions of their own, such
   * as "Segment networks". Absent when the rule finds nothing, or its fix is refused.
   */
  fixOf(uri: string, rule: string): OfferedFix | undefined {
    return this.#findingOf(uri, rule)
      ?.fixes()
      .find(({ refused }) => refused === undefined);
  }

  /** Whether a rule finds something in the document's project, whatever the settings say of it; cheap, since no fix is worked out. */
  finds(uri: string, rule: string): boolean {
    return this.#findingOf(uri, rule) !== undefined;
  }

  #findingOf(uri: string, rule: string): Finding | undefined {
    const project = this.#check(uri) && this.#projectsOf(uri).projects[0];
    if (project === undefined) return undefined;
    const rules = { ...this.#settingsOf(uri).rules, [rule]: ruleById(rule)?.severity ?? "hint" } as const;
    const { findings } = check(project, this.#sources(), { ...this.#settingsOf(uri), rules });
    return findings.find((finding) => finding.rule === rule);
  }

  /** What Compose would run of the first project of a document; absent where it is no compose file. */
  resolved(uri: string): Resolved | undefined {
    const checked = this.#check(uri)?.projects[0];
    return checked === undefined || checked.project.kind === "other" ? undefined : resolved(checked);
  }

  /** Who reaches what in the first project of a document, and the ways to the host; absent where it is no compose file. */
  report(uri: string): SecurityReport | undefined {
    const checked = this.#check(uri)?.projects[0];
    if (checked === undefined || checked.project.kind === "other") return undefined;
    return securityReport(checked, this.#settingsOf(uri).posture ?? "rootful");
  }

  hover(uri: string, offset: number): Hover | undefined {
    const [checked, ...others] = this.#check(uri)?.projects ?? [];
    if (checked === undefined || checked.project.kind === "other") return undefined;
    const alone = (file: string) => resolve(aloneAs(file, this.#projectsOf(uri).projects[0]), this.#sources());
    return hover(checked, uri, offset, { otherProjects: others.length, alone });
  }

  completions(uri: string, offset: number): readonly Completion[] {
    const checked = this.#check(uri)?.projects[0];
    return checked === undefined || checked.project.kind === "other" ? [] : completions(checked, uri, offset);
  }

  /** What means nothing in the text of a team file, and in what it extends, with what is likely meant; absent for a URI without text. */
  teamFile(uri: string): TeamReport | undefined {
    if (!this.#texts.has(uri)) return undefined;
    const loader = startLoader(this.#sources());
    const { mistakes } = withTeam(uri, { ...defaultSettings, team: { file: uri } }, loader, this.#lastRead);
    this.#placed.set(uri, loader.asked);
    return { mistakes: mistakes.filter(({ file }) => file === uri), wanted: [...loader.wanted] };
  }

  /** Switches a rule off in the team file that is nearest to a document; empty where there is none, or it is no JSON. */
  turnOffInTeamFile(uri: string, rule: string): readonly Edit[] {
    const [file] = this.teamFilesOf(uri);
    const answer = file === undefined ? undefined : this.#read(file);
    return file === undefined || typeof answer !== "object" || !("text" in answer) ? [] : teamRuleEdits(file, answer.text, rule, "off");
  }

  /** How much is reported of a document, once its team has had its say. */
  presetOf(uri: string): Preset {
    return this.#settingsOf(uri).preset;
  }

  /** The team files that a document's settings come from, the nearest first. */
  teamFilesOf(uri: string): readonly string[] {
    return this.#teamOf(uri, startLoader(this.#sources())).files;
  }

  /** The hints of some kinds within a span of a document. */
  inlayHints(uri: string, span: Span, kinds: readonly InlayKind[]): readonly InlayHint[] {
    const checked = this.#check(uri)?.projects[0];
    return checked === undefined || checked.project.kind === "other" ? [] : inlayHints(checked, uri, span, kinds);
  }

  /** What stands above the services of a document. */
  codeLenses(uri: string): readonly ServiceLens[] {
    const checked = this.#check(uri)?.projects[0];
    return checked === undefined || checked.project.kind === "other" ? [] : codeLenses(checked, uri, this.hardenable(uri));
  }

  /** The comment that ignores a finding, on a line above it, ending with an empty reason; absent where no line can be put. */
  ignoreEdit(uri: string, finding: Finding): Edit | undefined {
    const files = this.#check(uri)?.projects.flatMap(({ project }) => project.files);
    const file = files?.find((one) => one.uri === finding.at.file);
    return file === undefined ? undefined : ignoreEdit(file, finding);
  }

  #check(uri: string): Known | undefined {
    if (!this.#texts.has(uri)) return undefined;
    const kept = this.#known.get(uri);
    if (kept !== undefined) return kept;
    let known: Known | undefined;
    for (let turn = 1; known === undefined; turn++) known = this.#checkIn(uri, this.#projectsOf(uri), turn === maxTurns);
    this.#known.set(uri, known);
    this.#stale.delete(uri);
    return known;
  }

  /** Absent when the file turns out to belong to other projects, since what was thought to include it does not; unless this is the last turn. */
  #checkIn(uri: string, { projects: files, read: asked, wanted }: Located, isLast: boolean): Known | undefined {
    const projects = files.map((project) => this.#checkProject(project, this.#settingsOf(uri)));
    for (const [index, { project }] of projects.entries()) this.#noteIncludes(uri, files[index], project);
    const mains = (list: readonly ProjectFiles[]): string => list.map((project) => project.files.join(" ")).join("\n");
    if (!isLast && mains(this.#projectsOf(uri).projects) !== mains(files)) return undefined;
    const read = new Set([...asked, ...projects.flatMap(({ project }) => [...project.read])]);
    const all = [...new Set([...wanted, ...projects.flatMap(({ project }) => project.wanted)])];
    const team = this.#teamProblem(uri);
    return { projects, read, wanted: all, report: reportOn(uri, projects, all, read, team) };
  }

  /** One for all mistakes in the team's file: what it means for this document may differ from what was meant. */
  #teamProblem(uri: string): readonly Problem[] {
    const { mistakes } = this.#teamOf(uri, startLoader(this.#sources()));
    const [first] = mistakes;
    if (first === undefined) return [];
    const line = this.#linesOf(first.file).lineOf(first.start) + 1;
    return [{ code: "team-file", message: mistakeText(uri, first, line), at: { file: uri, start: 0, end: 0 }, fatal: false }];
  }

  #linesOf(uri: string): Lines {
    const answer = this.#read(uri);
    return new Lines(typeof answer !== "string" && "text" in answer ? answer.text : "");
  }

  #checkProject(files: ProjectFiles, settings: Settings): Checked {
    const key = JSON.stringify([files, { ...settings, projects: [] }]);
    const kept = this.#checked.get(key);
    const checked = kept ?? check(files, this.#sources(), settings);
    // The one that was asked for last goes last.
    this.#checked.delete(key);
    this.#checked.set(key, checked);
    const [oldest] = this.#checked.keys();
    if (this.#checked.size > maxKept && oldest !== undefined) this.#checked.delete(oldest);
    return checked;
  }

  #projectsOf(uri: string): Located {
    const loader = startLoader(this.#sources());
    const { projects: known = [] } = this.#teamOf(uri, loader).settings;
    const spelt = known.map((project) => ({ ...project, files: project.files.map((file) => this.#spelling(file)) }));
    const own = projectsOf(uri, loader, spelt);
    const isAlone = own.projects.length === 1 && own.projects[0]?.files.length === 1 && !own.isNamed;
    const includers = isAlone ? [...this.#includes.values()].filter(({ included }) => included.has(uri)).map(({ files }) => files) : [];
    const found = includers.length > 0 ? { projects: includers, isNamed: true } : own;
    return { ...found, read: loader.asked, wanted: loader.wanted };
  }

  /** An included file is judged in what includes it from now on, and by itself again when it no longer is. */
  #noteIncludes(uri: string, files: ProjectFiles | undefined, { included, wanted }: ComposeProject): void {
    const main = files?.files[0];
    if (files === undefined || main === undefined) return;
    const noted = this.#includes.get(main);
    const before = noted?.files.files.join(" ") === files.files.join(" ") ? noted?.included : undefined;
    // While something is wanted nobody knows what else is included: what was then still is.
    const now = new Set([...included.keys(), ...(wanted.length > 0 ? (before ?? []) : [])]);
    for (const one of new Set([...(noted?.included ?? []), ...now])) {
      if (one !== uri && before?.has(one) !== now.has(one)) this.#outdate(one);
    }
    if (now.size === 0) this.#includes.delete(main);
    else this.#includes.set(main, { files, included: now });
  }

  #settingsOf(uri: string): Settings {
    return this.#teamOf(uri, startLoader(this.#sources())).settings;
  }

  /** The document's settings with those of its team; what they rest on is asked of the loader. */
  #teamOf(uri: string, loader: Loader): TeamSettings {
    const settings = this.#settings.get(uri) ?? defaultSettings;
    const today = settings.today ?? this.#today();
    return withTeam(uri, today === undefined ? settings : { ...settings, today }, loader, this.#lastRead);
  }

  #spelling(uri: string): string {
    return this.#spellings.get(canonicalUri(uri)) ?? uri;
  }

  #sources(): Sources {
    return {
      read: (uri) => this.#read(uri),
      spelling: (uri) => this.#spelling(uri),
      parse: (uri, text) => {
        const kept = this.#parsed.get(uri);
        if (kept?.text === text) return kept;
        const file = parse(uri, text);
        // What is only tried out, to verify a fix, is not worth keeping.
        const answer = this.#read(uri);
        if (typeof answer !== "string" && "text" in answer && answer.text === text) this.#parsed.set(uri, file);
        return file;
      },
    };
  }

  /** An open document wins over what was provided from the disk. */
  #read(uri: string): FileAnswer {
    const text = this.#texts.get(uri);
    if (text !== undefined) return { text };
    if (!this.#provided.has(uri)) return "unknown";
    const answer = this.#provided.get(uri);
    if (answer === undefined) return "absent";
    return typeof answer === "string" ? { text: answer } : answer;
  }

  /** Any other report may rest on a file which is no compose file of its own, such as `.env`. */
  #forget(uri: string): void {
    this.#outdate(uri);
    // What was read before somebody opened it went by the other spelling.
    const plain = canonicalUri(uri);
    const restsOnIt = (read: ReadonlySet<string>): boolean => read.has(uri) || read.has(plain);
    for (const [key, { project }] of this.#checked) if (restsOnIt(project.read)) this.#checked.delete(key);
    for (const [other, { read }] of this.#known) if (restsOnIt(read)) this.#outdate(other);
    for (const [other, read] of this.#placed) if (restsOnIt(read)) this.#outdate(other);
  }

  #outdate(uri: string): void {
    const wasKnown = this.#known.delete(uri);
    if (this.#placed.delete(uri) || wasKnown) this.#stale.add(uri);
  }
}

/** Whether the answer is this very text: then nothing changes for those that rest on it. */
function isText(answer: FileAnswer, text: string): boolean {
  return typeof answer !== "string" && "text" in answer && answer.text === text;
}

/** Whether a service is written where the span is. */
function touches({ written }: Service, uri: string, { start, end }: Span, by: "key" | "body"): boolean {
  return written.some(({ key, body }) => key.file === uri && key.start <= end && start <= (by === "key" ? key.end : body.end));
}

function isSame(a: Provided, b: Provided): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  return a.refused === b.refused;
}

/** What all projects of a file say of it. */
function reportOn(
  uri: string,
  projects: readonly Checked[],
  wanted: readonly string[],
  read: ReadonlySet<string>,
  others: readonly Problem[],
): FileReport {
  const findings = new Map<string, Finding>();
  const problems = new Map<string, Problem>();
  const secrets: Place[] = [];
  for (const checked of projects) {
    const isShown = checked.project.kind !== "other" && !checked.project.files.some(hasConflict);
    const own = !isShown ? [] : checked.findings.filter(({ at }) => at.file === uri);
    for (const finding of own) if (isSoEverywhere(finding, projects)) keepOne(findings, finding);
    for (const problem of problemsIn(uri, checked)) problems.set(`${problem.message} ${problem.at.start}`, problem);
    secrets.push(...secretsIn(checked.project));
  }
  const conflict = conflictIn(uri, projects);
  if (conflict !== undefined) problems.set("conflict", conflict);
  const first = projects[0];
  return {
    uri,
    status: first === undefined ? "failed" : statusOf(first, uri, problems.size > 0),
    problems: [...problems.values(), ...others],
    findings: projects.length === 1 ? [...findings.values()] : [...findings.values()].sort(worstFirst),
    secrets,
    wanted,
    read,
    included: [...new Set(projects.flatMap(({ project }) => [...project.included.keys()]))],
  };
}

/** What is of use in one of the projects is not unused. */
function isSoEverywhere({ rule, at }: Finding, projects: readonly Checked[]): boolean {
  if (rule !== "ignore-unused") return true;
  return projects.every(({ findings }) =>
    findings.some((one) => one.rule === rule && one.at.file === at.file && one.at.start === at.start),
  );
}

/** Keeps a finding once. What a service lacks may differ from project to project: the one in which it lacks most is told. */
function keepOne(findings: Map<string, Finding>, finding: Finding): void {
  const message = finding.folded === undefined ? finding.message : "";
  const id = `${finding.rule} ${finding.service ?? ""} ${finding.at.start} ${finding.at.end} ${message}`;
  const before = findings.get(id);
  if (before === undefined || (before.folded?.length ?? 0) < (finding.folded?.length ?? 0)) findings.set(id, finding);
}

/** The problems of a file and of its project; of those in other files one says that they are there. */
function problemsIn(uri: string, { project, problems }: Checked): readonly Problem[] {
  const isOwn = project.own.includes(uri);
  const start = { file: uri, start: 0, end: 0 };
  const here = problems.flatMap((problem) => {
    if (problem.at.file === uri) return [problem];
    return isOwn && projectCodes.has(problem.code) ? [{ ...problem, at: start }] : [];
  });
  const others = problems.filter(({ at, fatal, code }) => at.file !== uri && (fatal || unreadCodes.has(code)) && !projectCodes.has(code));
  return [
    ...here,
    ...[...new Set(others.map(({ at }) => at.file))]
      .filter(() => isOwn)
      .map((other) => ({
        code: "other-file",
        message: t`"${nameOf(other)}", which belongs to this project, could not be read whole.`,
        at: start,
        fatal: false,
      })),
  ];
}

function statusOf({ project }: Checked, uri: string, hasProblems: boolean): Status {
  const file = project.files.find((one) => one.uri === uri);
  // Both sides of a merge stand in it: what is in force nobody knows until one is chosen.
  if (file !== undefined && hasConflict(file)) return "failed";
  const unreadable = hasProblems && file?.problems.some(({ fatal }) => fatal) === true && file.text.trim() !== "" && !hasKeys(file);
  if (project.kind === "other") return unreadable ? "failed" : "skipped";
  return hasProblems ? "partial" : "checked";
}

/** Whether a merge has left its markers in the text. */
function hasConflict({ text }: SyntaxFile): boolean {
  return /^<{7} /mu.test(text) && /^>{7} /mu.test(text);
}

function conflictIn(uri: string, projects: readonly Checked[]): Problem | undefined {
  const file = projects.flatMap(({ project }) => project.files).find((one) => one.uri === uri && hasConflict(one));
  if (file === undefined) return undefined;
  const start = file.text.search(/^<{7} /mu);
  const message = t("A merge has left its markers here. The file is checked once they are gone.");
  return { code: "conflict", message, at: { file: uri, start, end: start + 7 }, fatal: true };
}

/** Whether any key could be read: else nobody can tell what kind of file it is. */
function hasKeys({ documents }: SyntaxFile): boolean {
  return documents.some(({ root }) => root?.kind === "map" && root.entries.some(({ colon }) => colon !== undefined));
}
