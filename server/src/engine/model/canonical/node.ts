import { map } from "../read/scalar.js";
import { isUnresolved, type Setting, type Sourced, type Unresolved } from "../sourced.js";

/** A part of the resolved project in the one long form that `docker compose config` prints; each part knows the text that gave it. */
export type CanonicalNode = CanonicalScalar | CanonicalList | CanonicalMap;

export interface Origin {
  /** The text that gave this; of what is implied, the text that made Compose add it. Absent where no text did. */
  readonly from: Sourced<unknown> | undefined;
  /** True for what stands in no file: Compose adds it by itself. */
  readonly implied: boolean;
}

export interface CanonicalScalar extends Origin {
  readonly kind: "scalar";
  readonly value: Scalar | Unresolved;
}

export interface CanonicalList extends Origin {
  readonly kind: "list";
  readonly items: readonly CanonicalNode[];
}

export interface CanonicalMap extends Origin {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, CanonicalNode>;
}

export type Scalar = string | number | boolean | null;

/** A tree as plain JSON, without origins; what is unresolved becomes `{"unresolved": "${TAG}"}`. */
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json };

export function toJson(node: CanonicalNode): Json {
  if (node.kind === "list") return node.items.map(toJson);
  if (node.kind === "map") return Object.fromEntries([...node.entries].map(([key, value]) => [key, toJson(value)]));
  return isUnresolved(node.value) ? { unresolved: node.value.unresolved } : node.value;
}

/** A value as it is, zero or not; absent when the setting is. */
export function leaf(setting: Sourced<Scalar | Unresolved> | undefined): CanonicalScalar | undefined {
  return setting === undefined ? undefined : { kind: "scalar", value: setting.value, from: setting, implied: false };
}

/** A value where Compose prints no `false`, no `0` and no empty text, since they are the same as nothing. */
export function filled(setting: Sourced<Scalar | Unresolved> | undefined): CanonicalScalar | undefined {
  return setting === undefined || !setting.value ? undefined : leaf(setting);
}

/** An item in a short form of which nobody knows what it will be. */
export function unknownItem(from: Sourced<unknown>, value: Unresolved): CanonicalScalar {
  return { kind: "scalar", value, from, implied: false };
}

/** A value that Compose adds because of some text. */
export function implied(value: Scalar, from: Sourced<unknown> | undefined): CanonicalScalar {
  return { kind: "scalar", value, from, implied: true };
}

/** A list; absent when it is empty, as Compose leaves it out then. */
export function listOf(from: Sourced<unknown> | undefined, items: readonly (CanonicalNode | undefined)[]): CanonicalList | undefined {
  const present = items.filter((item) => item !== undefined);
  return present.length === 0 ? undefined : { kind: "list", items: present, from, implied: false };
}

export type Entry = readonly [key: string, value: CanonicalNode | undefined];

export type Entries = readonly Entry[];

/** A mapping, empty or not. */
export function mapOf(from: Sourced<unknown> | undefined, entries: Entries): CanonicalMap {
  const present = entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return { kind: "map", entries: new Map(present), from, implied: false };
}

/** A mapping; absent when it is empty. */
export function filledMap(from: Sourced<unknown> | undefined, entries: Entries): CanonicalMap | undefined {
  const map = mapOf(from, entries);
  return map.entries.size === 0 ? undefined : map;
}

/** The same settings, made another value where it is known. */
export function converted<T>(setting: Setting<T>, change: (value: T) => Scalar): Sourced<Scalar | Unresolved> | undefined {
  return setting === undefined ? undefined : map(setting, change);
}
