import { hostTakeoverCapabilities, normaliseCapability } from "../knowledge/capabilities.js";
import type { Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { socketOf } from "./docker-socket-mount.js";
import { isSocketProxy } from "./socket-proxy.js";

/** A grant by which root in the container is root on the host. */
export interface HostReach {
  readonly on: Sourced<unknown>;
  /** Completes "the service ...". */
  readonly how: string;
}

/**
 * The first of a service's grants that opens the host by itself; absent when it has none. A socket proxy holds the socket to keep others
 * from it, and is judged by a rule of its own.
 */
export function hostReach(service: Service): HostReach | undefined {
  const { privileged, useApiSocket } = service;
  if (privileged !== undefined && known(privileged) === true) return { on: privileged, how: "runs privileged" };
  if (useApiSocket !== undefined && known(useApiSocket) === true) return { on: useApiSocket, how: "holds the engine's socket" };
  if (!isSocketProxy(service)) {
    const mount = service.mounts.items.find((one) => socketOf(one) !== undefined);
    if (mount !== undefined) return { on: mount.item, how: "holds the engine's socket" };
  }
  for (const item of service.capAdd.items) {
    const name = normaliseCapability(known(item) ?? "");
    if (hostTakeoverCapabilities.includes(name)) return { on: item, how: t`has ${name}` };
  }
  return undefined;
}
