import type { Sourced } from "../model/sourced.js";
import type { Edit } from "../text/span.js";

/** One rule that a comment or a key asks to be silent, and what came of it: what the rules about ignoring look at. */
export interface IgnoreUse {
  /** The id as written; empty where the comment names none. */
  readonly rule: string;
  /** Whether a rule has that id. */
  readonly isKnown: boolean;
  /** What may have been meant by one that none has, or by a mistyped form, the likeliest first. */
  readonly meant: readonly string[];
  /** The characters of the id; those of the comment where it names none, or is none of the forms. */
  readonly on: Sourced<unknown>;
  /** The service that it is about, where it is one's. */
  readonly service: string | undefined;
  /** The word that is none of the forms, where it is mistyped: `watertight-ignore-nextline`. */
  readonly mistyped: string | undefined;
  readonly reason: string | undefined;
  /** The last day on which it counts, `2027-03-31`. */
  readonly until: string | undefined;
  readonly isExpired: boolean;
  /** Whether it keeps a finding silent; absent when nobody can say: its rule does not look, or part of the project is not read. */
  readonly isUsed: boolean | undefined;
  /** Takes it away: the whole comment when nothing else is in there. */
  readonly remove: () => readonly Edit[];
  /** Writes another id in its place, or another form in that of a mistyped one. */
  readonly rename: (by: string) => readonly Edit[];
}

/** The forms of an ignore comment, behind `watertight-ignore-`. */
export const ignoreForms = ["next-line", "line", "service", "file"] as const;

export type IgnoreForm = (typeof ignoreForms)[number];

export function isIgnoreForm(text: string | undefined): text is IgnoreForm {
  return ignoreForms.some((form) => form === text);
}
