import { changedServices } from "../model/meaning.js";
import type { ProjectFiles } from "../model/resolve.js";
import type { Sources } from "../model/sources.js";
import type { Fix, FixClass } from "../rules/rule.js";
import { differences } from "../text/differences.js";
import { t } from "../text/l10n.js";
import { applyEdits, type Edit } from "../text/span.js";
import { type Checked, check, withTexts } from "./check.js";
import type { Finding } from "./finding.js";
import { undeclaredParts } from "./offer.js";
import { concernedBy, isRefused, speaksAgainst } from "./run.js";
import type { Settings } from "./settings.js";

/** The best fix of every finding of one rule in one file, as one edit. */
export interface FixedAll {
  readonly edits: readonly Edit[];
  /** How many findings it mends, and how many are left: those of which no fix holds. */
  readonly mended: number;
  readonly left: number;
  /** The weakest of the fixes' classes. */
  readonly class: FixClass;
  /** What the fixes say may break, each once. */
  readonly caveats: readonly string[];
}

/** Works out the fixes of a rule's findings in one file together; absent where none holds. The costs are a few checks, not some for each finding. */
export function fixAllOf(uri: string, rule: string, files: ProjectFiles, sources: Sources, settings: Settings): FixedAll | undefined {
  const first = check(files, sources, settings);
  const start: State = { checked: first, fixes: [] };
  let state = start;
  for (let round = 0; round < maxRounds; round++) {
    const next = step(state, uri, rule, (text, finding) =>
      check(files, withTexts(sources, new Map([[uri, text]])), settings, concernedBy(finding, settings)),
    );
    if (next === undefined) break;
    state = next;
  }
  if (state === start) return undefined;
  const count = (checked: Checked): number => own(checked, uri, rule).length;
  return {
    edits: differences(uri, textOf(first, uri), textOf(state.checked, uri)),
    mended: count(first) - count(state.checked),
    left: count(state.checked),
    class: (["check", "recommended", "safe"] as const).find((one) => state.fixes.some((fix) => fix.class === one)) ?? "check",
    caveats: [...new Set(state.fixes.flatMap(({ caveat }) => (caveat === undefined ? [] : t(caveat))))],
  };
}

/**
 * The edits of every safe fix in one file together, whose project was checked already: as many at once as hold together, in rounds, since one may make room for another. Nobody
 * looks before they are made, so that none is among them which means something to a service beside its own.
 */
export function safeFixes(uri: string, first: Checked, files: ProjectFiles, sources: Sources, settings: Settings): readonly Edit[] {
  let checked = first;
  for (let round = 0; round < maxRounds; round++) {
    const text = textOf(checked, uri);
    const recheck = (after: string) => check(files, withTexts(sources, new Map([[uri, after]])), settings);
    const next = safeStep(checked, text, uri, recheck);
    if (next === undefined) break;
    checked = next;
  }
  return differences(uri, textOf(first, uri), textOf(checked, uri));
}

function safeStep(checked: Checked, text: string, uri: string, recheck: (text: string) => Checked): Checked | undefined {
  const here = checked.findings.filter(({ at }) => at.file === uri);
  const proposals = apart(here.flatMap((finding) => safeProposals(checked, finding, uri)));
  for (let tried = proposals; tried.length > 1; tried = tried.slice(0, Math.floor(tried.length / 2))) {
    const after = recheck(applyEdits(text, editsIn(tried)));
    if (holdsSafely(checked, after, tried)) return after;
  }
  for (const one of proposals.slice(0, maxAlone)) {
    const after = recheck(applyEdits(text, one.edits));
    if (holdsSafely(checked, after, [one])) return after;
  }
  return undefined;
}

function safeProposals(checked: Checked, finding: Finding, uri: string): readonly Proposal[] {
  return checked.rawFixes(finding).flatMap((fix) => {
    if (fix.class !== "safe" || fix.choose !== undefined || isRefused(fix.change) || fix.change.edits.length === 0) return [];
    const { edits } = fix.change;
    return edits.every(({ at }) => at.file === uri) ? [{ finding, fix, edits }] : [];
  });
}

/** Every finding is gone, nothing that weighs more has come, Compose accepts the result, and no other service means something else. */
function holdsSafely(before: Checked, after: Checked, proposals: readonly Proposal[]): boolean {
  const refused = before.refusals();
  const weight = ({ findings }: Checked, of: Finding) =>
    findings
      .filter(({ rule, service }) => rule === of.rule && service === of.service)
      .reduce((sum, { folded }) => sum + (folded?.length ?? 1), 0);
  const services = new Set(proposals.flatMap(({ finding, fix }) => [finding.service, ...(fix.affects ?? [])]));
  const rules = [...new Set(proposals.flatMap(({ finding }) => [finding.rule, ...(finding.folded ?? [])]))];
  return (
    proposals.every(({ finding }) => weight(after, finding) < weight(before, finding)) &&
    ![...after.refusals()].some((reason) => !refused.has(reason)) &&
    !after.findings.some(
      (one) => proposals.some(({ finding }) => speaksAgainst(one, finding)) && weight(after, one) > weight(before, one),
    ) &&
    changedServices(before.project, after.project).every((name) => services.has(name)) &&
    undeclaredParts({ rule: "", folded: rules }, before, after).length === 0
  );
}

/** Rounds bring on what lay below others, or overlapped. */
const maxRounds = 30;

interface State {
  readonly checked: Checked;
  readonly fixes: readonly Fix[];
}

type Recheck = (text: string, finding: Finding) => Checked;

/** As many fixes at once as hold together: all, else half as many, down to the first that holds by itself. */
function step({ checked, fixes }: State, uri: string, rule: string, recheck: Recheck): State | undefined {
  const text = textOf(checked, uri);
  const proposals = apart(own(checked, uri, rule).flatMap((finding) => proposalOf(checked, finding, uri)));
  for (let tried = proposals; tried.length > 0; tried = tried.slice(0, Math.floor(tried.length / 2))) {
    const after = applied(checked, text, tried, uri, recheck);
    if (after !== undefined) return { checked: after, fixes: [...fixes, ...tried.map(({ fix }) => fix)] };
  }
  // The first does not hold: one of the others may.
  for (const one of proposals.slice(1, maxAlone)) {
    const after = applied(checked, text, [one], uri, recheck);
    if (after !== undefined) return { checked: after, fixes: [...fixes, one.fix] };
  }
  return undefined;
}

/** Fixes tried one by one, in a round in which they do not hold together. */
const maxAlone = 20;

interface Proposal {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly edits: readonly Edit[];
}

/** What the lightbulb would offer first, where nobody has to choose or to fill in anything. */
function proposalOf(checked: Checked, finding: Finding, uri: string): readonly Proposal[] {
  for (const fix of checked.rawFixes(finding)) {
    if (fix.choose !== undefined || fix.fallbackFor !== undefined || (fix.placeholders?.length ?? 0) > 0) continue;
    if (isRefused(fix.change) || fix.change.edits.length === 0) continue;
    const { edits } = fix.change;
    return edits.every(({ at }) => at.file === uri) ? [{ finding, fix, edits }] : [];
  }
  return [];
}

/** Those that do not touch the same text as one before them. */
function apart(proposals: readonly Proposal[]): readonly Proposal[] {
  const taken: Edit[] = [];
  return proposals.filter(({ edits }) => {
    const isFree = edits.every(({ at }) => !taken.some((one) => one.at.start <= at.end && at.start <= one.at.end));
    if (isFree) taken.push(...edits);
    return isFree;
  });
}

function applied(before: Checked, text: string, proposals: readonly Proposal[], uri: string, recheck: Recheck): Checked | undefined {
  const [first] = proposals;
  if (first === undefined) return undefined;
  const { finding } = first;
  const after = recheck(applyEdits(text, editsIn(proposals)), finding);
  const refused = before.refusals();
  const count = (checked: Checked, of: string) => checked.findings.filter(({ rule }) => rule === of).length;
  const holds =
    own(after, uri, finding.rule).length <= own(before, uri, finding.rule).length - proposals.length &&
    ![...after.refusals()].some((reason) => !refused.has(reason)) &&
    !after.findings.some((one) => speaksAgainst(one, finding) && count(after, one.rule) > count(before, one.rule)) &&
    undeclaredParts(finding, before, after).length === 0;
  return holds ? after : undefined;
}

/** What is told once, though an alias brings it twice, counts once. */
function editsIn(proposals: readonly Proposal[]): readonly Edit[] {
  return proposals.flatMap(({ edits }) => edits);
}

function own({ findings }: Checked, uri: string, rule: string): readonly Finding[] {
  const same = findings.filter((finding) => finding.rule === rule && finding.at.file === uri && finding.folded === undefined);
  return [
    ...new Map(
      same.map((finding) => [`${finding.service ?? ""} ${finding.at.start} ${finding.at.end} ${finding.message}`, finding]),
    ).values(),
  ];
}

function textOf({ project }: Checked, uri: string): string {
  return project.files.find((file) => file.uri === uri)?.text ?? "";
}
