import { existsSync, readFileSync } from "node:fs";
import type { Json } from "../../server/src/engine/model/canonical/node.js";
import { goldenFolder } from "./cases.js";

/** What Compose makes of a project: why it refuses it, or what it would run. */
export type Answer = { readonly error: string } | { readonly project: Json };

/** The answers to one file of cases, by the names of the cases. */
export function goldenAnswers(name: string): ReadonlyMap<string, Answer> {
  const path = goldenPath(name);
  const written: Readonly<Record<string, Json>> = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  return new Map(
    Object.entries(written).map(([one, answer]) => [one, typeof answer === "string" ? { error: answer } : { project: answer }]),
  );
}

export function goldenPath(name: string): string {
  return `${goldenFolder}/${name}.answers.json`;
}

/**
 * Writes answers, a project or the text of an error, with a line for each attribute of a service or of what else has a name, so that
 * differences can be read; without the null that Compose prints for a command or entrypoint that is not given.
 */
export function printAnswers(answers: ReadonlyMap<string, Answer>): string {
  const written = [...answers].map(([name, answer]) => [name, "error" in answer ? answer.error : answer.project] as const);
  return `${print(Object.fromEntries(written), 4, "")}\n`;
}

function print(value: Json, depth: number, indent: string): string {
  if (depth === 0 || typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify(value);
  const inner = `${indent} `;
  const entries = Object.entries(value).filter(([key, part]) => part !== null || (key !== "command" && key !== "entrypoint"));
  const lines = entries.map(([key, part]) => `${inner}${JSON.stringify(key)}: ${print(part, depth - 1, inner)}`);
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}
