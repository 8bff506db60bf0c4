import { Lines } from "../text/lines.js";
import { hole, interpolate, type Variable, type Variables } from "./interpolate.js";
import type { SetIn } from "./sourced.js";

/** What a `.env` file sets. */
export interface Dotenv {
  readonly variables: ReadonlyMap<string, Variable>;
  /** Where and why Compose refuses the file; what stands before is read. Lines count from 1. */
  readonly problem: { readonly line: number; readonly message: string } | undefined;
}

/** What else the variables of a file may use. */
export interface Around {
  /** Those of earlier files, which the file's own win over. */
  readonly earlier?: ReadonlyMap<string, Variable>;
  /** Those that win over the file's own; a name alone on its line takes its value from here. */
  readonly outer?: (name: string) => Variable | undefined;
  /** See `Variables`. */
  readonly unsetIsEmpty?: boolean;
}

/** Reads a `.env` file as Compose does; the variables know their lines in `file`. */
export function parseDotenv(text: string, file: string, { earlier, outer, unsetIsEmpty = false }: Around = {}): Dotenv {
  const source = text.replace(/^\uFEFF/u, "").replaceAll("\r\n", "\n");
  const variables = new Map<string, Variable>();
  const known: Variables = Object.assign((name: string) => outer?.(name) ?? variables.get(name) ?? earlier?.get(name), { unsetIsEmpty });
  let lines: ReturnType<typeof startLines> | undefined;
  let at = 0;
  for (;;) {
    at = statementStart(source, at);
    if (at >= source.length) return { variables, problem: undefined };
    const statement = readStatement(source, at, known);
    if ("message" in statement) return { variables, problem: { line: lineOf(source, at), message: statement.message } };
    const taken = statement.isAlone === true ? outer?.(statement.name) : undefined;
    if (taken !== undefined) variables.set(statement.name, taken);
    if (statement.variable !== undefined) {
      lines ??= startLines(text, source);
      variables.set(statement.name, { ...statement.variable, set: { file, ...lines(at) } });
    }
    at = statement.end;
  }
}

/** Reads the `raw` format of `env_file`: one variable a line, and its value as it stands, as `docker run --env-file` does. */
export function parseRaw(text: string, file: string, { outer }: Pick<Around, "outer"> = {}): Dotenv {
  const variables = new Map<string, Variable>();
  const lines = new Lines(text);
  for (let line = 0; line < lines.count; line++) {
    const written = text
      .slice(lines.start(line), lines.end(line))
      .replace(/^\uFEFF/u, "")
      .trimStart();
    const sign = written.indexOf("=");
    if (written === "" || written.startsWith("#")) continue;
    const name = sign < 0 ? written : written.slice(0, sign);
    if (name === "" || /\s/u.test(name)) {
      const message = name === "" ? "a line does not start with a variable's name" : "a variable's name holds a space";
      return { variables, problem: { line: line + 1, message } };
    }
    const variable = sign < 0 ? outer?.(name) : { value: written.slice(sign + 1), set: { file, line, offset: lines.start(line) } };
    if (variable !== undefined) variables.set(name, variable);
  }
  return { variables, problem: undefined };
}

/** Where the lines of a text start, asked with the offsets of what was made of it: the marks that are left out there end no line. */
function startLines(text: string, source: string): (at: number) => Pick<SetIn, "line" | "offset"> {
  const before = new Lines(text);
  const after = text === source ? before : new Lines(source);
  return (at) => {
    const line = after.lineOf(at);
    return { line, offset: before.start(line) };
  };
}

type Statement =
  | { readonly name: string; readonly variable: Variable | undefined; readonly end: number; readonly isAlone?: true }
  /** Says nothing of the value, which may be a secret. */
  | { readonly message: string };

const comments = /(?:\s+|#[^\n]*)*/y;
const exported = /export\s+/y;
/** A name up to its `=` or `:`, or alone on its line: then its value is that of the shell. */
const nameForm = /([\p{L}\p{N}_.[\]\- \t\v\f\r\u0085\u00A0]*)([=:\n]|$)[ \t\v\f\r\u0085\u00A0]*/uy;

function statementStart(source: string, at: number): number {
  comments.lastIndex = at;
  comments.test(source);
  return comments.lastIndex;
}

function readStatement(source: string, start: number, earlier: Variables): Statement {
  exported.lastIndex = start;
  nameForm.lastIndex = exported.test(source) ? exported.lastIndex : start;
  const form = nameForm.exec(source);
  const name = form?.[1]?.trim() ?? "";
  if (form === null) return { message: "a line does not start with a variable's name" };
  if (/\s/u.test(name)) return { message: "a variable's name holds a space" };
  const at = nameForm.lastIndex;
  if (form[2] === "\n" || form[2] === "") return { name, variable: undefined, end: at, isAlone: true };
  const quote = source[at];
  if (quote === '"' || quote === "'") return readQuoted(source, at, name, earlier);
  const newline = source.indexOf("\n", at);
  const end = newline < 0 ? source.length : newline;
  const value = (source.slice(at, end).split(" #")[0] ?? "").trimEnd();
  return expand(value, name, end, earlier);
}

function readQuoted(source: string, start: number, name: string, earlier: Variables): Statement {
  const quote = source[start];
  let value = "";
  for (let at = start + 1; at < source.length; at++) {
    const character = source[at];
    if (character === "\\" && at + 1 < source.length) {
      at++;
      value += source[at] === quote ? quote : `\\${source[at]}`;
    } else if (character === quote) {
      if (quote === "'") return { name, variable: { value }, end: at + 1 };
      return expand(withoutEscapes(value), name, at + 1, earlier);
    } else value += character;
  }
  return { message: "a quoted value has no end" };
}

const escapes = /\\([abcfnrtv$"\\]|0\d{0,3})/gu;
const controls: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", $: "$$" };

function withoutEscapes(value: string): string {
  return value.replace(escapes, (written, code: string) => {
    if (code.startsWith("0")) return /^0[0-3][0-7]{2}$/u.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : written;
    return code === "c" ? written : (controls[code] ?? code);
  });
}

/** A variable of the shell decides what is unset here, so the value is then unknown. */
function expand(value: string, name: string, end: number, earlier: Variables): Statement {
  const { text, faults } = interpolate(value, earlier);
  if (faults.length > 0) return { message: "a variable has no valid form" };
  return { name, variable: { value: text.includes(hole) ? undefined : text }, end };
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}
