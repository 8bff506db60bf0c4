/** `none` is harmless; the steps are those of the severity an attacker's gain has. */
export type Gain = "none" | "low" | "medium" | "high" | "critical";

/** What a path of the host opens when it is mounted. */
export interface HostPath {
  /** Normalised, `/run` rather than `/var/run`; `~` is the home of whoever runs Compose, `*` one path segment. */
  readonly path: string;
  /** Other paths of which the same is true. */
  readonly also?: readonly string[];
  /** `exact`: the path alone; `subtree`: and all below it; `below`: only what is below it. */
  readonly match: "exact" | "subtree" | "below";
  readonly category: "engine-socket" | "control-socket" | "filesystem" | "credentials" | "kernel" | "harmless";
  readonly writable: Gain;
  readonly readOnly: Gain;
  /** What root in a container can do that may write there, to stand behind "can"; there when `writable` is medium or more. */
  readonly writing?: string;
  /** The same for a container that may only read; there when `readOnly` is medium or more. */
  readonly reading?: string;
  readonly why: string;
  readonly instead?: string;
  readonly source?: string;
}
