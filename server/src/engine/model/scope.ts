import type { Variables } from "./interpolate.js";

/** What holds for every text of one load: a project's own files, what one `include` brings, or the file of one `extends`. */
export interface Scope {
  /** What asked for the load; "base" is no load of its own, but what a service extends in the one that it stands in. */
  readonly kind: "project" | "include" | "extends" | "base";
  readonly variables: Variables;
  /** URI of the directory in which relative paths start, without the last slash; absent for a document that lies in none. */
  readonly directory: string | undefined;
  /** The load that asked for this one; absent for the project's own files. */
  readonly within: Scope | undefined;
}

/** Whether what a scope loaded is reached by a `!reset` in another one: its own text, and what it asked for. */
export function isWithin(scope: Scope, outer: Scope): boolean {
  for (let one: Scope | undefined = scope; one !== undefined; one = one.within) if (one === outer) return true;
  return false;
}

/** The project's own load. */
export function outermost(scope: Scope): Scope {
  let one = scope;
  while (one.within !== undefined) one = one.within;
  return one;
}

/** The load that Compose puts into its long form before the project's own text meets it; absent for that text itself. */
export function loadedApart(scope: Scope): Scope | undefined {
  let found: Scope | undefined;
  for (let one: Scope | undefined = scope; one !== undefined; one = one.within) {
    if (one.kind === "include" || one.kind === "extends") found = one;
  }
  return found;
}

/** The load of the `include` that brought a text, or else of the project: a file of one `extends` is part of that which extends it. */
export function broughtBy(scope: Scope): Scope {
  let one = scope;
  while (one.within !== undefined && one.kind !== "include") one = one.within;
  return one;
}
