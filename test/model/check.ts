import assert from "node:assert/strict";
import { parseDotenv } from "../../server/src/engine/model/dotenv.js";
import type { ComposeProject, Items, Service } from "../../server/src/engine/model/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { isUnresolved, type Sourced } from "../../server/src/engine/model/sourced.js";
import type { FileAnswer } from "../../server/src/engine/model/sources.js";
import type { Place } from "../../server/src/engine/text/span.js";
import { sourcesOf } from "../sources.js";

export const uri = "file:///work/app/compose.yaml";

/** The project of a text, with other files by their paths from its folder. A file that is not named is `missing`. */
export function project(text: string, files: Readonly<Record<string, string>> = {}, missing: FileAnswer = "absent"): ComposeProject {
  const others = Object.entries(files).map(([path, content]) => [`file:///work/app/${path}`, content] as const);
  return resolve({ files: [uri] }, sourcesOf({ [uri]: text, ...Object.fromEntries(others) }, missing));
}

/** The one service of a project; with attributes alone, those of a service with an image. */
export function service(attributes: string, files: Readonly<Record<string, string>> = {}): Service {
  const text = attributes.includes("services:") ? attributes : inService(attributes);
  const found = [...project(text, files).services.values()].at(-1);
  assert.ok(found, "no service");
  return found;
}

export function inService(attributes: string): string {
  const lines = attributes.split("\n").map((line) => `    ${line}`);
  return `services:\n  app:\n    image: i\n${lines.join("\n")}\n`;
}

/** A setting in short: `-` when absent, `?` and what is written when unresolved. */
export function short(setting: Sourced<unknown> | undefined): string {
  if (setting === undefined) return "-";
  return isUnresolved(setting.value) ? `?${setting.value.unresolved}` : String(setting.value);
}

export function shorts(items: Items<Sourced<unknown>>): string {
  return items.items.map(short).join(" | ");
}

/** The codes of all problems; those that Compose refuses a file for with an exclamation mark. */
export function problems({ problems: found }: ComposeProject): readonly string[] {
  return found.map(({ code, fatal }) => (fatal ? `${code}!` : code));
}

/** The characters of a place. */
export function slice(text: string, place: Place | undefined): string {
  return place === undefined ? "-" : text.slice(place.start, place.end);
}

/** The way of a value, and the text each step points at. */
export function way(text: string, setting: Sourced<unknown> | undefined): readonly string[] {
  return (setting?.via ?? []).map(({ kind, name, at }) => `${kind} ${name}: ${slice(text, at)}`);
}

/** The variables of a `.env` file in short. */
export function dotenv(text: string): Readonly<Record<string, string | null>> {
  return Object.fromEntries([...parseDotenv(text, "file:///work/app/.env").variables].map(([name, { value }]) => [name, value ?? null]));
}

/** Walks all of a project for objects that look like places: each must lie inside the text of its file. */
export function checkPlaces(project: ComposeProject, name: string): void {
  const { files, ...rest } = project;
  const lengths = new Map<unknown, number>(files.map(({ uri: of, text }) => [of, text.length]));
  const seen = new Set<unknown>();
  const open: unknown[] = [rest];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if ("file" in value && "start" in value && "end" in value) {
      const { start, end } = value;
      const length = lengths.get(value.file) ?? 0;
      assert.ok(
        typeof start === "number" && typeof end === "number" && start >= 0 && start <= end && end <= length,
        `${name}: ${start}-${end}`,
      );
    }
    open.push(...(value instanceof Map ? value.values() : value instanceof Set ? [] : Object.values(value)));
  }
}

export type Row = readonly [yaml: string, expected: string];

/** Reads each text as attributes of a service, and compares its short form. */
export function check(rows: readonly Row[], form: (found: Service) => string): void {
  for (const [yaml, expected] of rows) assert.equal(form(service(yaml)), expected, yaml);
}
