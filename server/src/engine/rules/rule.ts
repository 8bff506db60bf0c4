import type { Change, EditBuilder } from "../edit/change.js";
import type { ComposeProject, Service } from "../model/project.js";
import type { Sourced } from "../model/sourced.js";
import type { PostureEffects } from "./engine-posture.js";
import type { IgnoreUse } from "./ignore-use.js";

export const severities = ["error", "warning", "information", "hint"] as const;

export type Severity = (typeof severities)[number];

export interface Reference {
  readonly title: string;
  readonly url: string;
  /** Set for a reference to demands of a standard, which `controls` names as it does. */
  readonly standard?: "cis" | "owasp";
  readonly controls?: readonly string[];
}

export const categories = [
  "privilege",
  "capabilities",
  "mounts",
  "devices",
  "namespaces",
  "networks",
  "images",
  "build",
  "secrets",
  "resources",
  "hygiene",
] as const;

export type Category = (typeof categories)[number];

/** How much is reported. */
export const presets = ["recommended", "strict"] as const;

export type Preset = (typeof presets)[number];

/** One check, with all that is said of it anywhere: diagnostic, hover, settings, rule page, `watertight explain`. */
export interface Rule<Id extends string = string> {
  /** Kebab case; names the insecure pattern; never reused. */
  readonly id: Id;
  readonly title: string;
  readonly category: Category;
  /** One per rule: split the rule rather than let it vary. */
  readonly severity: Severity;
  /**
   * Set for a rule about something absent. Its reports are folded into one `hardening-missing` hint per service by the recommended
   * preset, which lists `absence` (the setting's name, such as "no-new-privileges"); the strict preset shows them as information.
   */
  readonly absence?: string;
  /** Set for a rule that only the strict preset runs; a severity in the settings switches it on in the other, too. */
  readonly preset?: "strict";
  /**
   * What becomes of its findings on another engine than the usual one. They weigh less there; more only where the finding is that a service
   * leaves that engine's protection.
   */
  readonly posture?: PostureEffects;
  /**
   * Rules whose fixes may bring a finding of this one, and are right all the same: who closes the direct way to a service sees the way that is
   * left. Elsewhere a fix that brings a worse finding is refused.
   */
  readonly baredBy?: readonly string[];
  /** Set for a rule about the ignores themselves, which runs when all others have. */
  readonly about?: "ignores";
  /** What it weighs in the strict preset, where that is more. */
  readonly inStrict?: Severity;
  /** Set for a rule whose best fix is part of "Harden". */
  readonly hardens?: true;
  /**
   * All that its fixes change in the resolved project, with what is below: attributes of services (`ports`, `deploy.resources.limits.cpus`),
   * sections of the project (`/networks`), and `/services` where services come or go. A fix that would change more is refused.
   */
  readonly changes: readonly string[];
  readonly references: readonly Reference[];
  readonly docs: RuleDocs;
  check(project: ComposeProject, context: RuleContext): Iterable<Report>;
}

/** What the page of a rule says, as Markdown. */
export interface RuleDocs {
  /** What an attacker gains. */
  readonly why: string;
  /** How the attack goes, in three lines at most, one step each. */
  readonly attack?: readonly string[];
  /** What to do. */
  readonly fix: string;
  /** When the setting is all right. */
  readonly fine?: string;
  /** Under which circumstances the finding holds (engine, kernel, defaults), and how that is known. */
  readonly premise?: string;
}

/** Two of a rule's fixtures, which its page shows without a network. */
export interface RuleExamples {
  /** A text with findings, each underlined by a comment. */
  readonly bad: string;
  /** A text without. */
  readonly good: string;
  /** The title of the fix that made the good one of the bad one, empty for the first fix; absent where they are two files. */
  readonly fix?: string;
  /** The settings, as JSON, that both need. */
  readonly settings?: string;
}

export interface RuleContext {
  readonly edit: EditBuilder;
  readonly settings: RuleSettings;
  /** Set for the rules about them. */
  readonly ignores?: readonly IgnoreUse[];
}

/** What the person or the team decided, as far as rules look at it. */
export interface RuleSettings {
  readonly preset: Preset;
  /** Registries, or parts of them (`ghcr.io/acme`), that images may come from; empty when nobody has said. */
  readonly trustedRegistries: readonly string[];
}

/** What a rule says. The runner adds id, severity, place and, from `via`, the related places. */
export interface Report {
  readonly on: Sourced<unknown>;
  /** Underline the key (`privileged`) or the value alone rather than the whole `key: value` entry; items have no key. Default: "entry". */
  readonly underline?: "entry" | "key" | "value";
  /** At most two sentences and 160 characters: what it gives an attacker, naming service and value; then what to do. */
  readonly message: string;
  readonly service?: string;
  /** What is reported has no effect: editors fade it. */
  readonly unnecessary?: boolean;
  /** Further places worth a look. */
  readonly related?: readonly { readonly on: Sourced<unknown>; readonly message: string }[];
  /** Worked out only when somebody asks for code actions. Preferred first. */
  readonly fixes?: () => readonly Fix[];
}

/** `safe` cannot change a running service; `recommended` suits most images; `check` is known to stop some programs or cut clients off. */
export type FixClass = "safe" | "recommended" | "check";

export interface Fix {
  /** Imperative, as the lightbulb shows it. */
  readonly title: string;
  readonly class: FixClass;
  /** What may break and how to find out; needed unless the class is safe. */
  readonly caveat?: string;
  /** The edits, or why there are none: a refused fix is shown disabled with its reason. */
  readonly change: Change;
  /** Services beside the finding's own that the change is about, and whose title says so; a change of any other is told with the fix. */
  readonly affects?: readonly string[];
  /** Values in the edits that only the person can know: each is selected in turn where the client can do that. */
  readonly placeholders?: readonly string[];
  /** Set when this fix is the menu of a chooser ("Choose capabilities..."): the client shows the candidates, the server edits. */
  readonly choose?: Choose;
  /** Set for one of the common sets: adapters with a chooser leave it out. */
  readonly fallbackFor?: "choose";
}

/** A multi-select: each candidate with the operations' outcome computed by `with(chosen)`. */
export interface Choose {
  readonly kind: "capabilities";
  readonly candidates: readonly Candidate[];
  /** The change for a selection of candidate values. */
  readonly with: (chosen: readonly string[]) => Change;
}

export interface Candidate {
  /** `NET_ADMIN`, or `device:/dev/net/tun`. */
  readonly value: string;
  /** One line: what it opens. */
  readonly description: string;
  /** What it was inferred from; absent when it was not. */
  readonly because?: string;
  readonly picked: boolean;
}

/** What a check of one service says; the service's name is added. */
type ServiceCheck = (service: Service, context: RuleContext & { readonly project: ComposeProject }) => Iterable<Omit<Report, "service">>;

/** Turns a check of one service into a rule. */
export function serviceRule<const Id extends string>(rule: Omit<Rule<Id>, "check"> & { readonly check: ServiceCheck }): Rule<Id> {
  const { check, ...declared } = rule;
  return {
    ...declared,
    *check(project, context) {
      for (const service of project.services.values()) {
        for (const report of check(service, { ...context, edit: context.edit.for(service), project }))
          yield { ...report, service: service.name.value };
      }
    },
  };
}
