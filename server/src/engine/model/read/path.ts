import type { Reading } from "../reading.js";
import type { WrittenPath } from "../sourced.js";
import { type Stack, top } from "../stack.js";
import type { View } from "../view.js";
import { readString, readText } from "./scalar.js";

/** A path, with the directory in which it starts. */
export function readPath(reading: Reading, stack: Stack): WrittenPath | undefined {
  const text = readString(reading, stack);
  return text === undefined ? undefined : { ...text, directory: top(stack)?.scope.directory };
}

/** The same for one view, such as the item of a list. */
export function readPathItem(reading: Reading, view: View): WrittenPath | undefined {
  const text = readText(reading, view);
  return text === undefined ? undefined : { ...text, directory: view.scope.directory };
}
