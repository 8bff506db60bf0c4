import type { Operation } from "../edit/change.js";
import type { Service } from "../model/project.js";
import { isUnresolved, type Setting, type Sourced } from "../model/sourced.js";

/** Something by which one layer of a service (or network) keeps it apart from its host or its neighbours. */
export interface Held<Thing = Service> {
  /** The same for each layer that holds the same thing. */
  readonly id: string;
  /** In the words of the file: `read_only: true`. */
  readonly what: string;
  readonly on: Sourced<unknown>;
  /** What an attacker has when it no longer holds; completes a sentence behind a colon. */
  readonly gain: string;
  /** The keys below the thing where it stands. */
  readonly path: readonly string[];
  /** What has become of it in the thing as it runs; what nobody can know counts as held. */
  readonly now: (after: Thing) => Fate;
  /** Says it once more in a text that replaces the one which said it; absent where a person has to. */
  readonly again?: (after: Thing) => Operation;
}

/** It still holds; nothing says it any more; or this text says otherwise, and how to make it say the same. */
export type Fate = "held" | "gone" | Loosened;

export interface Loosened {
  readonly by: Sourced<unknown>;
  /** Better than to take the text away, and as a title, too. */
  readonly mend?: { readonly title: string; readonly operation: Operation };
}

/** The fate of a setting that is to pass a test. */
export function fateOf<T>(setting: Setting<T>, holds: (value: T) => boolean): Fate {
  if (setting === undefined) return "gone";
  return isUnresolved(setting.value) || holds(setting.value as T) ? "held" : { by: setting };
}
