import { entriesOf } from "./merge-keys.js";
import type { Reading } from "./reading.js";
import { isWithin, loadedApart } from "./scope.js";
import { documentOf, isNothing, type View } from "./view.js";

/**
 * What all layers (documents, extended services, files) say at one path, the weakest first. Scalars take the last view, lists are put
 * together, mappings are merged key by key: readers work on a stack and need not know where the layers come from.
 */
export type Stack = readonly View[];

/**
 * What the layers say about a key. A null says nothing about a key that an earlier layer has, save for keys it resets. A `!reset` takes away
 * what its own load and those below it say, and no more: what another include brings, or what an extended service's own base resets, is
 * decided before the parts meet.
 */
export function child(reading: Reading, stack: Stack, key: string): Stack {
  let found: View[] | undefined;
  for (const view of stack) {
    const entry = entriesOf(reading, view).get(key);
    if (entry === undefined) continue;
    found ??= [];
    if (entry.cut) found = found.filter((earlier) => !isWithin(earlier.scope, view.scope));
    if (entry.view === undefined) continue;
    if (found.length > 0 && isNothing(entry.view) && !nullResets.has(key)) continue;
    found.push(entry.view);
  }
  return found ?? empty;
}

/** One for all: most keys are absent. */
const empty: Stack = [];

const nullResets: ReadonlySet<string> = new Set(["command", "entrypoint"]);

/** What the layers say at the end of a path of keys. */
export function descend(reading: Reading, stack: Stack, ...path: readonly string[]): Stack {
  return path.reduce((found, key) => child(reading, found, key), stack);
}

/** The keys that some layer has, in the order of their first appearance. */
export function keysOf(reading: Reading, stack: Stack): readonly string[] {
  const keys = new Set(stack.flatMap((view) => [...entriesOf(reading, view).keys()]));
  return [...keys].filter((key) => child(reading, stack, key).length > 0);
}

/** The view that wins where layers are not put together. */
export function top(stack: Stack): View | undefined {
  return stack.at(-1);
}

/** The layers that one document brings: what Compose loads by itself for it, and its own text with the services that this extends. */
export interface DocumentLayers {
  readonly apart: readonly Stack[];
  readonly own: Stack;
}

/** The layers by the documents of the project's files, in which Compose merges them. */
export function byDocument(stack: Stack): readonly DocumentLayers[] {
  const found: DocumentLayers[] = [];
  let apart: Stack[] = [];
  for (const group of groups(stack)) {
    if (group.some(({ scope }) => loadedApart(scope) !== undefined)) apart.push(group);
    else {
      found.push({ apart, own: group });
      apart = [];
    }
  }
  return apart.length === 0 ? found : [...found, { apart, own: [] }];
}

function groups(stack: Stack): readonly Stack[] {
  const found: View[][] = [];
  let before = "";
  for (const view of stack) {
    const key = `${view.file.uri} ${loadedApart(view.scope) === undefined ? documentOf(view) : "apart"}`;
    if (key === before) found.at(-1)?.push(view);
    else found.push([view]);
    before = key;
  }
  return found;
}
