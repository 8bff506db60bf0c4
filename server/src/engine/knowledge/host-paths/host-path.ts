/** `none` is harmless; the steps are those of the severity an attacker's gain has. */
export type Gain = "none" | "low" | "medium" | "high" | "critical";

/** What a path of the host opens when it is mounted. */
export interface HostPath {
  /** Normalised, `/run` rather than `/var/run`; `~` is the home of whoever runs Compose, `*` one path segment. */
  readonly path: string;
  /** `exact`: the path alone; `subtree`: and all below it; `below`: only what is below it. */
  readonly match: "exact" | "subtree" | "below";
  readonly category: string;
  readonly writable: Gain;
  readonly readOnly: Gain;
  readonly why: string;
  readonly instead?: string;
  readonly source?: string;
}
