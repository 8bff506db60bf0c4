/** Numbers of devices, as `device_cgroup_rules` name them. Source: https://www.kernel.org/doc/Documentation/admin-guide/devices.txt */
export interface DeviceRule {
  /** All, block or character devices. */
  readonly type: "a" | "b" | "c";
  /** Absent for `*`. */
  readonly major: number | undefined;
  readonly minor: number | undefined;
  /** Letters of `rwm`. */
  readonly access: string;
}

/** Takes a rule apart, in the one form that the engine takes; absent for anything else. Source: moby, daemon/pkg/oci/oci.go. */
export function deviceRule(text: string): DeviceRule | undefined {
  const { type, major, minor, access } =
    /^(?<type>[abc]) (?<major>\d+|\*):(?<minor>\d+|\*) (?<access>[rwm]{1,3})$/u.exec(text)?.groups ?? {};
  if ((type !== "a" && type !== "b" && type !== "c") || access === undefined) return undefined;
  return { type, major: numberOf(major), minor: numberOf(minor), access };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === "*" ? undefined : Number(text);
}

/**
 * What a rule opens: every device, the disks, the memory, what the host's user types, or nothing that needs a word. Numbers count for
 * nothing with the type `a` (runc, libcontainer: such a rule allows all). Block devices are disks, but for memory disks, floppy disks,
 * loops and optical drives; of the character devices the SCSI generic ones and raw flash are.
 */
export function deviceRuleOpens({ type, major, minor }: DeviceRule): "all" | "characters" | "disks" | "memory" | "input" | undefined {
  if (type === "a") return "all";
  if (type === "b") return major !== undefined && [1, 2, 7, 11].includes(major) ? undefined : "disks";
  if (major === undefined) return "characters";
  if (major === 1) return minor === undefined || [1, 4].includes(minor) ? "memory" : undefined;
  if (major === 13) return "input";
  return major === 21 || major === 90 ? "disks" : undefined;
}

const byPath: readonly (readonly [pattern: RegExp, numbers: string])[] = [
  [/^\/dev\/bus\/usb(?:\/|$)/u, "c 189:*"],
  [/^\/dev\/ttyUSB/u, "c 188:*"],
  [/^\/dev\/ttyACM/u, "c 166:*"],
  [/^\/dev\/dri(?:\/|$)/u, "c 226:*"],
  [/^\/dev\/snd(?:\/|$)/u, "c 116:*"],
  [/^\/dev\/video\d/u, "c 81:*"],
  [/^\/dev\/nvidia\d/u, "c 195:*"],
  [/^\/dev\/net\/tun$/u, "c 10:200"],
  [/^\/dev\/uinput$/u, "c 10:223"],
];

/** The numbers of a device, where they are the same on every host: `c 189:*` for `/dev/bus/usb`. */
export function deviceNumbers(path: string): string | undefined {
  return byPath.find(([pattern]) => pattern.test(path))?.[1];
}
