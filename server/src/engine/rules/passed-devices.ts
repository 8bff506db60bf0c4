import type { Operation } from "../edit/change.js";
import { type HostDevice, hostDevice } from "../knowledge/devices.js";
import { documentsDevice } from "../knowledge/images.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import { normaliseHostPath } from "../model/host-path.js";
import type { Device, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
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
  const effective = effectiveCapabilities(service);
  const has = (name: string | undefined): boolean => name === undefined || (effective !== "unknown" && effective.includes(name));
  return service.devices.items.flatMap((device): readonly PassedDevice[] => {
    const source = known(device.source);
    const access = device.permissions === undefined ? "rwm" : known(device.permissions);
    if (source?.startsWith("/") !== true || access === undefined || !/[rw]/u.test(access)) return [];
    const path = normaliseHostPath(source, undefined);
    const facts = hostDevice(path);
    if (facts === undefined || !has(facts.needs)) return [];
    return [{ device, path, facts, readOnly: !access.includes("w") && !(facts.opens === "disk" && has("SYS_RAWIO")) }];
  });
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
    facts.usedFor === undefined ? "What used it fails." : `Without it fails what such a device is passed for: ${facts.usedFor}.`;
  return {
    title: `Remove ${path}`,
    class: "check",
    caveat: facts.instead === undefined ? users : `${users} ${facts.instead}`,
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
