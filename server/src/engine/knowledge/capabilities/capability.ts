export type Risk = "low" | "medium" | "high" | "critical";

/** What is known of one Linux capability. Names are without `CAP_`. */
export interface Capability {
  readonly name: string;
  /** The bit in the kernel's sets. */
  readonly number: number;
  /** The kernel that brought it. */
  readonly since: string;
  /** Whether Docker leaves it to every container. */
  readonly dockerDefault: boolean;
  readonly risk: Risk;
  /** Whether root in the container can leave it by this capability alone. */
  readonly escape: boolean;
  /** What opens, or widens, the way to the host together with it. */
  readonly escapeWith?: string;
  readonly summary: string;
  readonly allows: readonly string[];
  readonly risks: readonly string[];
  readonly neededBy: readonly string[];
  /** What fails without it, so that people know the sign of its absence. */
  readonly without: string;
  /** System calls that Docker's seccomp profile opens for it. */
  readonly unlocks?: readonly string[];
  readonly saferAlternative?: string;
  readonly notes?: string;
  /** Addresses that the facts were taken from. */
  readonly references: readonly string[];
}
