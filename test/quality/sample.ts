import { Lines } from "../../server/src/engine/index.js";
import type { Found } from "./findings.js";

/** How many lines before and after a finding are printed with it. */
const around = 5;

/**
 * Chooses findings to be read by hand: one of each project in turn until there are enough, so that none of them drowns the others.
 * The same seed chooses the same ones of the same findings.
 */
export function sample(findings: readonly Found[], size: number, seed: number): readonly Found[] {
  const next = randomNumbers(seed);
  const projects = shuffled(byProject(findings), next).map((ofOne) => shuffled(ofOne, next));
  const chosen: Found[] = [];
  for (let turn = 0; chosen.length < Math.min(size, findings.length); turn++) {
    for (const ofOne of projects) chosen.push(...ofOne.slice(turn, turn + 1));
  }
  return chosen.slice(0, size);
}

/** The project that a file of the corpus is of: its first folder. */
export function projectOf({ path }: Pick<Found, "path">): string {
  return path.split("/")[0] ?? path;
}

function byProject(findings: readonly Found[]): readonly (readonly Found[])[] {
  const projects = new Map<string, Found[]>();
  for (const found of findings) projects.set(projectOf(found), [...(projects.get(projectOf(found)) ?? []), found]);
  return [...projects.values()];
}

/** The finding, and the lines that it stands in with carets under what is underlined. */
export function excerpt({ path, text, finding: { at, message, severity, related } }: Found): string {
  const lines = new Lines(text);
  const start = lines.position(at.start);
  const end = lines.position(at.end);
  const printed = text.split(/\r?\n/u).flatMap((line, number) => {
    if (number < start.line - around || number > end.line + around) return [];
    const shown = `${String(number + 1).padStart(5)}  ${line}`;
    if (number < start.line || number > end.line) return [shown];
    const from = number === start.line ? start.character : line.length - line.trimStart().length;
    const to = number === end.line ? end.character : line.length;
    return [shown, `${" ".repeat(7 + from)}${"^".repeat(Math.max(to - from, 1))}`];
  });
  const notes = related.map((one) => `  related: ${one.message}`);
  return [`${path}:${start.line + 1} ${severity}: ${message}`, ...notes, ...printed, ""].join("\n");
}

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(items: readonly T[], next: () => number): readonly T[] {
  return items
    .map((item) => ({ item, order: next() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
