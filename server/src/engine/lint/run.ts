import type { Change, EditBuilder } from "../edit/change.js";
import { fullImageName } from "../knowledge/images.js";
import type { ComposeProject, Problem } from "../model/project.js";
import { imageName } from "../rules/image-name.js";
import { ruleById, rules } from "../rules/index.js";
import type { Fix, Report, Rule, RuleContext, Severity } from "../rules/rule.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { fits } from "../text/wildcard.js";
import type { Finding, OfferedFix } from "./finding.js";
import { covering, type Ignore, ignoreUses, readIgnores } from "./ignore.js";
import { primaryPlace, relatedPlaces } from "./report.js";
import type { Override, Settings } from "./settings.js";
import { effectOf, underPosture } from "./under-posture.js";

export interface LintResult {
  /** Worst first, then by place. */
  readonly findings: readonly Finding[];
  /** Rules that failed: their silence must not be read as "clean". */
  readonly problems: readonly Problem[];
  /** What the rule itself proposes for one of these findings. */
  readonly rawFixes: (finding: Finding) => readonly Fix[];
}

/** Turns a report's raw fixes into verified ones; given by `check`, which knows how to parse and lint the outcome again. */
export type Verify = (finding: Omit<Finding, "fixes">, fixes: readonly Fix[]) => readonly OfferedFix[];

/** Which rules are asked for. */
export type Wanted = (rule: Rule) => boolean;

/** Runs every rule that the settings leave on and that is wanted, folds what is merely absent, and leaves out what comments ignore. */
export function lint(
  project: ComposeProject,
  settings: Settings,
  edit: EditBuilder,
  verify: Verify,
  wanted: Wanted = () => true,
): LintResult {
  const problems: Problem[] = [];
  const context = contextOf(settings, edit);
  const looked = new Set<string>();
  const raise = (rule: Rule, own: RuleContext): readonly Raised[] => {
    const usual = severityOf(rule, settings);
    const overrides = overridesOf(rule, settings);
    if ((usual === "off" && overrides.length === 0) || !wanted(rule)) return [];
    const failed = problems.length;
    const reports = runRule(rule, project, own, problems);
    if (problems.length === failed) looked.add(rule.id);
    return reports.flatMap((report) => {
      const chosen = overrides.findLast((one) => fitsService(one, project, report.service))?.rules[rule.id];
      const severity = chosen ?? usual;
      const isChosen = chosen !== undefined || settings.rules[rule.id] !== undefined;
      return severity === "off" ? [] : underPosture({ rule, severity, report }, project, settings.posture, isChosen);
    });
  };
  const used = new Set<Ignore>();
  const ignored = ignoring(project, settings, used);
  const reports = new WeakMap<Finding, Report>();
  const told = (raised: readonly Raised[]): readonly Finding[] =>
    fold(raised, settings, ignored)
      .map((entry) => {
        const finding = toFinding(project, entry, verify);
        reports.set(finding, entry.report);
        return finding;
      })
      .filter((finding) => !ignored(finding));
  const found = told(rules.filter(({ about }) => about === undefined).flatMap((rule) => raise(rule, context)));
  // What was of use is known only now.
  const ignores = ignoreUses(project, settings.today, looked, used);
  const last = told(rules.filter(({ about }) => about === "ignores").flatMap((rule) => raise(rule, { ...context, ignores })));
  const findings = [...found, ...last];
  return { findings: findings.sort(worstFirst), problems, rawFixes: (finding) => reports.get(finding)?.fixes?.() ?? [] };
}

/** The rules that have a say in whether a fix holds: the finding's own, those that it stands for, and what weighs more. */
export function concernedBy(finding: Pick<Finding, "rule" | "severity" | "folded">, settings: Settings): Wanted {
  return (rule) => {
    const severity = severityOf(rule, settings);
    if (severity === "off") return false;
    // Whether an ignore is of use is known when every rule has looked.
    if (ruleById(finding.rule)?.about === "ignores") return true;
    if (severity === "folded") return finding.folded !== undefined;
    return rule.id === finding.rule || isWorse(severity, finding.severity);
  };
}

/** A report of a rule, before it is folded or ignored. */
export interface HardeningReport {
  readonly rule: Rule;
  readonly report: Report & { readonly service: string };
}

/** What the rules that are part of "Harden" say of the services; those that somebody switched off or ignores are left out. */
export function hardeningReports(project: ComposeProject, settings: Settings, edit: EditBuilder): readonly HardeningReport[] {
  const context = contextOf(settings, edit);
  const ignored = ignoring(project, settings);
  return rules
    .filter(({ id, hardens }) => hardens === true && settings.rules[id] !== "off")
    .flatMap((rule) =>
      runRule(rule, project, context, []).flatMap((report) => {
        const { service } = report;
        if (overridesOf(rule, settings).findLast((one) => fitsService(one, project, service))?.rules[rule.id] === "off") return [];
        if (service === undefined || ignored({ rule: rule.id, service, at: primaryPlace(project, report) })) return [];
        return [{ rule, report: { ...report, service } }];
      }),
    );
}

function contextOf({ preset, trustedRegistries = [] }: Settings, edit: EditBuilder): RuleContext {
  return { edit, settings: { preset, trustedRegistries } };
}

type Ignored = (finding: Pick<Finding, "rule" | "service" | "at">) => boolean;

/** Whether an ignore covers a finding; those that do are noted. */
function ignoring(project: ComposeProject, { today }: Settings, used?: Set<Ignore>): Ignored {
  const ignores = readIgnores(project);
  return (finding) => {
    const lines = project.files.find(({ uri }) => uri === finding.at.file)?.lines;
    const found = lines === undefined ? [] : covering(finding, ignores, today, (offset) => lines.lineOf(offset));
    for (const ignore of found) used?.add(ignore);
    return found.length > 0;
  };
}

/** The overrides that say something of a rule today. */
function overridesOf({ id }: Rule, { overrides = [], today }: Settings): readonly Override[] {
  return overrides.filter(
    ({ rules: chosen, until }) => chosen[id] !== undefined && (until === undefined || today === undefined || today <= until),
  );
}

function fitsService({ by, pattern }: Override, { services }: ComposeProject, name: string | undefined): boolean {
  const service = name === undefined ? undefined : services.get(name);
  if (service === undefined) return false;
  if (by === "service") return fits(service.name.value, pattern);
  const image = imageName(service);
  return image !== undefined && namesOf(image).some((one) => fits(one, pattern));
}

/** What a person may call an image: as it is written, without its tag, and with or without what Docker takes for granted. */
function namesOf(image: string): readonly string[] {
  const full = fullImageName(image);
  return [image, image.replace(/@.*$/u, "").replace(/:[^/:]*$/u, ""), full, full.replace(/^docker\.io\/(?:library\/(?=[^/]*$))?/u, "")];
}

interface Raised {
  readonly rule: Rule;
  readonly severity: Severity | "folded";
  readonly report: Report;
  /** Ids of the rules that the report stands for, when it is that of `hardening-missing`. */
  readonly folded?: readonly string[];
}

function severityOf(rule: Rule, settings: Settings): Severity | "off" | "folded" {
  const chosen = settings.rules[rule.id];
  if (chosen !== undefined) return chosen;
  if (rule.preset === "strict" && settings.preset !== "strict" && !isRaised(rule, settings)) return "off";
  if (settings.preset === "strict" && rule.inStrict !== undefined) return rule.inStrict;
  if (rule.absence === undefined) return rule.severity;
  return settings.preset === "strict" ? "information" : "folded";
}

/** Whether a finding weighs more on the engine at hand: then it is no matter for the strict preset alone. */
function isRaised(rule: Rule, { posture }: Settings): boolean {
  const effect = effectOf(rule, posture);
  return effect !== undefined && isWorse(effect.severity, rule.severity);
}

/** A rule which throws loses only its own reports. */
function runRule(rule: Rule, project: ComposeProject, context: RuleContext, problems: Problem[]): readonly Report[] {
  try {
    return [...rule.check(project, context)];
  } catch (error) {
    const file = project.files[0]?.uri ?? "";
    const message = t`The rule ${rule.id} failed and found nothing: ${error instanceof Error ? error.message : "unknown error"}.`;
    problems.push({ code: "rule-failed", message, at: { file, start: 0, end: 0 }, fatal: false });
    return [];
  }
}

/** Replaces the folded reports of each service by one report of `hardening-missing` on its name. */
function fold(raised: readonly Raised[], settings: Settings, ignored: Ignored): readonly (Raised & { readonly severity: Severity })[] {
  const shown: (Raised & { readonly severity: Severity })[] = [];
  const folded = new Map<string, Raised[]>();
  for (const entry of raised) {
    const { severity, report, rule } = entry;
    if (severity !== "folded") shown.push({ ...entry, severity });
    else if (report.service !== undefined && !ignored({ rule: rule.id, service: report.service, at: report.on.at })) {
      folded.set(report.service, [...(folded.get(report.service) ?? []), entry]);
    }
  }
  const aggregate = rules.find(({ id }) => id === "hardening-missing");
  const severity = aggregate === undefined ? "off" : severityOf(aggregate, settings);
  if (aggregate === undefined || severity === "off" || severity === "folded") return shown;
  for (const [service, entries] of folded) {
    shown.push({ rule: aggregate, severity, report: hardeningReport(service, entries), folded: entries.map(({ rule }) => rule.id) });
  }
  return shown;
}

function hardeningReport(service: string, entries: readonly Raised[]): Report {
  const missing = entries.map(({ rule }) => rule.absence ?? rule.title);
  const on = entries[0]?.report.on;
  if (on === undefined) throw new RangeError("No report to fold");
  return {
    on,
    underline: "key",
    service,
    message: t`"${service}" lacks ${inWords(missing)}. ${missing.length > 1 ? "Each narrows" : "It narrows"} what a breach of the container can do.`,
    fixes: () => entries.flatMap(({ report }) => report.fixes?.() ?? []),
  };
}

function toFinding(
  project: ComposeProject,
  { rule, severity, report, folded }: Raised & { readonly severity: Severity },
  verify: Verify,
): Finding {
  const said: Omit<Finding, "fixes"> = {
    rule: rule.id,
    severity,
    message: t(report.message),
    service: report.service,
    at: primaryPlace(project, report),
    related: relatedPlaces(project, report),
    unnecessary: report.unnecessary === true,
    onName: report.service !== undefined && report.on === project.services.get(report.service)?.name,
    ...(folded !== undefined && { folded }),
  };
  return {
    ...said,
    fixes: (only) => {
      const fixes = report.fixes?.() ?? [];
      if (only === undefined) return verify(said, fixes);
      // What others take from here, too, may turn out to be less safe than its rule can know.
      return verify(
        said,
        fixes.filter((fix) => fix.class === only),
      ).filter((fix) => fix.class === only);
    },
  };
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2, hint: 3 };

/** Whether the first severity weighs more than the second. */
export function isWorse(a: Severity, b: Severity): boolean {
  return ranks[a] < ranks[b];
}

/** Whether a finding that a fix brings speaks against it: it weighs more than the one that goes, and is not what that one hid. */
export function speaksAgainst(one: Pick<Finding, "rule" | "severity">, gone: Pick<Finding, "rule" | "severity">): boolean {
  const baredBy = ruleById(one.rule)?.baredBy ?? [];
  return isWorse(one.severity, gone.severity) && !baredBy.includes(gone.rule);
}

/** The order in which findings are shown. */
export function worstFirst(a: Finding, b: Finding): number {
  return ranks[a.severity] - ranks[b.severity] || a.at.start - b.at.start || a.at.end - b.at.end;
}

export function isRefused(change: Change): change is { readonly refused: string } {
  return "refused" in change;
}
