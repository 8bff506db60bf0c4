import { t } from "../text/l10n.js";
import { devicePlace, isDocumentedDevice, nobodyOpens, passedDevices, removeDevice } from "./passed-devices.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const hostDeviceMinor = serviceRule({
  id: "host-device-minor",
  title: "Device that widens the way to the host",
  category: "devices",
  severity: "information",
  preset: "strict",
  changes: ["devices"],
  references: [cisDocker("5.18"), owaspDocker(3), cwe(668), composeService("devices")],
  docs: {
    why: [
      "These devices are passed for good reasons and give nothing away by themselves, but each is one way more to the host's kernel or hardware:",
      "virtual machines (`/dev/kvm`), all USB devices at once (`/dev/bus/usb`), raw input, buses, cards, tapes. The driver behind the node is code of the",
      "host's kernel, and some of them have had holes.",
    ].join("\n"),
    attack: [
      "A hole in the program gives the attacker root in the container.",
      "They look for a hole in the driver, or use what else is behind the node: a disk or a security key on the same USB folder.",
    ],
    fix: "Remove it where it is not what the service is for. Pass the one node instead of the folder: `/dev/bus/usb/001/004`, one group of `/dev/vfio`.",
    fine: "The device is what the service is for, as for virtual machines and home automation. Then say so in an ignore comment, or use the preset `recommended`.",
    premise: [
      "A rootful engine; the nodes keep the host's owner and group. Devices that need a capability as well (`/dev/rtc0`, `/dev/btrfs-control`, `/dev/zfs`)",
      "count only with it, and `/dev/fuse` not at all: what it opens is `SYS_ADMIN`'s. Serial adapters, graphics, sound and cameras are no finding.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const passed of passedDevices(service)) {
      const { facts, path } = passed;
      if (facts.severity !== "medium" || nobodyOpens(service) || isDocumentedDevice(service, passed)) continue;
      yield {
        on: devicePlace(passed),
        message: t`${path} lets root in "${service.name.value}" ${facts.lets ?? "use it"}. Remove it unless that is what it is for.`,
        fixes: () => [removeDevice(passed, context)],
      };
    }
  },
});
