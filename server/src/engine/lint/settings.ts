import type { ProjectFiles } from "../model/resolve.js";
import type { EnginePosture } from "../rules/engine-posture.js";
import type { Preset, Severity } from "../rules/rule.js";

/** What the person or the team decided. Every field has a default, see `defaultSettings`. */
export interface Settings {
  readonly preset: Preset;
  /** Severity by rule id; "off" silences the rule. Ids that no rule has are ignored here and reported by the adapters. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** Which files make a project, where their names do not tell. A file may belong to several: then what is found in any of them counts. */
  readonly projects?: readonly ProjectFiles[];
  /** Registries, or parts of them (`ghcr.io/acme`), that images may come from; empty when nobody has said. */
  readonly trustedRegistries?: readonly string[];
  /** What the files run on; "rootful" when nobody has said. */
  readonly posture?: EnginePosture;
  /** The day, `2026-11-25`, by which ignores with a last day are judged; without one they count for ever. */
  readonly today?: string;
}

export const defaultSettings: Settings = { preset: "recommended", rules: {}, trustedRegistries: [], posture: "rootful" };
