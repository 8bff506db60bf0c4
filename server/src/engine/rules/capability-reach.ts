import { seccompOpensForAll } from "../knowledge/capabilities.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { Service } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";

/** Whether root in the container surely has the capability. */
export function hasCapability(service: Service, name: string): boolean {
  const effective = effectiveCapabilities(service);
  return effective !== "unknown" && effective.includes(name);
}

/**
 * Whether no process of the service can ever hold the capability, nor profits from it otherwise: exec empties the effective set of a user
 * other than root, since the engine sets no ambient capabilities. Some of them open system calls for everybody: then it is false.
 */
export function isOutOfReach(service: Service, name: string): boolean {
  return hasNoRoot(service) && name !== "ALL" && !seccompOpensForAll.includes(name);
}

/**
 * Whether surely no process of the service is root or can become it: its user is another one, and `no-new-privileges` keeps setuid
 * programs and file capabilities from giving anything. Hooks may run as root.
 */
export function hasNoRoot(service: Service): boolean {
  // A hook without a user of its own runs as the service's.
  const hooks = [...service.postStart.items, ...service.preStop.items];
  const rootHooks = hooks.filter(({ user, privileged }) => user !== undefined || privileged !== undefined);
  return effectiveUser(service) === "other" && forbidsNewPrivileges(service) && rootHooks.length === 0;
}

/** Whether the host's `/proc` is mounted, by itself or with the whole disk: `SYS_PTRACE` opens `/proc/PID/root` there. */
export function mountsProcesses({ mounts }: Service): boolean {
  return mounts.items.some(({ hostPath }) => hostPath === "/" || hostPath === "/proc");
}

/** Whether `no-new-privileges` is surely on: the last entry wins, and a variable may be the last. */
function forbidsNewPrivileges({ securityOpt }: Service): boolean {
  if (securityOpt.items.some(({ value }) => isUnresolved(value))) return false;
  const last = securityOpt.items.map(known).findLast((option) => option?.key === "no-new-privileges");
  return last !== undefined && (last.value === undefined || /^(?:1|t|true)$/iu.test(last.value));
}
