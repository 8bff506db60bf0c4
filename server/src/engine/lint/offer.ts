import type { Change, Edits } from "../edit/change.js";
import { type ChangedPart, changedParts, changedServices } from "../model/meaning.js";
import { ruleById } from "../rules/index.js";
import type { Candidate, Fix } from "../rules/rule.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { applyEdits, type Edit } from "../text/span.js";
import type { Checked } from "./check.js";
import type { Finding, OfferedFix } from "./finding.js";
import { isRefused, speaksAgainst } from "./run.js";

/** A project after some edits, checked as it was before. */
export type Recheck = (before: Checked, edits: readonly Edit[]) => Checked;

/** A fix, or the same fix at the place where its value comes from, with what came of it. */
interface Verified {
  readonly fix: Fix;
  readonly title: string;
  readonly outcome: Outcome;
  readonly atOrigin: boolean;
}

type Outcome = { readonly refused: string } | (Edits & { readonly others: readonly string[] });

/** Verifies a report's fixes: what does not hold is shown as refused, with the reason. */
export function offer(before: Checked, finding: Omit<Finding, "fixes">, fixes: readonly Fix[], recheck: Recheck): readonly OfferedFix[] {
  const verified = fixes.flatMap((fix) => [
    verifiedFix(before, finding, fix, fix.change, recheck),
    ...verifiedAtOrigin(before, finding, fix, recheck),
  ]);
  const own = verified.filter(({ atOrigin }) => !atOrigin);
  return verified.map((one) =>
    offered(one, own, (chosen) => {
      const change = one.fix.choose?.with(chosen) ?? { refused: t("Nothing to choose.") };
      return verify(before, finding, one.fix, change, recheck);
    }),
  );
}

function verifiedFix(before: Checked, finding: Omit<Finding, "fixes">, fix: Fix, change: Change, recheck: Recheck): Verified {
  const outcome = verify(before, finding, fix, change, recheck);
  return { fix, title: titleOf(fix, outcome), outcome, atOrigin: !isRefused(change) && change.origin !== undefined };
}

/** For one who wants it so: simpler, since nothing is left to override, but seldom for one service only. */
function verifiedAtOrigin(before: Checked, finding: Omit<Finding, "fixes">, fix: Fix, recheck: Recheck): readonly Verified[] {
  if (isRefused(fix.change) || fix.change.atOrigin === undefined || fix.choose !== undefined || fix.fallbackFor !== undefined) return [];
  const one = verifiedFix(before, finding, fix, fix.change.atOrigin, recheck);
  return isRefused(one.outcome) ? [] : [one];
}

function titleOf({ title }: Fix, outcome: Outcome): string {
  if (isRefused(outcome)) return title;
  const { origin, others } = outcome;
  return withOthers(origin === undefined ? t(title) : t`${title} at ${origin}`, others);
}

/** The title of a change that means something to other services, too. */
export function withOthers(title: string, others: readonly string[]): string {
  if (others.length === 0) return title;
  const named = t`${title} (also changes ${inWords(others.map(quoted))})`;
  const count = others.length === 1 ? t("another service") : t`${others.length} other services`;
  return others.length > 2 || named.length > maxTitle ? t`${title} (also changes ${count})` : named;
}

/** The names of those services, in a sentence. */
export function othersNamed(others: readonly string[]): string | undefined {
  return others.length === 0 ? undefined : t`Also changes ${inWords(others.map(quoted))}.`;
}

/** Longer ones are cut off in a menu; the caveat names all. */
const maxTitle = 120;

function quoted(name: string): string {
  return `"${name}"`;
}

function offered(
  { fix, title, outcome, atOrigin }: Verified,
  all: readonly Verified[],
  withChosen: (chosen: readonly string[]) => Outcome,
): OfferedFix {
  const refused = isRefused(outcome) ? outcome.refused : undefined;
  const concernsOthers = !isRefused(outcome) && outcome.others.length > 0;
  const isOnly = all.length === 1 && refused === undefined && fix.class !== "check" && fix.choose === undefined;
  return {
    // What comes from a table is still English.
    title: t(title),
    // Nobody looks when safe fixes are applied, and another service may not be as this one.
    class: fix.class === "safe" && concernsOthers ? "check" : fix.class,
    caveat: caveatOf(fix, outcome),
    edits: isRefused(outcome) || fix.choose !== undefined ? [] : outcome.edits,
    refused: fix.choose === undefined && refused !== undefined ? t(refused) : undefined,
    placeholders: fix.placeholders ?? [],
    affects: [...(fix.affects ?? []), ...(isRefused(outcome) ? [] : outcome.others)],
    preferred: isOnly && !atOrigin && !concernsOthers,
    fallbackFor: fix.fallbackFor,
    choose: fix.choose && { kind: fix.choose.kind, candidates: fix.choose.candidates.map(said), with: withChosen },
  };
}

/** What comes from a table is still English. */
function said({ description, because, ...candidate }: Candidate): Candidate {
  return { ...candidate, description: t(description), ...(because !== undefined && { because: t(because) }) };
}

function caveatOf(fix: Fix, outcome: Outcome): string | undefined {
  const others = isRefused(outcome) ? undefined : othersNamed(outcome.others);
  const parts = [fix.caveat, isRefused(outcome) ? undefined : outcome.note, others].flatMap((part) => (part === undefined ? [] : t(part)));
  return parts.length === 0 ? undefined : parts.join(" ");
}

/** The finding must be gone, nothing worse may have come, and Compose must still accept the file. */
function verify(before: Checked, finding: Omit<Finding, "fixes">, fix: Fix, change: Change, recheck: Recheck): Outcome {
  if (isRefused(change)) return change;
  const { after, rounds } = untilGone(before, finding, fix, change, recheck);
  const refused = before.refusals();
  if ([...after.refusals()].some((reason) => !refused.has(reason))) return { refused: t("Compose would not accept the result.") };
  if (similar(after.findings, finding) >= similar(before.findings, finding)) return { refused: t("The finding would remain.") };
  const worse = after.findings.find((one) => speaksAgainst(one, finding) && similar(after.findings, one) > similar(before.findings, one));
  if (worse !== undefined) return { refused: t`Something worse would come: ${worse.message}` };
  const undeclared = undeclaredParts(finding, before, after)[0];
  if (undeclared !== undefined) return { refused: t`It would change more than it is meant to: ${nameOf(undeclared)}.` };
  const others = changedServices(before.project, after.project).filter(
    (name) => name !== finding.service && fix.affects?.includes(name) !== true,
  );
  return { ...change, edits: rounds === 1 ? change.edits : differences(before, after), others };
}

/** In what two states of a project differ beyond what the finding's rule, or those that it stands for, say of their fixes. */
export function undeclaredParts(
  { rule, folded = [] }: Pick<Finding, "rule" | "folded">,
  { project: before }: Checked,
  { project: after }: Checked,
) {
  const declared = [rule, ...folded].flatMap((id) => ruleById(id)?.changes ?? []);
  return changedParts(before, after).filter(({ path }) => !declared.some((one) => path === one || path.startsWith(`${one}.`)));
}

function nameOf({ service, path }: ChangedPart): string {
  if (path === "/services") return t`the service "${service ?? ""}"`;
  return service === undefined ? path.slice(1) : t`${path} of "${service}"`;
}

/** A value that is taken away may uncover the same one in an earlier file or in a base: then the fix goes on there. */
function untilGone(before: Checked, finding: Omit<Finding, "fixes">, fix: Fix, change: Edits, recheck: Recheck) {
  let after = recheck(before, change.edits);
  let rounds = 1;
  while (rounds < maxRounds && similar(after.findings, finding) >= similar(before.findings, finding)) {
    const left = after.findings.find(
      (one) => one.rule === finding.rule && one.service === finding.service && one.message === finding.message,
    );
    const again = left && after.rawFixes(left).find(({ title }) => title === fix.title)?.change;
    if (again === undefined || isRefused(again) || again.edits.length === 0) break;
    after = recheck(after, again.edits);
    rounds++;
  }
  return { after, rounds };
}

/** Files, documents and bases that say the same of one service, at most. */
const maxRounds = 6;

/** One edit for each file that two states of a project have in common and that says something else in the second. */
function differences({ project: before }: Checked, { project: after }: Checked): readonly Edit[] {
  return before.files.flatMap(({ uri, text }) => difference(uri, text, after.files.find((file) => file.uri === uri)?.text ?? text));
}

/** The one edit between two texts: what is left when the common start and end are taken away. */
export function difference(uri: string, before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [{ at: { file: uri, start, end: before.length - end }, text: after.slice(start, after.length - end) }];
}

/** The texts of a project's files with edits, for those that have any. */
export function edited({ project }: Pick<Checked, "project">, edits: readonly Edit[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { uri, text } of project.files) {
    const own = edits.filter(({ at }) => at.file === uri);
    if (own.length > 0) texts.set(uri, applyEdits(text, own));
  }
  return texts;
}

/** How much is said of what a finding says; one that stands for several absences counts each. */
function similar(findings: readonly Finding[], to: Omit<Finding, "fixes">): number {
  const same = findings.filter(({ rule, service }) => rule === to.rule && service === to.service);
  return same.reduce((sum, { folded }) => sum + (folded?.length ?? 1), 0);
}
