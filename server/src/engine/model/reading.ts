import type { Place } from "../text/span.js";
import type { Loader } from "./loader.js";
import type { FileReference, Problem } from "./project.js";
import type { Entry, View } from "./view.js";

/** The state of one resolution: its files, what was found wrong, and the budget that keeps hostile files cheap. */
export interface Reading {
  readonly loader: Loader;
  /** The files that some `include` brought, and the entry that did first. */
  readonly included: Map<string, Place>;
  /** The files that some `include` or `extends` names, by the place of their paths. */
  readonly references: Map<string, FileReference>;
  /** The entries of mappings that were looked at already. */
  readonly entries: WeakMap<View, ReadonlyMap<string, Entry>>;
  /** Notes a file that is named; once for each place. */
  refer(reference: FileReference): void;
  /** Notes what Compose would refuse the file for; the same code at the same place counts once. */
  refuse(code: string, message: string, at: Place): void;
  /** Notes what Compose would follow and we cannot. */
  gap(code: string, message: string, at: Place): void;
  report(problem: Problem): void;
  /** Takes one visit from the budget; false when it is used up, which is then a problem at the place. */
  spend(at: Place): boolean;
}

/** Starts a resolution; its problems are collected in the list given. */
export function startReading(loader: Loader, problems: Problem[]): Reading {
  const seen = new Set<string>();
  const references = new Map<string, FileReference>();
  let visits = 0;
  return {
    loader,
    included: new Map(),
    references,
    refer(reference) {
      const { file, start } = reference.path.at;
      references.set(`${file} ${start}`, reference);
    },
    report: add,
    entries: new WeakMap(),
    refuse: (code, message, at) => add({ code, message, at, fatal: true }),
    gap: (code, message, at) => add({ code, message, at, fatal: false }),
    spend(at) {
      visits++;
      if (visits <= maxVisits) return true;
      if (visits === maxVisits + 1) {
        add({
          code: "too-much",
          message: "Aliases and merge keys unfold to more than can be checked; the rest is left out.",
          at,
          fatal: false,
        });
      }
      return false;
    },
  };

  function add(problem: Problem): void {
    const id = `${problem.code} ${problem.at.file} ${problem.at.start} ${problem.at.end}`;
    if (seen.has(id)) return;
    seen.add(id);
    problems.push(problem);
  }
}

/** Entries and items looked at in one resolution; a file of a megabyte stays far below. */
const maxVisits = 200_000;
