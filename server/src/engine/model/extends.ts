import { entriesOf } from "./merge-keys.js";
import { readString } from "./read/scalar.js";
import type { Reading } from "./reading.js";
import { known, type Step } from "./sourced.js";
import { child, type Stack } from "./stack.js";
import type { View } from "./view.js";

/** A service's layers with those of the services it extends put below. */
export interface Extended {
  readonly stack: Stack;
  /** True when a service it extends is not among what is read. */
  readonly partial: boolean;
}

/**
 * The layers of one service. `extends` is followed within the layer that writes it, before layers are merged, so that what a later layer
 * changes in the base does not reach those who extended it.
 */
export function serviceLayers(reading: Reading, services: Stack, name: string, hasIncludes: boolean): Extended {
  let stack: View[] = [];
  let partial = false;
  for (const layer of services) {
    const entry = entriesOf(reading, layer).get(name);
    if (entry === undefined) continue;
    if (entry.cut) stack = [];
    if (entry.view === undefined) continue;
    const extended = withBases(reading, { services: layer, hasIncludes }, entry.view, [name]);
    stack = [...stack, ...extended.stack];
    partial ||= extended.partial;
  }
  return { stack, partial };
}

interface Scope {
  /** The `services` mapping of the layer. */
  readonly services: View;
  readonly hasIncludes: boolean;
}

function withBases(reading: Reading, scope: Scope, view: View, path: readonly string[]): Extended {
  const [use] = child(reading, [view], "extends");
  if (use === undefined) return { stack: [view], partial: false };
  const unknown = { stack: [view], partial: true };
  const isMap = use.node?.kind === "map";
  const file = isMap ? child(reading, [use], "file") : [];
  const named = known(readString(reading, isMap ? child(reading, [use], "service") : [use]));
  if (named === undefined) return unknown;
  const fileName = known(readString(reading, file));
  if (file.length > 0 && (fileName === undefined || !isSameFile(fileName, view.file.uri))) {
    reading.gap("extends-unread", `The service "${named}" is extended from another file, which is not read.`, use.at);
    return unknown;
  }
  const base = entriesOf(reading, scope.services).get(named)?.view;
  if (base === undefined) {
    if (scope.hasIncludes)
      reading.gap("extends-unread", `The service "${named}" may come from an included file, which is not read.`, use.at);
    else reading.refuse("extends-unknown", `There is no service "${named}" to extend in this file.`, use.at);
    return unknown;
  }
  if (path.includes(named) || path.length > maxBases) {
    reading.refuse("extends-cycle", `The service "${named}" extends itself by way of others.`, use.at);
    return unknown;
  }
  const below = withBases(reading, scope, base, [...path, named]);
  const step: Step = { kind: "extends", name: named, at: use.at };
  return {
    stack: [...below.stack.map((layer) => byWayOf([...use.via.slice(view.via.length), step], layer)), view],
    partial: below.partial,
  };
}

const maxBases = 50;

function byWayOf(steps: readonly Step[], view: View): View {
  return { ...view, via: [...steps, ...view.via] };
}

function isSameFile(path: string, uri: string): boolean {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  return path === name || path === `./${name}`;
}
