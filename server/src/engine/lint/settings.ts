import type { Severity } from "../rules/rule.js";

/** What the person or the team decided. Every field has a default, see `defaultSettings`. */
export interface Settings {
  readonly preset: Preset;
  /** Severity by rule id; "off" silences the rule. Ids that no rule has are ignored here and reported by the adapters. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
}

export type Preset = "recommended" | "strict";

export const defaultSettings: Settings = { preset: "recommended", rules: {} };
