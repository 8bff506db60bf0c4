import { deviceRule, deviceRuleOpens } from "../knowledge/devices/device-numbers.js";
import type { Service } from "../model/project.js";
import { known, type Sourced, type Unresolved } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { hasCapability, hasNoRoot } from "./capability-reach.js";
import { premises } from "./engine-posture.js";
import {
  devicePlace,
  hasDeviceNodes,
  isDocumentedDevice,
  nobodyOpens,
  type PassedDevice,
  passedDevices,
  removeDevice,
} from "./passed-devices.js";
import { cisDocker, composeService, cwe, linux, moby, owaspDocker } from "./references.js";
import { type Report, type RuleContext, serviceRule } from "./rule.js";

export const hostDeviceSensitive = serviceRule({
  id: "host-device-sensitive",
  title: "Sensitive device of the host in a container",
  category: "devices",
  severity: "warning",
  posture: {
    rootless: { severity: "information", because: premises.usersRights },
    desktop: { severity: "information", because: premises.hostIsMachine },
    "userns-remap": { severity: "information", because: premises.anybodysRights },
  },
  changes: ["devices", "device_cgroup_rules"],
  references: [
    cisDocker("5.18"),
    owaspDocker(3),
    cwe(668),
    composeService("devices"),
    composeService("device_cgroup_rules"),
    moby("daemon/pkg/oci/devices_linux.go"),
    linux("drivers/scsi/scsi_ioctl.c"),
    { title: "Linux: input subsystem", url: "https://docs.kernel.org/input/input.html" },
    { title: "Linux: watchdog", url: "https://docs.kernel.org/watchdog/watchdog-api.html" },
  ],
  docs: {
    why: [
      "These devices do not hand the host over in one step, but something of it that its owner would miss: what is typed on it (`/dev/input`, consoles),",
      "typing in its place (`/dev/uinput`), its kernel's log (`/dev/kmsg`), its TPM's keys, its power (watchdog, IPMI, the management engine), its disk",
      "images (loop), or all that stands on a disk that is passed for reading.",
    ].join("\n"),
    attack: [
      "A hole in the program gives the attacker root in the container.",
      "They read `/dev/input/event0` until somebody logs in to the host, or `/dev/sda` until they have found the private keys on it.",
      "With what they found they come back by the front door.",
    ],
    fix: [
      "Remove the device, or pass the one node that the program uses instead of the folder. For keys and mice of a game streamer that is `uinput` on a",
      "machine without a console; for a TPM `/dev/tpmrm0` with its resource manager; for an optical drive the `sg` node beside its `sr` node.",
    ].join("\n"),
    fine: "The device is what the service is for. Images that document it, such as cAdvisor `/dev/kmsg`, and drives passed with their `sr` node show nothing.",
    premise: [
      "A rootful engine. The nodes keep the host's owner and group: root opens them, and so does a user who is given the group. A service without root, and",
      "without any way to it, is no finding, except for `/dev/kmsg`, which everybody may read. Reading the kernel's log needs `SYSLOG` where",
      "`kernel.dmesg_restrict` is 1 (Debian, Ubuntu); writing into it never does. Commands by an `sg` node need no capability for reading and writing",
      "(`scsi_cmd_allowed`).",
    ].join("\n"),
  },
  *check(service, context) {
    for (const passed of passedDevices(service)) {
      const lets = letsOf(service, passed);
      if (lets === undefined) continue;
      yield {
        on: devicePlace(passed),
        message: t`${passed.path} lets root in "${service.name.value}" ${lets}`,
        fixes: () => [removeDevice(passed, context)],
      };
    }
    if (known(service.privileged) === true || hasNoRoot(service) || !hasDeviceNodes(service)) return;
    for (const item of service.deviceCgroupRules.items) yield* ruleReport(service, item, context);
  },
});

function letsOf(service: Service, passed: PassedDevice): string | undefined {
  const { facts, readOnly } = passed;
  const isForEverybody = facts.device === "/dev/kmsg";
  if (nobodyOpens(service) && !isForEverybody) return undefined;
  if (facts.severity === "critical") return readOnly ? reads[facts.opens ?? "disk"] : undefined;
  if (facts.severity !== "high" || isDocumentedDevice(service, passed) || isOfOpticalDrive(service, passed)) return undefined;
  return t`${facts.lets ?? "use it"}. Remove it.`;
}

const reads = {
  all: "read from every device of the host, its disks too. Pass the one that it needs.",
  disk: "read every file on the disk, past all permissions. Mount the folder that it needs.",
  memory: "read the host's memory. Remove it.",
} as const;

/** An optical drive has two nodes, and programs that read discs need both. */
function isOfOpticalDrive({ devices }: Service, { facts }: PassedDevice): boolean {
  const hasDrive = devices.items.some(({ source }) => /^\/dev\/(?:sr\d|cdrom|dvd)/u.test(known(source) ?? ""));
  return facts.device === "/dev/sg#" && hasDrive;
}

function* ruleReport(service: Service, item: Sourced<string | Unresolved>, { edit }: RuleContext): Iterable<Omit<Report, "service">> {
  const text = known(item);
  const rule = text === undefined ? undefined : deviceRule(text);
  if (rule === undefined || !/[rw]/u.test(rule.access)) return;
  const opens = deviceRuleOpens(rule);
  const onlyReads = !rule.access.includes("w") && !hasCapability(service, "SYS_RAWIO");
  const gain = opens === "input" ? rulesLet.input : onlyReads && opens !== undefined && opens !== "memory" ? rulesLet[opens] : undefined;
  if (gain === undefined) return;
  yield {
    on: item,
    message: t`"${text ?? ""}" lets root in "${service.name.value}" ${gain}`,
    fixes: () => [
      {
        title: t("Remove the rule"),
        class: "check",
        caveat: t("Devices that come and go while the container runs no longer open; those under devices do."),
        change: edit.change({ op: "remove", target: item }),
      },
    ],
  };
}

const rulesLet = {
  all: "read from every device of the host. Allow only the numbers that it uses.",
  characters: "read from every character device of the host. Allow only the numbers that it uses.",
  disks: "read every file on disks of the host, past all permissions. Mount the folder that it needs.",
  input: "see every key that is typed on the host. Pass the one device that it uses.",
} as const;
