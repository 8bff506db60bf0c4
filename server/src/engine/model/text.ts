import { numberText } from "../syntax/scalar-value.js";
import type { Place } from "../text/span.js";
import { hole, interpolate, plainTemplate, type Template } from "./interpolate.js";
import type { Sourced, Unresolved } from "./sourced.js";
import { isNothing, type View } from "./view.js";

/** A scalar's text after its variables, and where each part of it is written. */
export interface Text {
  readonly view: View;
  readonly template: Template;
  /** Where the first character is written, when the scalar stands in the file just as YAML reads it; else absent. */
  readonly origin: number | undefined;
  /** How long the text was before variables. */
  readonly length: number;
}

/** The text of a scalar; numbers and booleans as Compose prints them. Absent for null, lists and mappings. */
export function textOf(view: View): Text | undefined {
  const { node } = view;
  if (node?.kind !== "scalar" || isNothing(view)) return undefined;
  const isText = typeof node.value === "string";
  const text = typeof node.value === "number" ? numberText(node.text, node.value) : isText ? node.text : String(node.value);
  const template = isText ? interpolate(text, view.scope.variables) : plainTemplate(text);
  return { view, template, origin: originOf(view, text), length: text.length };
}

function originOf({ file, node }: View, text: string): number | undefined {
  if (node?.kind !== "scalar") return undefined;
  const start = node.style === "plain" ? node.start : node.start + 1;
  const end = node.style === "plain" ? node.end : node.end - 1;
  const written = node.style === "literal" || node.style === "folded" ? undefined : file.text.slice(start, end);
  return written === text ? start : undefined;
}

/** The whole text, with its key. */
export function whole({ view, template }: Text): Sourced<string | Unresolved> {
  return sourced(view, slice(template, 0, template.text.length), template);
}

/** A part of the text, from the characters of its own where they are known, else from those of the whole scalar. It has no key. */
export function part(text: Text, start: number, end: number): Sourced<string | Unresolved> {
  return partAs(text, slice(text.template, start, end), start, end);
}

/** What a part of the text means. */
export function partAs<T>(text: Text, value: T, start: number, end: number): Sourced<T> {
  const at = placeOf(text, start, end);
  const { via } = text.view;
  const variables = usesIn(text.template, start, end);
  return variables.length === 0 ? { value, at, via } : { value, at, via, variables };
}

/** The variables that gave some of a part, or nothing at its place. */
function usesIn({ uses, given }: Template, start: number, end: number): Template["uses"] {
  if (uses.length === 0) return uses;
  return uses.filter((_, index) => {
    const { start: from, end: to } = given[index] ?? { start, end };
    return from === to ? start <= from && to <= end : from < end && start < to;
  });
}

/** Where a part of the text, after variables, is written. */
function placeOf(text: Text, start: number, end: number): Place {
  const { runs } = text.template;
  if (runs === undefined) return placeBeforeVariables(text, start, end);
  const run = runs.find(({ at, length }) => at <= start && end <= at + length);
  return run === undefined ? text.view.at : placeBeforeVariables(text, run.from + start - run.at, run.from + end - run.at);
}

/** Where a part of the text as it stood before variables is written. */
export function placeBeforeVariables({ view, origin }: Text, start: number, end: number): Place {
  return origin === undefined ? view.at : { file: view.file.uri, start: origin + start, end: origin + end };
}

/** A value that a view gave. */
export function sourced<T>({ at, key, via }: View, value: T, template?: Template): Sourced<T> {
  const variables = template === undefined || template.uses.length === 0 ? undefined : template.uses;
  // Written out, since this is the most frequent object of all and spreading would double the time of a resolution.
  if (variables === undefined) return key === undefined ? { value, at, via } : { value, at, key, via };
  return key === undefined ? { value, at, via, variables } : { value, at, key, via, variables };
}

/** A stretch of a template: its text, or what is written there when a part is unknown. */
export function slice({ text, holes }: Template, start: number, end: number): string | Unresolved {
  const taken = text.slice(start, end);
  if (!taken.includes(hole)) return taken;
  let index = text.slice(0, start).split(hole).length - 1;
  const missing = new Set<string>();
  let unresolved = "";
  for (const character of taken) {
    if (character !== hole) unresolved += character;
    else {
      const unknown = holes[index++];
      unresolved += unknown?.written ?? "";
      for (const name of unknown?.missing ?? []) missing.add(name);
    }
  }
  return { unresolved, missing: [...missing] };
}
