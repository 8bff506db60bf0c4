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

/**
 * How far a capability reaches that is added: `takeover` gives the host away by itself; `network` changes the network the container is in;
 * `host-reach` acts on what the kernel keeps once for all; `bounded` ends at the container's own processes; `other` is the rest.
 * `default` stands for Docker's own set, `unused` for what the kernel never asks for.
 */
export type CapabilityTier = "takeover" | "network" | "host-reach" | "bounded" | "other" | "default" | "unused";

/**
 * Sources: capabilities(7); fs/fhandle.c (a global DAC_READ_SEARCH opens any file of a descriptor's file system, without a look at
 * mounts); kernel/reboot.c (in a PID namespace of its own a reboot ends that namespace only); security/capability users of each.
 */
const tiers: Readonly<Record<string, CapabilityTier>> = {
  SYS_ADMIN: "takeover",
  SYS_MODULE: "takeover",
  SYS_RAWIO: "takeover",
  DAC_READ_SEARCH: "takeover",
  NET_ADMIN: "network",
  BPF: "host-reach",
  PERFMON: "host-reach",
  SYS_TIME: "host-reach",
  SYS_NICE: "host-reach",
  IPC_LOCK: "host-reach",
  LEASE: "host-reach",
  SYSLOG: "host-reach",
  SYS_PTRACE: "bounded",
  SYS_BOOT: "bounded",
  NET_BROADCAST: "unused",
};

/** The tier of a capability, by its plain name. */
export function capabilityTier(name: string): CapabilityTier {
  return tiers[name] ?? (dockerDefaultCapabilities.includes(name) ? "default" : "other");
}

/** Each of them opens the host by itself; `ALL` is all of them. */
export const hostTakeoverCapabilities: readonly string[] = [
  "ALL",
  ...capabilities.map(({ name }) => name).filter((name) => capabilityTier(name) === "takeover"),
];

/**
 * Capabilities for which Docker's seccomp profile opens system calls that the kernel grants to every user, so that they matter to a
 * process that can never hold them: user namespaces, tracing one's own processes, memory policies, reading the kernel log.
 * Source: https://github.com/moby/profiles/blob/main/seccomp/default_linux.go
 */
export const seccompOpensForAll: readonly string[] = ["SYS_ADMIN", "SYS_PTRACE", "BPF", "PERFMON", "SYSLOG", "SYS_NICE"];

/** Docker's defaults that Podman does not grant. Source: https://github.com/containers/common/blob/main/pkg/config/default.go */
export const podmanLacks: readonly string[] = ["AUDIT_WRITE", "MKNOD", "NET_RAW"];

const byName: ReadonlyMap<string, Capability> = new Map(capabilities.map((one) => [one.name, one]));

/**
 * The name as the engine reads it: any case, with or without `CAP_`. `CAP_ALL` and a name with a space at its end stay as they are, since the
 * engine refuses them.
 * Source: moby, pkg/oci/caps (NormalizeLegacyCapabilities).
 */
export function normaliseCapability(name: string): string {
  const upper = name.toUpperCase();
  return upper.startsWith("CAP_") && upper !== "CAP_ALL" ? upper.slice("CAP_".length) : upper;
}

/** The capability of a name in any spelling; absent for `ALL` and for what Linux does not know. */
export function capability(name: string): Capability | undefined {
  return byName.get(normaliseCapability(name));
}
