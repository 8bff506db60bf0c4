import type { Place, Span } from "../text/span.js";

/** A value of the resolved model, and the text that gave it. */
export interface Sourced<T> {
  readonly value: T;
  /** Where the value is written. For a value that came by alias or merge this is in the anchor's body. */
  readonly at: Place;
  /** Where its mapping key is written; absent for list items. */
  readonly key?: Place;
  /** The way from the use to the text, nearest to the use first; empty when written in place. */
  readonly via: readonly Step[];
  /** How variables took part, when they did. */
  readonly variables?: readonly VariableUse[];
}

/** One hop from a use to the text behind it. `at` is the using text: the `*alias`, the `<<` entry, the `extends` value. */
export interface Step {
  readonly kind: "alias" | "merge" | "extends";
  /** The anchor or service that is used. */
  readonly name: string;
  readonly at: Place;
}

/** A `${NAME}` that took part in a value. */
export interface VariableUse {
  readonly name: string;
  /** Where the value came from; "default" is the literal of `${NAME:-literal}`, "unset" an empty text of an unset `${NAME}`; "project" the name of the project. */
  readonly source: "env-file" | "default" | "unset" | "alternative" | "project";
  /** Where `.env` or another file with variables sets it. */
  readonly set?: SetIn;
}

/** A line of a file with variables. */
export interface SetIn {
  /** Its URI. */
  readonly file: string;
  /** From 0. */
  readonly line: number;
  /** The characters of its name, with the `export` before it. */
  readonly name: Span;
}

/** A value which depends on a variable nobody has given. It equals no literal, so rules stay silent. */
export interface Unresolved {
  /** The text as written, with its `${...}`. */
  readonly unresolved: string;
  /** The names nobody has given. */
  readonly missing: readonly string[];
}

/** A setting of the file: absent, unresolved or known. */
export type Setting<T> = Sourced<T | Unresolved> | undefined;

/** A path as it is written. */
export interface WrittenPath extends Sourced<string | Unresolved> {
  /** URI of the directory in which it starts when it is relative. */
  readonly directory: string | undefined;
}

export function isUnresolved(value: unknown): value is Unresolved {
  return typeof value === "object" && value !== null && "unresolved" in value;
}

/** The known value of a setting; absent and unresolved settings both answer `undefined`. */
export function known<T>(setting: Sourced<T | Unresolved> | undefined): T | undefined {
  if (setting === undefined || isUnresolved(setting.value)) return undefined;
  return setting.value as T;
}
