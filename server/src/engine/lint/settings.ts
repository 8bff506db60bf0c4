import type { ProjectFiles } from "../model/resolve.js";
import type { EnginePosture } from "../rules/engine-posture.js";
import type { Preset, Severity } from "../rules/rule.js";

export type RuleChoice = Severity | "off";

/** Other severities for some services: the last override that a finding's service fits decides. */
export interface Override {
  /** Of the service's name, or of its image without tag and digest; `*` stands for any characters. */
  readonly by: "service" | "image";
  readonly pattern: string;
  readonly rules: Readonly<Record<string, RuleChoice>>;
  /** The last day on which it counts. */
  readonly until: string | undefined;
}

/** What the person or the team decided. Every field has a default, see `defaultSettings`. */
export interface Settings {
  readonly preset: Preset;
  /** Severity by rule id; "off" silences the rule. Ids that no rule has mean nothing here. */
  readonly rules: Readonly<Record<string, RuleChoice>>;
  /** Which files make a project, where their names do not tell. A file may belong to several: then what is found in any of them counts. */
  readonly projects?: readonly ProjectFiles[];
  /** Registries, or parts of them (`ghcr.io/acme`), that images may come from; empty when nobody has said. */
  readonly trustedRegistries?: readonly string[];
  /** What the files run on; "rootful" when nobody has said. */
  readonly posture?: EnginePosture;
  readonly overrides?: readonly Override[];
  /** Where the team's file is looked for: from the document's folder up to this one, or the very file; absent: nowhere. URIs. */
  readonly team?: { readonly upTo: string } | { readonly file: string };
  /** What stays as it is here, whatever the team's file says: the person has asked for it just now. */
  readonly fixed?: readonly ("preset" | "posture")[];
  /** The day, `2026-11-25`, by which ignores with a last day are judged; without one they count for ever. */
  readonly today?: string;
}

export const defaultSettings: Settings = { preset: "recommended", rules: {}, trustedRegistries: [], posture: "rootful" };
