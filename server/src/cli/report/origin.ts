import { type CanonicalNode, inWords, isUnresolved, Lines, type Place, type Sourced } from "../../engine/index.js";
import type { ResolvedFiles } from "../resolve.js";
import { position } from "./text.js";

/** Where values come from, for people and programs. */
export interface Origins {
  /** A file as a person calls it. */
  shown(uri: string): string;
  /** `compose.yml:12`, the line counted from 1. */
  line(place: Place): string;
  /** `compose.yml:12:5`, as editors count. */
  position(place: Place): string;
  /** The file of a place, and its lines and characters from 0. */
  range(place: Place): { readonly path: string; readonly range: { readonly start: Position; readonly end: Position } };
}

type Position = ReturnType<Lines["position"]>;

export function originsIn({ texts }: ResolvedFiles, shown: (uri: string) => string): Origins {
  const lines = new Map<string, Lines>();
  const linesOf = (uri: string): Lines => {
    const found = lines.get(uri) ?? new Lines(texts.get(uri) ?? "");
    lines.set(uri, found);
    return found;
  };
  return {
    shown,
    line: ({ file, start }) => `${shown(file)}:${linesOf(file).position(start).line + 1}`,
    position: (place) => `${shown(place.file)}:${position(linesOf(place.file), place)}`,
    range: ({ file, start, end }) => ({
      path: shown(file),
      range: { start: linesOf(file).position(start), end: linesOf(file).position(end) },
    }),
  };
}

/** Where a value comes from and which way, in words: `base.yml:3 by extends "web" and default of ${TAG}`. */
export function originText(node: CanonicalNode, origins: Origins): string {
  const { from, implied } = node;
  if (from === undefined) return implied ? "implied: the name of the folder" : "";
  const ways = [...from.via.map(wayText), ...variablesText(from, origins)];
  const place = isNowhere(from.at) ? "" : `${implied ? "implied: " : ""}${origins.line(from.at)}`;
  const unknown = node.kind === "scalar" && isUnresolved(node.value) ? unknownText(node.value.missing) : "";
  return `${place}${ways.length === 0 ? "" : ` by ${someInWords(ways)}`}${unknown}`.trim();
}

/** A name that only a variable gives stands in none of the files. */
function isNowhere({ start, end }: Place): boolean {
  return start === 0 && end === 0;
}

function wayText({ kind, name }: Sourced<unknown>["via"][number]): string {
  if (kind === "extends") return `extends "${name}"`;
  if (kind === "alias") return `*${name}`;
  return name === "<<" ? "<<" : `<<: *${name}`;
}

function variablesText({ variables = [] }: Sourced<unknown>, { shown }: Origins): readonly string[] {
  const words = { "env-file": "", default: "default of ", alternative: "alternative of ", unset: "unset ", project: "" } as const;
  const text = ({ name, source, set }: (typeof variables)[number]): string =>
    `${words[source]}\${${name}}${set === undefined ? "" : ` of ${shown(set.file)}:${set.line + 1}`}`;
  return [...new Set(variables.map(text))];
}

function unknownText(missing: readonly string[]): string {
  return missing.length === 0 ? ", not known" : `, not known: ${someInWords(missing)} ${missing.length === 1 ? "is" : "are"} not set here`;
}

/** Nobody reads a longer list in a comment. */
const maxNames = 4;

function someInWords(names: readonly string[]): string {
  return inWords(names.length > maxNames ? [...names.slice(0, maxNames - 1), `${names.length - maxNames + 1} more`] : names);
}
