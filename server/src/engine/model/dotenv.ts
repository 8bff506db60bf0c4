import { t } from "../text/l10n.js";
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
  let places: ReturnType<typeof placesIn> | undefined;
  let at = 0;
  for (;;) {
    at = statementStart(source, at);
    if (at >= source.length) return { variables, problem: undefined };
    const statement = readStatement(source, at, known);
    if ("message" in statement) return { variables, problem: { line: lineOf(source, at), message: statement.message } };
    const taken = statement.variable === undefined ? outer?.(statement.name) : undefined;
    if (taken !== undefined) variables.set(statement.name, taken);
    if (statement.variable !== undefined) {
      places ??= placesIn(text, source);
      variables.set(statement.name, { ...statement.variable, set: { file, ...places(at, statement.nameEnd) } });
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
    const end = lines.end(line) - written.length + name.length;
    const set = { file, line, name: { start: end - name.length, end } };
    const variable = sign < 0 ? outer?.(name) : { value: written.slice(sign + 1), set };
    if (variable !== undefined) variables.set(name, variable);
  }
  return { variables, problem: undefined };
}

/** Where a name stands in a text, asked with the offsets in what was made of it, without a byte order mark and with one kind of line ends. */
function placesIn(text: string, source: string): (start: number, end: number) => Pick<SetIn, "line" | "name"> {
  const before = new Lines(text);
  const after = text === source ? before : new Lines(source);
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  return (start, end) => {
    const line = after.lineOf(start);
    const shift = before.start(line) - after.start(line) + (line === 0 ? mark : 0);
    return { line, name: { start: start + shift, end: end + shift } };
  };
}

type Statement =
  | Assignment
  /** Says nothing of the value, which may be a secret. */
  | { readonly message: string };

interface Assignment {
  readonly name: string;
  /** Where its name ends. */
  readonly nameEnd: number;
  /** Absent for a name alone. */
  readonly variable: Variable | undefined;
  readonly end: number;
}

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
  const nameEnd = (form?.index ?? start) + (form?.[1]?.trimEnd().length ?? 0);
  if (form === null) return { message: t("a line does not start with a variable's name") };
  if (/\s/u.test(name)) return { message: t("a variable's name holds a space") };
  const at = nameForm.lastIndex;
  if (form[2] === "\n" || form[2] === "") return { name, nameEnd, variable: undefined, end: at };
  const quote = source[at];
  if (quote === '"' || quote === "'") return readQuoted(source, at, { name, nameEnd }, earlier);
  const newline = source.indexOf("\n", at);
  const end = newline < 0 ? source.length : newline;
  const value = (source.slice(at, end).split(" #")[0] ?? "").trimEnd();
  return expand(value, { name, nameEnd, end }, earlier);
}

function readQuoted(source: string, start: number, named: Pick<Assignment, "name" | "nameEnd">, earlier: Variables): Statement {
  const quote = source[start];
  let value = "";
  for (let at = start + 1; at < source.length; at++) {
    const character = source[at];
    if (character === "\\" && at + 1 < source.length) {
      at++;
      value += source[at] === quote ? quote : `\\${source[at]}`;
    } else if (character === quote) {
      if (quote === "'") return { ...named, variable: { value }, end: at + 1 };
      return expand(withoutEscapes(value), { ...named, end: at + 1 }, earlier);
    } else value += character;
  }
  return { message: t("a quoted value has no end") };
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
function expand(value: string, assignment: Omit<Assignment, "variable">, earlier: Variables): Statement {
  const { text, faults } = interpolate(value, earlier);
  if (faults.length > 0) return { message: t("a variable has no valid form") };
  return { ...assignment, variable: { value: text.includes(hole) ? undefined : text } };
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}
