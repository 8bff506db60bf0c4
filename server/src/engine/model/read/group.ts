import { t } from "../../text/l10n.js";
import type { Body, Items } from "../project.js";
import type { Reading } from "../reading.js";
import { child, type Stack, top } from "../stack.js";
import { sourced } from "../text.js";
import { isNothing } from "../view.js";
import { readItems } from "./list.js";

/** What the layers say below a key of a mapping. */
export type At = (key: string) => Stack;

/** Reads a mapping over all its layers; absent when there is none. */
export function readGroup<T>(reading: Reading, stack: Stack, read: (item: Body, at: At) => T): T | undefined {
  const view = top(stack);
  if (view === undefined || isNothing(view)) return undefined;
  if (view.node?.kind !== "map") {
    reading.refuse("not-a-mapping", t("Compose wants a mapping here."), view.at);
    return undefined;
  }
  return read(sourced(view, "mapping"), (key) => child(reading, stack, key));
}

/** Reads a list of mappings; a later layer's items come behind those of the earlier ones. */
export function readGroups<T>(reading: Reading, stack: Stack, read: (item: Body, at: At) => T): Items<T> {
  return readItems(reading, stack, {}, (view) => {
    // A value that stands for the list has a key, and is refused already.
    const found = view.key === undefined ? readGroup(reading, [view], read) : undefined;
    return found === undefined ? [] : [found];
  });
}
