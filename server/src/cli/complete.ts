import { fileURLToPath } from "node:url";
import { type Engine, type FileReport, maxRounds, teamFileName } from "../engine/index.js";
import { readBeside } from "./files.js";

/** What the command line has read, and where it may read. */
export interface Texts {
  /** Texts by URI. */
  readonly texts: Map<string, string>;
  /** The folders below which files are read; any when absent. */
  readonly roots: readonly string[] | undefined;
  /** URIs of files that the person names, which are read wherever they lie. */
  readonly named: ReadonlySet<string>;
}

/** Checks a file until all that it wants is read. */
export function complete(engine: Engine, uri: string, { texts, roots, named }: Texts): FileReport {
  // The team's file may lie in the repository's folder, above the current one.
  const isRead = (wanted: string): boolean => named.has(wanted) || wanted.endsWith(`/${teamFileName}`);
  let report = engine.check(uri);
  for (let round = 0; round < maxRounds && report.wanted.length > 0; round++) {
    for (const wanted of report.wanted) {
      const answer = wanted.startsWith("file:") ? readBeside(fileURLToPath(wanted), isRead(wanted) ? undefined : roots) : undefined;
      if (typeof answer === "string") texts.set(wanted, answer);
      engine.provide(wanted, answer);
    }
    report = engine.check(uri);
  }
  return report;
}
