import type { FixClass, Severity } from "../rules/rule.js";
import type { Edit, Place } from "../text/span.js";

/** A rule's report on one place, as every adapter shows it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The service it is about, when it is about one. */
  readonly service: string | undefined;
  /** The smallest text that a person would point at, always in the file that is checked: the use, when the value came from elsewhere. */
  readonly at: Place;
  readonly related: readonly RelatedPlace[];
  /** Editors fade it: it has no effect. */
  readonly unnecessary: boolean;
  /** It stands on the service's name, since what it is about is not written anywhere. */
  readonly onName: boolean;
  /** The rules whose reports are folded into this one; absent for a report of its own. */
  readonly folded?: readonly string[];
  /** Works the fixes out, verified: each was applied, parsed and linted again. Costs a check per fix; `only` spares the others. */
  readonly fixes: (only?: FixClass) => readonly OfferedFix[];
}

export interface RelatedPlace {
  readonly at: Place;
  readonly message: string;
}

/** A fix whose outcome was verified, or the reason why it cannot be offered. */
export interface OfferedFix {
  readonly title: string;
  readonly class: FixClass;
  readonly caveat: string | undefined;
  /** Empty when `refused` is set or when `choose` needs an answer first. */
  readonly edits: readonly Edit[];
  readonly refused: string | undefined;
  /** Values in the edits that only the person can know. */
  readonly placeholders: readonly string[];
  /** Services beside the finding's own that mean something else afterwards; the title or the caveat says so. */
  readonly affects: readonly string[];
  /** True for the one fix that has a single answer and is not of class "check". */
  readonly preferred: boolean;
  readonly choose: OfferedChoice | undefined;
  /** Set for a fix that only clients without the chooser show. */
  readonly fallbackFor: "choose" | undefined;
}

export interface OfferedChoice {
  readonly kind: "capabilities";
  readonly candidates: readonly {
    readonly value: string;
    readonly description: string;
    readonly because?: string;
    readonly picked: boolean;
  }[];
  /** The edits for a selection, or the reason why there are none. */
  readonly with: (chosen: readonly string[]) => { readonly edits: readonly Edit[] } | { readonly refused: string };
}
