import type { Operation } from "../edit/change.js";
import { normaliseCapability } from "../knowledge/capabilities.js";
import { imageFacts } from "../knowledge/images.js";
import {
  type GrantEvidence,
  grantsForCommand,
  grantsForDevice,
  grantsForMount,
  grantsForPort,
  grantsForSysctl,
} from "../knowledge/privileged.js";
import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";

/** A capability (`NET_ADMIN`) or device (`device:/dev/net/tun`) that a service seems to need, and what says so. */
export interface Grant {
  readonly value: string;
  readonly because: string;
}

const devicePrefix = "device:";

/**
 * What a service needs instead of `privileged`, by what its own lines show: image, devices, mounts, sysctls, command, ports.
 * Each value once, with every reason for it; the surest first. Empty when nothing points anywhere.
 */
export function inferGrants(service: Service): readonly Grant[] {
  const evidence = [...fromImage(service), ...fromDevices(service), ...fromMounts(service), ...fromSettings(service)];
  const reasons = new Map<string, string[]>();
  for (const { capAdd = [], devices = [], because } of evidence) {
    for (const value of [...capAdd, ...devices.map(deviceValue)]) {
      const before = reasons.get(value) ?? [];
      const reason = t(...because);
      if (!before.includes(reason)) reasons.set(value, [...before, reason]);
    }
  }
  return [...reasons].map(([value, because]) => ({ value, because: because.join(", ") }));
}

function fromImage(service: Service): readonly GrantEvidence[] {
  const image = known(service.image);
  const facts = image === undefined ? undefined : imageFacts(image);
  if (facts === undefined) return [];
  const { capAdd, devices } = facts.privilegedReplacement ?? { capAdd: [], devices: [] };
  const everywhere = devices.filter((device) => isOnEveryHost(device));
  return [{ capAdd: [...new Set([...capAdd, ...(facts.capAdd ?? [])])], devices: everywhere, because: ["the image {0}", facts.id] }];
}

/** A container with a device that its host lacks does not start, so those of some hosts only are for a person to choose. */
function isOnEveryHost(device: string): boolean {
  return ["/dev/net/tun", "/dev/fuse", "/dev/kmsg"].includes(device.split(":")[0] ?? "");
}

/** Devices that the image uses where the host has them. */
export function optionalDevices(service: Service): readonly string[] {
  const image = known(service.image);
  const devices = (image === undefined ? undefined : imageFacts(image)?.privilegedReplacement?.devices) ?? [];
  return devices.filter((device) => !isOnEveryHost(device)).map(deviceValue);
}

/** `/dev/x:/dev/x` is `/dev/x`. */
function deviceValue(device: string): string {
  const [source, target] = device.split(":");
  return devicePrefix + (source === target && source !== undefined ? source : device);
}

function fromDevices({ devices }: Service): readonly GrantEvidence[] {
  return present(
    devices.items.map(({ source }) => source && known(source)).map((path) => (path === undefined ? undefined : grantsForDevice(path))),
  );
}

/** A device node that is mounted as a volume works only as long as the container is privileged: it has to become a device. */
function fromMounts({ mounts }: Service): readonly GrantEvidence[] {
  return mounts.items.flatMap(({ hostPath }) => {
    if (hostPath === undefined) return [];
    const mounted = present([grantsForMount(hostPath)]);
    if (!isDeviceNode(hostPath)) return mounted;
    return [...mounted, ...present([grantsForDevice(hostPath)]), { devices: [hostPath], because: ["the mount {0}", hostPath] }];
  });
}

function isDeviceNode(path: string): boolean {
  const directories = ["/dev/shm", "/dev/hugepages", "/dev/mqueue", "/dev/pts", "/dev/disk"];
  return path.startsWith("/dev/") && !directories.some((one) => path === one || path.startsWith(`${one}/`));
}

function fromSettings(service: Service): readonly GrantEvidence[] {
  const words = [...service.entrypoint.items, ...service.command.items].map(known).filter((word) => word !== undefined);
  const onHost = known(service.networkMode) === "host";
  // In a network of its own the engine lets every user bind low ports.
  const ports = onHost ? service.expose.items.map(known).map(Number) : [];
  return present([
    ...service.sysctls.items.map(({ name }) => grantsForSysctl(name.value)),
    grantsForCommand(words),
    ...ports.map((port) => grantsForPort(port)),
  ]);
}

function present<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value) => value !== undefined);
}

/** The operations that grant values to a service; what it has already is left out. */
export function grantOperations(service: Service, values: readonly string[]): readonly Operation[] {
  const has = new Set(service.capAdd.items.map(known).map((name) => (name === undefined ? "" : normaliseCapability(name))));
  const capabilities = values.filter((value) => !value.startsWith(devicePrefix) && !has.has(value));
  const passed = service.devices.items.map(({ source }) => source && known(source));
  const devices = values
    .filter((value) => value.startsWith(devicePrefix))
    .map((value) => value.slice(devicePrefix.length))
    .filter((path) => !passed.includes(path.split(":")[0]));
  return [
    ...(capabilities.length > 0 ? [{ op: "append", into: service.body, key: "cap_add", items: capabilities } as const] : []),
    ...(devices.length > 0 ? [{ op: "append", into: service.body, key: "devices", items: devices.map(deviceEntry) } as const] : []),
  ];
}

function deviceEntry(path: string): string {
  return path.includes(":") ? path : `${path}:${path}`;
}

/** A grant's value as people write it: `NET_ADMIN`, `/dev/net/tun`. */
export function grantName(value: string): string {
  return value.startsWith(devicePrefix) ? (value.slice(devicePrefix.length).split(":")[0] ?? value) : value;
}
