import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import { type Loader, maxFiles } from "./loader.js";
import type { FileReference, Problem } from "./project.js";
import type { Scope } from "./scope.js";
import type { Stack } from "./stack.js";
import type { Entry, View } from "./view.js";

/** The state of one resolution: its files, what was found wrong, and the budget that keeps hostile files cheap. */
export interface Reading {
  readonly loader: Loader;
  /** The files that some `include` brought, and the entry that did first. */
  readonly included: Map<string, Place>;
  /** The files that some `include` or `extends` names, by the place of their paths. */
  readonly references: Map<string, FileReference>;
  /** What holds for the texts of each file, as the load that opened it first says. */
  readonly scopes: Map<string, Scope>;
  /** What each load has opened for `extends`, by URI: many services extend from one file. */
  readonly extended: WeakMap<Scope, Map<string, Stack>>;
  /** The entries of mappings that were looked at already. */
  readonly entries: WeakMap<View, ReadonlyMap<string, Entry>>;
  /** Notes a file that is named; once for each place. */
  refer(reference: FileReference): void;
  /** Notes what Compose would refuse the file for; the same code at the same place counts once. */
  refuse(code: string, message: string, at: Place): void;
  /** Notes what Compose would follow and we cannot. */
  gap(code: string, message: string, at: Place): void;
  report(problem: Problem): void;
  /** Notes that there are more files than are followed; once for a project. */
  tooMany(at: Place): void;
  /** Takes one file from the budget of loads, which counts a file each time that something includes it; false when it is used up. */
  load(at: Place): boolean;
  /** Takes one visit from the budget; false when it is used up, which is then a problem at the place. */
  spend(at: Place): boolean;
}

/** Starts a resolution; its problems are collected in the list given. */
export function startReading(loader: Loader, problems: Problem[]): Reading {
  const seen = new Set<string>();
  const references = new Map<string, FileReference>();
  let visits = 0;
  let loads = 0;
  let isFull = false;
  return {
    loader,
    included: new Map(),
    scopes: new Map(),
    references,
    refer(reference) {
      const { file, start } = reference.path.at;
      references.set(`${file} ${start}`, reference);
    },
    extended: new WeakMap(),
    report: add,
    tooMany,
    load(at) {
      loads++;
      if (loads > maxLoads) full(t("These includes bring the same files over and over; from here on they are not followed."), at);
      return loads <= maxLoads;
    },
    entries: new WeakMap(),
    refuse: (code, message, at) => add({ code, message, at, fatal: true }),
    gap: (code, message, at) => add({ code, message, at, fatal: false }),
    spend(at) {
      visits++;
      if (visits <= maxVisits) return true;
      if (visits === maxVisits + 1) {
        add({
          code: "too-much",
          message: t("Aliases and merge keys unfold to more than can be checked; the rest is left out."),
          at,
          fatal: false,
        });
      }
      return false;
    },
  };

  function tooMany(at: Place): void {
    full(t`At most ${maxFiles} files of a project are read; this one and what comes after it are not checked.`, at);
  }

  function full(message: string, at: Place): void {
    if (!isFull) add({ code: "too-many-files", message, at, fatal: false });
    isFull = true;
  }

  function add(problem: Problem): void {
    const id = `${problem.code} ${problem.at.file} ${problem.at.start} ${problem.at.end}`;
    if (seen.has(id)) return;
    seen.add(id);
    problems.push(problem);
  }
}

/** Files that include each other twice over would be loaded without end. */
const maxLoads = 5 * maxFiles;

/** Entries and items looked at in one resolution; a file of a megabyte stays far below. */
const maxVisits = 200_000;
