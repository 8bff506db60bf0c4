import { t } from "../text/l10n.js";
import type { Span } from "../text/span.js";
import type { VariableUse } from "./sourced.js";

/** Gives a variable; `undefined` when nobody we can see has set it. */
export interface Variables {
  (name: string): Variable | undefined;
  /** An unset variable is then the empty text, as for Compose in a shell that sets none; else it is unknown. */
  readonly unsetIsEmpty?: boolean;
}

export interface Variable {
  /** Empty text included; `undefined` when the variable is set to what we cannot know. */
  readonly value: string | undefined;
  /** Where a file with variables sets it. */
  readonly set?: VariableUse["set"];
  /** A file with variables when absent. */
  readonly source?: "project";
}

/** The use of a variable that somebody gave. */
export function useOf(name: string, { set, source }: Variable): VariableUse {
  return set === undefined ? { name, source: source ?? "env-file" } : { name, source: "env-file", set };
}

/** A text after its variables. What could not be known stands in `text` as one `hole` character each. */
export interface Template {
  readonly text: string;
  /** The unknown parts, in the order of their `hole` characters. */
  readonly holes: readonly Hole[];
  readonly uses: readonly VariableUse[];
  /** What each of the uses gave: a stretch of `text`, empty for an empty value. */
  readonly given: readonly Span[];
  /** Invalid forms, for which Compose refuses the file; spans count in the text as given. */
  readonly faults: readonly Fault[];
  /** The stretches that stand in the text as given, those of defaults among them; absent when all of it does. */
  readonly runs: readonly Run[] | undefined;
}

/** A stretch of a text after variables, and where it stands in the text as given. */
export interface Run {
  readonly at: number;
  readonly from: number;
  readonly length: number;
}

export interface Hole {
  /** The text as written, such as `${NAME}`. */
  readonly written: string;
  /** The names that nobody has given; empty for an invalid form. */
  readonly missing: readonly string[];
}

export interface Fault extends Span {
  readonly code: "bad-variable" | "variable-required";
  readonly message: string;
}

/** Stands for an unknown part: NUL, which YAML does not allow in a text. */
export const hole = "\0";

/** Replaces the variables of a text, three-valued: an unset variable without a default is unknown, not empty. */
export function interpolate(text: string, variables: Variables): Template {
  if (!text.includes("$")) return plainTemplate(text);
  const out: Output = { text: "", holes: [], uses: [], given: [], faults: [], runs: [] };
  expand(text, 0, 0, variables, out);
  return out;
}

/** A text without variables. */
export function plainTemplate(text: string): Template {
  return { text, holes: [], uses: [], given: [], faults: [], runs: undefined };
}

interface Output {
  text: string;
  readonly holes: Hole[];
  readonly uses: VariableUse[];
  readonly given: Span[];
  readonly faults: Fault[];
  readonly runs: Run[];
}

const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const braced = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])(.*))?$/u;
/** Deeper nested defaults are not written by people. */
const maxDepth = 32;

function expand(text: string, base: number, depth: number, variables: Variables, out: Output): void {
  let done = 0;
  for (let at = text.indexOf("$"); at >= 0; at = text.indexOf("$", done)) {
    keep(text, done, at, base, out);
    done = expandOne(text, at, base, depth, variables, out);
  }
  keep(text, done, text.length, base, out);
}

function keep(text: string, start: number, end: number, base: number, out: Output): void {
  if (end > start) out.runs.push({ at: out.text.length, from: base + start, length: end - start });
  out.text += text.slice(start, end);
}

/** Handles the `$` at an offset and answers where its form ends. */
function expandOne(text: string, at: number, base: number, depth: number, variables: Variables, out: Output): number {
  const next = text[at + 1];
  if (next === "$") {
    out.text += "$";
    return at + 2;
  }
  if (next === "{") return expandBraced(text, at, base, depth, variables, out);
  name.lastIndex = at + 1;
  const found = name.exec(text)?.[0];
  if (found === undefined) {
    out.text += "$";
    return at + 1;
  }
  const written = text.slice(at, name.lastIndex);
  give({ variable: found, written, value: variables(found), unsetIsEmpty: variables.unsetIsEmpty === true }, out);
  return at + 1 + found.length;
}

function expandBraced(text: string, at: number, base: number, depth: number, variables: Variables, out: Output): number {
  const close = closingBrace(text, at + 1);
  const end = close < 0 ? text.length : close + 1;
  const written = text.slice(at, end);
  const form = close < 0 ? null : braced.exec(text.slice(at + 2, close));
  const variable = form?.[1];
  if (variable === undefined || depth >= maxDepth) {
    const message = t`${printable(written)} is not a valid variable; a literal dollar sign is written "$$".`;
    out.faults.push({ code: "bad-variable", message, start: base + at, end: base + end });
    punch({ written, missing: [] }, out);
    return end;
  }
  const operator = form?.[2];
  const operandAt = base + at + 2 + variable.length + (operator?.length ?? 0);
  const operand = (into: Output): void => {
    expand(form?.[3] ?? "", operandAt, depth + 1, variables, into);
  };
  const value = variables(variable);
  const use = { variable, written, span: { start: base + at, end: base + end }, value, unsetIsEmpty: variables.unsetIsEmpty === true };
  if (operator === undefined) give(use, out);
  else if (operator.endsWith("-")) useDefault(use, operator, operand, out);
  else if (operator.endsWith("+")) useAlternative(use, operator, operand, out);
  else useRequired(use, operator, out);
  return end;
}

interface Use {
  readonly variable: string;
  readonly written: string;
  readonly span: Span;
  readonly value: Variable | undefined;
  readonly unsetIsEmpty: boolean;
}

function useDefault(use: Use, operator: string, operand: (into: Output) => void, out: Output): void {
  const standsIn = use.value === undefined || (operator === ":-" && use.value.value === "");
  if (standsIn) {
    record({ name: use.variable, source: "default" }, out, () => operand(out));
  } else give(use, out);
}

function useAlternative(use: Use, operator: string, operand: (into: Output) => void, out: Output): void {
  const { variable, value, written, unsetIsEmpty } = use;
  const undecided = value === undefined || (operator === ":+" && value.value === undefined);
  if (value === undefined && unsetIsEmpty) record({ name: variable, source: "unset" }, out);
  else if (undecided) punch({ written, missing: [variable] }, out);
  else {
    record({ name: variable, source: "alternative" }, out, () => {
      if (operator === "+" || value.value !== "") operand(out);
    });
  }
}

function useRequired(use: Use, operator: string, out: Output): void {
  const isUnset = use.value === undefined && use.unsetIsEmpty;
  if (isUnset || (operator === ":?" && use.value?.value === "")) {
    const message = isUnset ? t`${use.variable} has to be given.` : t`${use.variable} must not be empty, and .env sets it to nothing.`;
    out.faults.push({ code: "variable-required", message, ...use.span });
    punch({ written: use.written, missing: [use.variable] }, out);
  } else give(use, out);
}

/** The plain value of a variable. */
function give({ variable, written, value, unsetIsEmpty }: Omit<Use, "span">, out: Output): void {
  if (value === undefined && unsetIsEmpty) record({ name: variable, source: "unset" }, out);
  else if (value?.value === undefined) punch({ written, missing: [variable] }, out);
  else {
    const text = value.value;
    record(useOf(variable, value), out, () => {
      out.text += text;
    });
  }
}

/** Notes a use, and the text that it adds. */
function record(use: VariableUse, out: Output, add?: () => void): void {
  const start = out.text.length;
  const index = out.uses.push(use) - 1;
  out.given[index] = { start, end: start };
  add?.();
  out.given[index] = { start, end: out.text.length };
}

function punch(part: Hole, out: Output): void {
  out.holes.push(part);
  out.text += hole;
}

/** The offset of the brace that closes the one at `open`, or -1. Where inner braces do not match, the last one of the line closes. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  const newline = text.indexOf("\n", open);
  const last = text.lastIndexOf("}", newline < 0 ? text.length : newline);
  return last > open ? last : -1;
}

/** Only the name and the operator: the rest may be a secret. */
function printable(written: string): string {
  const short = /^\$\{[\w ]{0,40}/u.exec(written)?.[0] ?? "${";
  return `"${short}${short.length < written.length ? "..." : ""}"`;
}
