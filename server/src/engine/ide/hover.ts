import type { Checked } from "../lint/check.js";
import type { Finding } from "../lint/finding.js";
import { nameOf } from "../model/location.js";
import type { ComposeProject, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { ruleById } from "../rules/index.js";
import { type Cursor, cursorAt } from "../syntax/cursor.js";
import type { Span } from "../text/span.js";
import { capabilityHover, privilegedHover } from "./capability-hover.js";
import { imageHover } from "./image-hover.js";
import { code } from "./origin.js";
import { maxLines, serviceHover } from "./service-hover.js";
import { type ServiceReference, serviceReference } from "./service-reference.js";

/** Text of a hover, as Markdown without HTML or command links, and the text it is about. */
export interface Hover {
  readonly markdown: string;
  readonly at: Span;
}

/** What a hover needs beside the project at hand. */
export interface Surroundings {
  /** How many further projects have the file. */
  readonly otherProjects: number;
  /** A file resolved by itself, as `extends` reads it. */
  readonly alone: (uri: string) => ComposeProject;
}

/** What stands at an offset and why it matters; absent where we have nothing to say that the schema does not. */
export function hover(checked: Checked, uri: string, offset: number, surroundings: Surroundings): Hover | undefined {
  const file = checked.project.files.find((one) => one.uri === uri);
  if (file === undefined) return undefined;
  const cursor = cursorAt(file, offset);
  if (cursor.inComment) return undefined;
  const reference = serviceReference(cursor);
  const service = reference && serviceText(checked, reference, uri, surroundings);
  if (service !== undefined) return service;
  const subject = subjectAt(checked, cursor);
  const findings = checked.findings.filter(({ at }) => at.file === file.uri && at.start <= offset && offset <= at.end);
  const parts = [
    ...(subject === undefined ? [] : [subject.markdown]),
    ...findings.map((finding) => findingText(checked, finding, subject !== undefined)),
  ];
  const at = subject?.at ?? findings[0]?.at;
  return at === undefined ? undefined : { markdown: parts.join("\n\n---\n\n"), at: { start: at.start, end: at.end } };
}

/** Where a service is named: what it may do, then a line for each finding there. What it lacks stands among what it has. */
function serviceText(
  checked: Checked,
  reference: ServiceReference,
  uri: string,
  { otherProjects, alone }: Surroundings,
): Hover | undefined {
  const { name, at, extended } = reference;
  const base = extended && extendedFile(checked.project, uri, extended);
  if (extended !== undefined && base === undefined) return undefined;
  const project = base === undefined ? checked.project : alone(base);
  const service = project.services.get(name);
  if (service === undefined) return undefined;
  const findings = checked.findings.filter(
    (one) => one.rule !== "hardening-missing" && one.at.file === uri && one.at.start <= at.end && at.start <= one.at.end,
  );
  const lines = [
    ...serviceHover(project, service, uri),
    ...(otherProjects === 0
      ? []
      : [`- As in ${project.own.map((one) => code(nameOf(one))).join(" + ")}; this file is part of ${otherProjects} more.`]),
    ...findings.map(
      (finding) => `- **${ruleById(finding.rule)?.title ?? finding.rule}**: ${firstSentence(ruleById(finding.rule)?.docs.fix ?? "")}`,
    ),
  ];
  return { markdown: lines.slice(0, maxLines).join("\n"), at };
}

/** The file that an `extends` leads to: whatever came by it tells. */
function extendedFile({ services }: ComposeProject, uri: string, { start, end }: Span): string | undefined {
  for (const { keys } of services.values()) {
    for (const { at, via } of keys.values()) {
      const step = via.findIndex((one) => one.kind === "extends" && one.at.file === uri && one.at.start === start && one.at.end === end);
      if (step >= 0) return via[step + 1]?.at.file ?? at.file;
    }
  }
  return undefined;
}

function subjectAt(checked: Checked, cursor: Cursor): Hover | undefined {
  const key = lastKey(cursor);
  const service = serviceOf(checked, cursor);
  const scalar = cursor.node?.kind === "scalar" ? cursor.node : undefined;
  if (key === "privileged" && cursor.path.length > 1) return withPlace(privilegedHover(), scalar ?? cursor.word);
  if (scalar === undefined || cursor.role === "key") return undefined;
  if (key === "cap_add" || key === "cap_drop") return withPlace(capabilityHover(scalar.text, key, service), scalar);
  if (key === "image" && service !== undefined && cursor.path.length === 3) {
    const image = known(service.image);
    return image === undefined ? undefined : withPlace(imageHover(image), scalar);
  }
  return undefined;
}

function withPlace(markdown: string | undefined, { start, end }: Span): Hover | undefined {
  return markdown === undefined ? undefined : { markdown, at: { start, end } };
}

function lastKey(cursor: Cursor): string | undefined {
  return cursor.path.findLast((step) => typeof step === "string");
}

function serviceOf(checked: Checked, cursor: Cursor): Service | undefined {
  const [top, name] = cursor.path;
  return top === "services" && typeof name === "string" ? checked.project.services.get(name) : undefined;
}

/** The rule's why, unless the subject above has said it, and what to do; for dropped capabilities also what the image at hand needs, with the evidence. */
function findingText(checked: Checked, finding: Finding, explained: boolean): string {
  const rule = ruleById(finding.rule);
  const service = finding.service === undefined ? undefined : checked.project.services.get(finding.service);
  const image = service === undefined ? undefined : known(service.image);
  return [
    explained ? undefined : `**${rule?.title ?? finding.rule}** - ${firstParagraph(rule?.docs.why ?? finding.message)}`,
    firstParagraph(rule?.docs.fix ?? ""),
    finding.rule === "cap-drop-missing" && image !== undefined ? imageHover(image) : undefined,
    rule?.references
      .slice(0, 2)
      .map(({ title, url }) => `[${title}](${url})`)
      .join(" | "),
  ]
    .filter((part) => part !== undefined && part !== "")
    .join("\n\n");
}

function firstSentence(markdown: string): string {
  const paragraph = firstParagraph(markdown).replaceAll("\n", " ");
  return /^.*?[.](?= |$)/u.exec(paragraph)?.[0] ?? paragraph;
}

function firstParagraph(markdown: string): string {
  return (markdown.split(/\n\s*\n/u)[0] ?? "").trim();
}
