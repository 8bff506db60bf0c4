import { hostDevices } from "./devices/device-list.js";
import type { HostDevice } from "./devices/host-device.js";

export { hostDevices } from "./devices/device-list.js";
export type { HostDevice } from "./devices/host-device.js";

/** What a device node opens; the closest entry wins. Absent for nodes we know nothing of. */
export function hostDevice(path: string): HostDevice | undefined {
  return patterns.find(({ pattern }) => pattern.test(path))?.entry;
}

const patterns: readonly { readonly pattern: RegExp; readonly entry: HostDevice }[] = hostDevices
  .flatMap((entry) => [entry.device, ...(entry.also ?? [])].map((device) => ({ device, entry })))
  .toSorted((a, b) => b.device.length - a.device.length)
  .map(({ device, entry }) => ({ pattern: patternOf(device), entry }));

/** What lies below a folder belongs to it, except for `/dev` itself. */
function patternOf(device: string): RegExp {
  const name = device
    .replaceAll(/[.+?^${}()|[\]\\]/gu, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("#", "\\d+");
  return new RegExp(`^${name}${device === "/dev" ? "" : "(?:/.*)?"}$`, "u");
}
