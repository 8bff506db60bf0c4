import type { Checked } from "../lint/check.js";
import type { Finding } from "../lint/finding.js";
import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { ruleById } from "../rules/index.js";
import { type Cursor, cursorAt } from "../syntax/cursor.js";
import type { Span } from "../text/span.js";
import { capabilityHover, privilegedHover } from "./capability-hover.js";
import { imageHover } from "./image-hover.js";

/** Text of a hover, as Markdown without HTML or command links, and the text it is about. */
export interface Hover {
  readonly markdown: string;
  readonly at: Span;
}

/** What stands at an offset and why it matters; absent where we have nothing to say that the schema does not. */
export function hover(checked: Checked, uri: string, offset: number): Hover | undefined {
  const file = checked.project.files.find((one) => one.uri === uri);
  if (file === undefined) return undefined;
  const cursor = cursorAt(file, offset);
  if (cursor.inComment) return undefined;
  const subject = subjectAt(checked, cursor);
  const findings = checked.findings.filter(({ at }) => at.file === file.uri && at.start <= offset && offset <= at.end);
  const parts = [
    ...(subject === undefined ? [] : [subject.markdown]),
    ...findings.map((finding) => findingText(checked, finding, subject !== undefined)),
  ];
  const at = subject?.at ?? findings[0]?.at;
  return at === undefined ? undefined : { markdown: parts.join("\n\n---\n\n"), at: { start: at.start, end: at.end } };
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

function firstParagraph(markdown: string): string {
  return (markdown.split(/\n\s*\n/u)[0] ?? "").trim();
}
