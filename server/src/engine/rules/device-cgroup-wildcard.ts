import { type DeviceRule, deviceNumbers, deviceRule, deviceRuleOpens } from "../knowledge/devices/device-numbers.js";
import type { Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { hasCapability, hasNoRoot } from "./capability-reach.js";
import { premises } from "./engine-posture.js";
import { hasDeviceNodes, mountedDevices } from "./passed-devices.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const deviceCgroupWildcard = serviceRule({
  id: "device-cgroup-wildcard",
  title: "Device rule that opens the host's disks",
  category: "devices",
  severity: "error",
  posture: {
    rootless: { severity: "hint", because: premises.noNewDevices },
    desktop: { severity: "warning", because: premises.machine },
    "userns-remap": { severity: "hint", because: premises.noNewDevices },
  },
  changes: ["device_cgroup_rules"],
  references: [
    cisDocker("5.18"),
    owaspDocker(3),
    cwe(250),
    composeService("device_cgroup_rules"),
    moby("daemon/pkg/oci/oci.go"),
    { title: "Linux: numbers of devices", url: "https://www.kernel.org/doc/Documentation/admin-guide/devices.txt" },
  ],
  docs: {
    why: [
      "The devices control group is what keeps a container from the host's disks. `a *:* rwm` takes it away whole, a `b` rule opens disks, and `c *:*` opens",
      "them by their SCSI nodes. No node needs to be passed: root makes one itself, with the capability `MKNOD` that Docker grants by default.",
    ].join("\n"),
    attack: [
      "A hole in the program gives the attacker root in the container.",
      "`mknod /tmp/d b 8 0` makes a node for the host's first disk, and the rule lets them open it.",
      "`debugfs -w /tmp/d` writes a cron job into the host's file system; the host runs it as root.",
    ],
    fix: [
      "Allow the numbers of the one kind of device that the program uses: `c 189:* rmw` for USB, `c 188:* rmw` for USB serial adapters, `c 226:* rmw` for",
      "graphics. What does not come and go while the container runs is better passed under `devices`, without any rule.",
    ].join("\n"),
    fine: "Never on a host that is of worth: what needs all devices is the host's own management, and belongs on the host.",
    premise: [
      "A rootful engine. The rule counts with `w`; with `r` alone it is `host-device-sensitive`, and making a node alone (`m`) is allowed to every container",
      "anyway. Root needs `MKNOD`, one of Docker's defaults, `SYS_ADMIN` (a devtmpfs shows all nodes), a privileged hook, or a folder of `/dev` that is mounted:",
      "without any of them the rule opens nothing and is no finding.",
      "A rule of the type `a` allows everything, whatever numbers it names. `c 1:1`, the memory, opens for `SYS_RAWIO` only. `privileged` ignores the rules.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const { item, text, opens } of openedByRules(service)) {
      const message = messages[opens](text, service.name.value);
      yield { on: item, message, fixes: () => fixesFor(service, item, context) };
    }
  },
});

const messages = {
  "every device of the host": (rule: string, name: string) =>
    t`"${rule}" opens every device of the host to root in "${name}", its disks too. Allow only the numbers that it uses.`,
  "every character device of the host": (rule: string, name: string) =>
    t`"${rule}" opens every character device of the host to root in "${name}", disks by SCSI too. Allow only the numbers that it uses.`,
  "disks of the host": (rule: string, name: string) =>
    t`"${rule}" opens disks of the host to root in "${name}", past all file permissions. Remove it, mount the folder that it needs.`,
  "the host's memory": (rule: string, name: string) => t`"${rule}" opens the host's memory to root in "${name}". Remove it.`,
} as const;

/** An entry of `device_cgroup_rules` by which root in the container takes over the host. */
interface OpeningRule {
  readonly item: Sourced<unknown>;
  readonly text: string;
  readonly opens: keyof typeof messages;
}

/** Those of a service: none beside `privileged`, and none where nobody is root or has a node to open. */
export function openedByRules(service: Service): readonly OpeningRule[] {
  if (known(service.privileged) === true || hasNoRoot(service) || !hasDeviceNodes(service)) return [];
  return service.deviceCgroupRules.items.flatMap((item) => {
    const text = known(item);
    const rule = text === undefined ? undefined : deviceRule(text);
    const opens = rule === undefined ? undefined : openedBy(service, rule);
    return text === undefined || opens === undefined ? [] : [{ item, text, opens }];
  });
}

function openedBy(service: Service, rule: DeviceRule): OpeningRule["opens"] | undefined {
  const commands = rule.access.includes("r") && hasCapability(service, "SYS_RAWIO");
  if (!rule.access.includes("w") && !commands) return undefined;
  switch (deviceRuleOpens(rule)) {
    case "all":
      return "every device of the host";
    case "characters":
      return "every character device of the host";
    case "disks":
      return "disks of the host";
    case "memory":
      return hasCapability(service, "SYS_RAWIO") ? "the host's memory" : undefined;
    default:
      return undefined;
  }
}

function fixesFor(service: Service, item: Sourced<unknown>, { edit }: RuleContext): readonly Fix[] {
  const removal: Fix = {
    title: t("Remove the rule"),
    class: "check",
    caveat: t("Devices that come and go while the container runs no longer open; those under devices do."),
    change: edit.change({ op: "remove", target: item }),
  };
  const narrow = [...new Set(mountedDevices(service).flatMap((path) => deviceNumbers(path) ?? []))].map((numbers) => `${numbers} rmw`);
  const [first, ...more] = narrow.filter(
    (rule) => !service.deviceCgroupRules.items.some((one) => known(one)?.startsWith(rule.slice(0, -4))),
  );
  if (first === undefined) return [removal];
  return [
    {
      title: t`Allow only what is mounted: ${[first, ...more].join(", ")}`,
      class: "check",
      caveat: t("Other devices no longer open. Plug the device in anew once to see whether it is found."),
      change: edit.change(
        { op: "replace", target: item, value: first },
        ...(more.length > 0 ? [{ op: "append", into: service.body, key: "device_cgroup_rules", items: more } as const] : []),
      ),
    },
    removal,
  ];
}
