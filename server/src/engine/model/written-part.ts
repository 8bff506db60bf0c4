import type { Place } from "../text/span.js";
import type { ComposeProject } from "./project.js";
import type { Sourced } from "./sourced.js";

/**
 * Where the characters `start` to `end` of a value's text stand in its file. Absent when they are not written there as they read: they come
 * from a variable or contain an escape.
 */
export function writtenPart(
  { files }: ComposeProject,
  { at }: Sourced<unknown>,
  text: string,
  start: number,
  end: number,
): Place | undefined {
  const file = files.find(({ uri }) => uri === at.file);
  if (file === undefined || start >= end) return undefined;
  const part = text.slice(start, end);
  const read = places(text, part);
  // A literal dollar sign is written twice.
  for (const form of new Set([part, part.replaceAll("$", "$$$$")])) {
    const written = places(file.text.slice(at.start, at.end), form);
    // As many times in the one as in the other: then the first is the first, and so on.
    const place = written.length === read.length ? written[read.indexOf(start)] : undefined;
    if (place !== undefined) return { file: at.file, start: at.start + place, end: at.start + place + form.length };
  }
  return undefined;
}

/** The `${NAME:-default}` of which a place is the whole default. */
export function defaultAround(
  { files }: ComposeProject,
  { file, start, end }: Place,
): { readonly name: string; readonly at: Place } | undefined {
  const text = files.find(({ uri }) => uri === file)?.text ?? "";
  const before = /\$\{(?<name>[A-Za-z_]\w*):?-$/u.exec(text.slice(Math.max(0, start - maxName), start));
  const name = before?.groups?.["name"];
  if (before === null || name === undefined || text[end] !== "}") return undefined;
  return { name, at: { file, start: start - before[0].length, end: end + 1 } };
}

const maxName = 200;

function places(text: string, part: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}
