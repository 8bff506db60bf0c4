import { editBuilder } from "../edit/builder.js";
import { changedServices } from "../model/meaning.js";
import type { ComposeProject } from "../model/project.js";
import { type ProjectFiles, resolve } from "../model/resolve.js";
import type { Sources } from "../model/sources.js";
import type { Fix } from "../rules/rule.js";
import { t } from "../text/l10n.js";
import type { Edit, Place } from "../text/span.js";
import { withTexts } from "./check.js";
import { edited, othersNamed, withOthers } from "./offer.js";
import { type HardeningReport, hardeningReports, isRefused } from "./run.js";
import type { Settings } from "./settings.js";

/**
 * One part of "Harden": it may be taken or left by itself. What is `recommended` suits most images; the others are to be checked first:
 * `connect` may cut clients off, `start` may keep the service from starting.
 */
export interface HardeningPart {
  readonly kind: "recommended" | "connect" | "start";
  readonly service: string;
  readonly rule: string;
  readonly title: string;
  readonly caveat: string | undefined;
  readonly edits: readonly Edit[];
}

/** The services that could be hardened, in the order of the file; cheap, since no fix is worked out. */
export function hardenable(project: ComposeProject, settings: Settings): readonly string[] {
  return [...new Set(hardeningReports(project, settings, editBuilder(project.files)).map(({ report }) => report.service))];
}

/**
 * All parts for one service, or for every service. They are worked out on the same text and do not overlap; the recommended ones by
 * themselves and all of them together were applied and resolved again: Compose still accepts the project, and what they repair is gone.
 */
export function harden(files: ProjectFiles, sources: Sources, settings: Settings, service?: string): readonly HardeningPart[] {
  const before = resolve(files, sources);
  const reports = hardeningReports(before, settings, editBuilder(before.files));
  const after = (edits: readonly Edit[]) => resolve(files, withTexts(sources, edited({ project: before }, edits)));
  const parts = namingOthers(
    reports.filter(({ report }) => service === undefined || report.service === service).flatMap(partOf),
    before,
    after,
  );
  const holds = (chosen: readonly HardeningPart[]): boolean => {
    const edits = chosen.flatMap((part) => part.edits);
    if (overlap(edits)) return false;
    const now = after(edits);
    const left = hardeningReports(now, settings, editBuilder(now.files));
    const isLeft = ({ rule, service: of }: HardeningPart) => left.some((one) => one.rule.id === rule && one.report.service === of);
    return fatal(now) <= fatal(before) && !chosen.some(isLeft);
  };
  if (holds(parts) && holds(parts.filter(({ kind }) => kind === "recommended"))) return parts;
  const kept: HardeningPart[] = [];
  for (const part of parts) if (holds([...kept, part])) kept.push(part);
  return kept;
}

/** The best fix that needs no answer from a person. */
function partOf({ rule, report }: HardeningReport): readonly HardeningPart[] {
  const fix = report
    .fixes?.()
    .find(({ change, choose, placeholders }) => !isRefused(change) && choose === undefined && placeholders === undefined);
  if (fix === undefined || isRefused(fix.change)) return [];
  const caveat = [fix.caveat, fix.change.note].flatMap((text) => (text === undefined ? [] : t(text))).join(" ");
  return [
    {
      kind: kindOf(fix, rule.category),
      service: report.service,
      rule: rule.id,
      title: t(fix.title),
      caveat: caveat === "" ? undefined : caveat,
      edits: fix.change.edits,
    },
  ];
}

/** Others may take what is written at a service, by an anchor or `extends`: a part that means something to them says so. */
function namingOthers(
  parts: readonly HardeningPart[],
  before: ComposeProject,
  after: (edits: readonly Edit[]) => ComposeProject,
): readonly HardeningPart[] {
  const othersOf = (service: string, some: readonly HardeningPart[]): readonly string[] => {
    const edits = some.flatMap((part) => part.edits);
    return overlap(edits) ? [] : changedServices(before, after(edits)).filter((name) => name !== service);
  };
  return [...new Set(parts.map(({ service }) => service))].flatMap((service) => {
    const own = parts.filter((part) => part.service === service);
    if (othersOf(service, own).length === 0) return own;
    return own.map((part) => {
      const others = othersOf(service, [part]);
      const caveat = [part.caveat, othersNamed(others)].filter((text) => text !== undefined).join(" ");
      return { ...part, title: withOthers(part.title, others), caveat: caveat === "" ? undefined : caveat };
    });
  });
}

function kindOf({ class: kind }: Fix, category: string): HardeningPart["kind"] {
  if (kind !== "check") return "recommended";
  return category === "networks" ? "connect" : "start";
}

function fatal({ problems }: ComposeProject): number {
  return problems.filter((problem) => problem.fatal).length;
}

/** Whether two edits want the same characters; insertions at one place stand behind each other. */
function overlap(edits: readonly Edit[]): boolean {
  const places = edits.map(({ at }) => at).toSorted((a, b) => a.file.localeCompare(b.file) || a.start - b.start || a.end - b.end);
  return places.some((at, index) => meets(places[index - 1], at));
}

function meets(before: Place | undefined, at: Place): boolean {
  return before !== undefined && before.file === at.file && at.start < before.end;
}
