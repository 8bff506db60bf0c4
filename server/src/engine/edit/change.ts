import type { Body, Service } from "../model/project.js";
import type { Sourced } from "../model/sourced.js";
import type { Edit, Place } from "../text/span.js";

/** Plain data to be written as YAML, in the style of the file around it. */
export type Yaml = string | number | boolean | null | readonly Yaml[] | YamlMapping;

export interface YamlMapping {
  readonly [key: string]: Yaml;
}

/** One step of a change. All steps of one change are worked out together, so that they never overlap. */
export type Operation =
  /** Writes `key: value` into a mapping: replaces the value when the mapping itself has the key, else inserts it beside its kin. */
  | { readonly op: "set"; readonly into: Body; readonly key: string; readonly value: Yaml }
  /** Adds items to the list under `key`: makes the list, turns a scalar into one, leaves out items that stand there already. */
  | { readonly op: "append"; readonly into: Body; readonly key: string; readonly items: readonly Yaml[] }
  /** Removes a mapping entry (a target with a key) or a list item; an entry or list left empty goes with it. */
  | { readonly op: "remove"; readonly target: Sourced<unknown> }
  /** Replaces the value of an entry or item, keeping its quote style where the new value allows. */
  | { readonly op: "replace"; readonly target: Sourced<unknown>; readonly value: Yaml }
  /** Writes into a scalar, variables and all: before it, behind it, or in the place of a part of it. Quotes come when they are needed. */
  | { readonly op: "splice"; readonly target: Sourced<unknown>; readonly part: "start" | "end" | Place; readonly text: string };

/** What the builder answers: the smallest edits, or the reason why there is none that is safe. */
export type Change = Edits | { readonly refused: string };

export interface Edits {
  readonly edits: readonly Edit[];
  /** What else the edits do, or how they do it where nobody would expect it. */
  readonly note?: string;
  /** Set when the edits are made at an anchor or in an extended service, in words: others may take the value from there, too. */
  readonly origin?: string;
  /** The same change at such a place, where the edits themselves override at the service. */
  readonly atOrigin?: Edits;
}

/**
 * Builds minimal text edits for operations on the resolved model. Comments, quotes, order, line ends and all else stay byte for byte.
 * A value that came through an alias, a merge key or `extends` is not edited where it stands: the change is written at the service, where
 * it wins by Compose's rules; where they do not allow that, at the origin, which the answer then says.
 */
export interface EditBuilder {
  change(...operations: readonly Operation[]): Change;
  /** The same for the values of one service: what it extends can only be overridden by one who knows all that its layers say. */
  for(service: Service): EditBuilder;
}

export function isList(value: Yaml | undefined): value is readonly Yaml[] {
  return Array.isArray(value);
}

export function isMapping(value: Yaml | undefined): value is YamlMapping {
  return typeof value === "object" && value !== null && !isList(value);
}
