import { hostDevices } from "./devices/device-list.js";
import type { HostDevice } from "./devices/host-device.js";

export { hostDevices } from "./devices/device-list.js";
export type { HostDevice } from "./devices/host-device.js";

/** What a device node opens; the closest entry wins, `*` stands for the rest of a name. Absent for nodes we know nothing of. */
export function hostDevice(path: string): HostDevice | undefined {
  return hostDevices.filter(({ device }) => covers(device, path)).toSorted((a, b) => b.device.length - a.device.length)[0];
}

function covers(device: string, path: string): boolean {
  const pattern = device.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(`^${pattern.join("[^/]*")}(?:/.*)?$`, "u").test(path) && (device !== "/dev" || path === "/dev" || path === "/dev/");
}
