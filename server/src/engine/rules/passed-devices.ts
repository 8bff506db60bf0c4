import type { Operation } from "../edit/change.js";
import { deviceRule, deviceRuleOpens } from "../knowledge/devices/device-numbers.js";
import { type HostDevice, hostDevice } from "../knowledge/devices.js";
import { documentsDevice } from "../knowledge/images.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import { normaliseHostPath } from "../model/host-path.js";
import type { Device, Mount, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { hasCapability, hasNoRoot } from "./capability-reach.js";
import type { Fix, RuleContext } from "./rule.js";

/** A device of the host that a service is given, with what is known of it. */
export interface PassedDevice {
  readonly device: Device;
  /** In one spelling. */
  readonly path: string;
  readonly facts: HostDevice;
  /** Whether it may only be read; writing is possible with `w`, and for disks with SYS_RAWIO too, which sends commands by any handle. */
  readonly readOnly: boolean;
}

/**
 * The devices that open something: none beside `privileged`, which passes all of them, none that may only be made (`m`), and none for
 * which the service lacks the capability that the kernel asks for.
 */
export function passedDevices(service: Service): readonly PassedDevice[] {
  if (known(service.privileged) === true) return [];
  return service.devices.items.flatMap((device): readonly PassedDevice[] => {
    const source = known(device.source);
    const access = device.permissions === undefined ? "rwm" : known(device.permissions);
    if (source?.startsWith("/") !== true || access === undefined || !/[rw]/u.test(access)) return [];
    const path = normaliseHostPath(source, undefined);
    const facts = hostDevice(path);
    if (facts === undefined || (facts.needs !== undefined && !hasCapability(service, facts.needs))) return [];
    const takesCommands = facts.opens === "disk" && hasCapability(service, "SYS_RAWIO");
    return [{ device, path, facts, readOnly: !access.includes("w") && !takesCommands }];
  });
}

/** Whether there are nodes for a rule to open: root makes them, or mounts a file system of them, or the host's are mounted. */
export function hasDeviceNodes(service: Service): boolean {
  const effective = effectiveCapabilities(service);
  const makes = effective === "unknown" || ["MKNOD", "SYS_ADMIN"].some((name) => effective.includes(name));
  const hooks = [...service.postStart.items, ...service.preStop.items];
  return makes || mountedDevices(service).length > 0 || hooks.some(({ privileged }) => known(privileged) === true);
}

/** Folders and nodes of the host's `/dev` that are mounted as volumes: the control group decides whether they open. */
export function mountedDevices({ mounts }: Service): readonly string[] {
  return mounts.items.flatMap(({ hostPath }) => (hostPath !== undefined && /^\/(?:dev(?:\/.*)?)?$/u.test(hostPath) ? [hostPath] : []));
}

/** A disk of the host whose node, or a link to it, is mounted as a volume. */
export interface MountedDisk {
  readonly mount: Mount;
  /** In one spelling. */
  readonly path: string;
  /** The entry of `device_cgroup_rules` by which the control group lets root write to it; without one the disk stays shut. */
  readonly openedBy: string | undefined;
}

/** Disks that are mounted, one at a time: none beside `privileged`, which passes all of them, and none that `devices` names itself. */
export function mountedDisks(service: Service): readonly MountedDisk[] {
  if (known(service.privileged) === true) return [];
  const passed = service.devices.items.map(({ source }) => known(source));
  const openedBy = service.deviceCgroupRules.items.map(known).find((text) => {
    const rule = text === undefined ? undefined : deviceRule(text);
    return rule !== undefined && ["all", "disks"].includes(deviceRuleOpens(rule) ?? "") && rule.access.includes("w");
  });
  return service.mounts.items.flatMap((mount): readonly MountedDisk[] => {
    const { type, hostPath } = mount;
    if (type === "tmpfs" || hostPath === undefined || passed.includes(hostPath)) return [];
    const isDisk = hostDevice(hostPath)?.opens === "disk" && !diskFolders.test(hostPath);
    return isDisk ? [{ mount, path: hostPath, openedBy }] : [];
  });
}

/** Folders of nodes, or of links to them. */
export const diskFolders = /^\/dev\/(?:block|disk(?:\/by-[^/]+)?|mapper|md|rbd|zvol)$/u;

/**
 * Whether surely nobody in the container may open a node that belongs to root and to a group of its own: there is no root, and no other
 * group than the user's.
 */
export function nobodyOpens(service: Service): boolean {
  const [user, group] = (known(service.user) ?? "").split(":");
  return hasNoRoot(service) && service.groupAdd.items.length === 0 && (group === undefined || group === user);
}

/** Whether the image documents that it is given the device. */
export function isDocumentedDevice({ image }: Service, { path }: PassedDevice): boolean {
  const reference = known(image);
  return reference !== undefined && documentsDevice(reference, path);
}

/** What to point at: the source of a long entry, the whole of a short one. */
export function devicePlace({ device: { item, source } }: PassedDevice): Sourced<unknown> {
  return source?.key === undefined ? item : source;
}

export function removeDevice({ device, path, facts }: PassedDevice, { edit }: RuleContext): Fix {
  const users =
    facts.usedFor === undefined ? t("What used it fails.") : t`Without it fails what such a device is passed for: ${facts.usedFor}.`;
  return {
    title: t`Remove ${path}`,
    class: "check",
    caveat: facts.instead === undefined ? users : `${users} ${t(facts.instead)}`,
    change: edit.change({ op: "remove", target: device.item }),
  };
}

/** Takes the right to write away, in the syntax that the entry is written in; absent where a variable would have to be written twice. */
export function readOnlyDevice({ item, source, target, permissions }: Device): Operation | undefined {
  if (source?.key !== undefined) return { op: "set", into: { ...item, value: "mapping" }, key: "permissions", value: "r" };
  if (permissions !== undefined) return { op: "splice", target: item, part: permissions.at, text: "r" };
  if (source === undefined || isUnresolved(source.value)) return undefined;
  if (target !== source) return { op: "splice", target: item, part: "end", text: ":r" };
  return source.variables === undefined ? { op: "splice", target: item, part: "end", text: `:${source.value}:r` } : undefined;
}
