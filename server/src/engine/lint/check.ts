import { editBuilder } from "../edit/builder.js";
import type { Change } from "../edit/change.js";
import type { ComposeProject, Problem } from "../model/project.js";
import { type ProjectFiles, resolve } from "../model/resolve.js";
import type { Sources } from "../model/sources.js";
import type { Fix } from "../rules/rule.js";
import type { SyntaxFile } from "../syntax/tree.js";
import { applyEdits, type Edit } from "../text/span.js";
import type { Finding, OfferedFix } from "./finding.js";
import { isRefused, isWorse, lint } from "./run.js";
import type { Settings } from "./settings.js";

/** All that is known of one project. */
export interface Checked {
  readonly project: ComposeProject;
  /** In all of the project's files. */
  readonly findings: readonly Finding[];
  /** The project's problems and those of rules that failed. */
  readonly problems: readonly Problem[];
}

/** Resolves and lints one project. */
export function check(files: ProjectFiles, sources: Sources, settings: Settings): Checked {
  const project = resolve(files, sources);
  const edit = editBuilder(project.files);
  const result = lint(project, settings, edit, (finding, fixes) =>
    offer(checked, finding, fixes, (edits) => check(files, withEdits(sources, project.files, edits), settings)),
  );
  const checked: Checked = { project, findings: result.findings, problems: [...project.problems, ...result.problems] };
  return checked;
}

/** The same sources after some edits. */
export function withEdits(sources: Sources, files: readonly SyntaxFile[], edits: readonly Edit[]): Sources {
  const changed = new Map<string, string>();
  for (const { uri, text } of files) {
    const own = edits.filter(({ at }) => at.file === uri);
    if (own.length > 0) changed.set(uri, applyEdits(text, own));
  }
  return {
    ...sources,
    read: (uri) => {
      const text = changed.get(uri);
      return text === undefined ? sources.read(uri) : { text };
    },
  };
}

/** The edits of every safe fix in one file together; applied one after the other, so that each is worked out on the text the former left. */
export function safeFixes(uri: string, files: ProjectFiles, sources: Sources, settings: Settings): readonly Edit[] {
  const textIn = ({ project }: Checked): string => project.files.find((file) => file.uri === uri)?.text ?? "";
  const first = check(files, sources, settings);
  const before = textIn(first);
  let text = before;
  let now = first;
  for (let round = 0; round < maxSafeRounds; round++) {
    const fix = now.findings
      .filter(({ at }) => at.file === uri)
      .flatMap((finding) => finding.fixes("safe"))
      .find(({ edits }) => edits.length > 0 && edits.every(({ at }) => at.file === uri));
    if (fix === undefined) break;
    text = applyEdits(text, fix.edits);
    const current = text;
    now = check(files, { ...sources, read: (other) => (other === uri ? { text: current } : sources.read(other)) }, settings);
  }
  return difference(uri, before, text);
}

/** More safe fixes than this in one file wait for the next save; each round costs a check. */
const maxSafeRounds = 200;

/** The one edit between two texts: what is left when the common start and end are taken away. */
function difference(uri: string, before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [{ at: { file: uri, start, end: before.length - end }, text: after.slice(start, after.length - end) }];
}

/** Verifies a report's fixes: what does not hold is shown as refused, with the reason. */
function offer(
  before: Checked,
  finding: Omit<Finding, "fixes">,
  fixes: readonly Fix[],
  recheck: (edits: readonly Edit[]) => Checked,
): readonly OfferedFix[] {
  const verified = fixes.map((fix) => ({ fix, outcome: verify(before, finding, fix.change, recheck) }));
  const clear = verified.filter(({ fix, outcome }) => !isRefused(outcome) && fix.class !== "check" && fix.choose === undefined);
  return verified.map(({ fix, outcome }) => ({
    title: fix.title,
    class: fix.class,
    caveat: caveatOf(fix, outcome),
    edits: isRefused(outcome) || fix.choose !== undefined ? [] : outcome.edits,
    refused: isRefused(outcome) && fix.choose === undefined ? outcome.refused : undefined,
    placeholders: fix.placeholders ?? [],
    preferred: clear.length === 1 && clear[0]?.fix === fix && verified.length === 1,
    fallbackFor: fix.fallbackFor,
    choose: fix.choose && {
      kind: fix.choose.kind,
      candidates: fix.choose.candidates,
      with: (chosen) => verify(before, finding, fix.choose?.with(chosen) ?? { refused: "Nothing to choose." }, recheck),
    },
  }));
}

function caveatOf(fix: Fix, outcome: Change): string | undefined {
  const parts = [fix.caveat, isRefused(outcome) ? undefined : outcome.note].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(" ");
}

/** The finding must be gone, nothing worse may have come, and Compose must still accept the file. */
function verify(before: Checked, finding: Omit<Finding, "fixes">, change: Change, recheck: (edits: readonly Edit[]) => Checked): Change {
  if (isRefused(change)) return change;
  const after = recheck(change.edits);
  if (count(after.problems.filter(({ fatal }) => fatal)) > count(before.problems.filter(({ fatal }) => fatal))) {
    return { refused: "Compose would not accept the result." };
  }
  if (similar(after.findings, finding) >= similar(before.findings, finding)) return { refused: "The finding would remain." };
  const worse = after.findings.find(
    (one) => isWorse(one.severity, finding.severity) && similar(after.findings, one) > similar(before.findings, one),
  );
  return worse === undefined ? change : { refused: `Something worse would come: ${worse.message}` };
}

function count(list: readonly unknown[]): number {
  return list.length;
}

/** How much is said of what a finding says; one that stands for several absences counts each. */
function similar(findings: readonly Finding[], to: Omit<Finding, "fixes">): number {
  const same = findings.filter(({ rule, service }) => rule === to.rule && service === to.service);
  return same.reduce((sum, { folded }) => sum + (folded?.length ?? 1), 0);
}
