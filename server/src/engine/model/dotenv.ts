import { Lines } from "../text/lines.js";
import { hole, interpolate, type Variable, type Variables } from "./interpolate.js";

/** What a `.env` file sets. */
export interface Dotenv {
  readonly variables: ReadonlyMap<string, Variable>;
  /** Where and why Compose refuses the file; what stands before is read. Lines count from 1. */
  readonly problem: { readonly line: number; readonly message: string } | undefined;
}

/** Reads a `.env` file as Compose does. Its variables may use those of earlier files and of earlier lines; they know their lines in `file`. */
export function parseDotenv(text: string, file: string, earlier: ReadonlyMap<string, Variable> = new Map(), unsetIsEmpty = false): Dotenv {
  const source = text.replace(/^\uFEFF/u, "").replaceAll("\r\n", "\n");
  const variables = new Map<string, Variable>();
  const known: Variables = Object.assign((name: string) => variables.get(name) ?? earlier.get(name), { unsetIsEmpty });
  let lines: Lines | undefined;
  let at = 0;
  for (;;) {
    at = statementStart(source, at);
    if (at >= source.length) return { variables, problem: undefined };
    const statement = readStatement(source, at, known);
    if ("message" in statement) return { variables, problem: { line: lineOf(source, at), message: statement.message } };
    if (statement.variable !== undefined) {
      lines ??= new Lines(source);
      variables.set(statement.name, { ...statement.variable, set: { file, line: lines.lineOf(at) } });
    }
    at = statement.end;
  }
}

type Statement =
  | { readonly name: string; readonly variable: Variable | undefined; readonly end: number }
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
  if (form[2] === "\n" || form[2] === "") return { name, variable: undefined, end: at };
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
