import type { ComposeProject } from "../model/project.js";
import { known, type Sourced, type Step } from "../model/sourced.js";
import type { Report } from "../rules/rule.js";
import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import type { RelatedPlace } from "./finding.js";

/** The text to underline for a report: where it is written, or, for a value that came from elsewhere, where it is used. */
export function primaryPlace(project: ComposeProject, report: Report): Place {
  const use = report.on.via[0];
  return firstLine(project, use?.at ?? written(report.on, report.underline ?? "entry"));
}

/** Every step that the value came by, then the places which the rule added, then how file and service take part in the project. */
export function relatedPlaces(project: ComposeProject, report: Report): readonly RelatedPlace[] {
  const steps = report.on.via.slice(1).map((step) => ({ at: firstLine(project, step.at), message: describe(step) }));
  const origin =
    report.on.via.length > 0 ? [{ at: firstLine(project, written(report.on, "entry")), message: originText(report.on.via) }] : [];
  const added = (report.related ?? []).map(({ on, message }) => ({ at: firstLine(project, written(on, "entry")), message }));
  return [...steps, ...origin, ...added, ...surroundings(project, report)];
}

/** What a person has to know who sees only the file at hand. */
function surroundings(project: ComposeProject, report: Report): readonly RelatedPlace[] {
  const { file } = primaryPlace(project, report);
  const service = report.service === undefined ? undefined : project.services.get(report.service);
  const places: RelatedPlace[] = [];
  if (service !== undefined && service.name.at.file !== file && service.written.some(({ key }) => key.file === file)) {
    places.push({ at: service.name.at, message: t`"${service.name.value}" is defined here.` });
  }
  const included = project.included.get(file);
  if (included !== undefined && !project.own.includes(file))
    places.push({ at: firstLine(project, included), message: t("Included here.") });
  const list = service?.profiles.list;
  const profiles = service?.profiles.items.flatMap((item) => known(item) ?? []) ?? [];
  if (list !== undefined && profiles.length > 0) {
    const names = profiles.map((name) => `"${name}"`).join(t(" or "));
    places.push({ at: firstLine(project, list.key ?? list.at), message: t`Runs only with the profile ${names}.` });
  }
  return places;
}

function written(on: Sourced<unknown>, underline: "entry" | "key" | "value"): Place {
  if (on.key === undefined || underline === "value") return on.at;
  if (underline === "key") return on.key;
  return { file: on.at.file, start: Math.min(on.key.start, on.at.start), end: Math.max(on.key.end, on.at.end) };
}

/** A squiggle over many lines points at nothing: it ends with the first line of its text. */
function firstLine(project: ComposeProject, at: Place): Place {
  const file = project.files.find(({ uri }) => uri === at.file);
  if (file === undefined) return at;
  const end = file.lines.end(file.lines.lineOf(at.start));
  return at.end <= end ? at : { ...at, end: Math.max(end, at.start) };
}

function describe({ kind, name }: Step): string {
  if (kind === "alias") return t`Comes by the alias *${name}.`;
  return kind === "merge" ? t`Comes by the merge key from &${name}.` : t`Comes by extending "${name}".`;
}

function originText(via: readonly Step[]): string {
  const last = via.at(-1);
  if (last?.kind === "alias" || last?.kind === "merge") return t`Written here, at the anchor &${last.name}.`;
  if (last?.kind === "extends") return t`Written here, in the extended service "${last.name}".`;
  return t("Written here.");
}
