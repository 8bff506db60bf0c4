import type { Variables } from "./interpolate.js";

/** What holds for every text of one load: a project's own files, what one `include` brings, or the file of one `extends`. */
export interface Scope {
  readonly variables: Variables;
  /** URI of the directory in which relative paths start, without the last slash; absent for a document that lies in none. */
  readonly directory: string | undefined;
  /** The same of the project or the `include` that this load is part of: a file of one `extends` is part of that which extends it. */
  readonly home: string | undefined;
  /** The load that asked for this one; absent for the project's own files. */
  readonly within: Scope | undefined;
  /** True for what a service extends in its own load, which then asks for itself. */
  readonly nested?: true;
}

/** Whether Compose loads a text by itself before it meets others: it is included, or extended from another file. */
export function isApart(scope: Scope): boolean {
  let load = scope;
  while (load.nested === true && load.within !== undefined) load = load.within;
  return load.within !== undefined;
}

/** Whether what a scope loaded is reached by a `!reset` in another one: its own text, and what it asked for. */
export function isWithin(scope: Scope, outer: Scope): boolean {
  for (let one: Scope | undefined = scope; one !== undefined; one = one.within) if (one === outer) return true;
  return false;
}

/** The directory where Compose starts for what is not written: that of the `include` which brought a text, or else of the project. */
export function homeOf(scopes: readonly Scope[]): string | undefined {
  const isIncluded = (scope: Scope): boolean => scope.home !== outermost(scope).home;
  return (scopes.findLast(isIncluded) ?? scopes.at(-1))?.home;
}

/** The project's own load. */
export function outermost(scope: Scope): Scope {
  let one = scope;
  while (one.within !== undefined) one = one.within;
  return one;
}
