import { firstCapabilities } from "./capabilities/capabilities-0-13.js";
import { secondCapabilities } from "./capabilities/capabilities-14-27.js";
import { thirdCapabilities } from "./capabilities/capabilities-28-40.js";
import type { Capability } from "./capabilities/capability.js";

export type { Capability, Risk } from "./capabilities/capability.js";

/** All 41 capabilities of Linux, by number. */
export const capabilities: readonly Capability[] = [...firstCapabilities, ...secondCapabilities, ...thirdCapabilities];

/** The 14 that Docker leaves to every container. Source: moby, daemon/pkg/oci/caps/defaults.go. */
export const dockerDefaultCapabilities: readonly string[] = capabilities
  .filter(({ dockerDefault }) => dockerDefault)
  .map(({ name }) => name);

/** Each of them opens the host by itself; `ALL` is all of them. */
export const hostTakeoverCapabilities: readonly string[] = ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"];

const byName: ReadonlyMap<string, Capability> = new Map(capabilities.map((one) => [one.name, one]));

/**
 * The name as the engine reads it: any case, with or without `CAP_`. `CAP_ALL` stays as it is, since the engine refuses it.
 * Source: moby, pkg/oci/caps (NormalizeLegacyCapabilities).
 */
export function normaliseCapability(name: string): string {
  const upper = name.trim().toUpperCase();
  return upper.startsWith("CAP_") && upper !== "CAP_ALL" ? upper.slice("CAP_".length) : upper;
}

/** The capability of a name in any spelling; absent for `ALL` and for what Linux does not know. */
export function capability(name: string): Capability | undefined {
  return byName.get(normaliseCapability(name));
}
