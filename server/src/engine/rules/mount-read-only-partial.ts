import type { Mount } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { writtenPath } from "./mount-fixes.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const mountReadOnlyPartial = serviceRule({
  id: "mount-read-only-partial",
  title: "Read-only mount with writable parts",
  category: "mounts",
  severity: "information",
  changes: ["volumes"],
  references: [
    owaspDocker(8),
    cwe(732),
    composeService("volumes"),
    { title: "Docker: recursive mounts", url: "https://docs.docker.com/engine/storage/bind-mounts/#recursive-mounts" },
    { title: "mount_setattr(2): AT_RECURSIVE", url: "https://man7.org/linux/man-pages/man2/mount_setattr.2.html" },
  ],
  docs: {
    why: [
      "`read_only: true` reads as if nothing could be written below the path. With `recursive: writable` that holds for its own file system only: disks,",
      "tmpfs and binds that the host has mounted further down stay writable.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container and lists what is mounted: `cat /proc/self/mountinfo`.",
      "Below the read-only folder they find a mount of its own without `ro`: an external disk, `/boot`, the control groups in `/sys`.",
      "They write there, though the file says read-only.",
    ],
    fix: "Take `recursive: writable` out: engines from 25.0 on make a read-only bind read-only all the way down by themselves.",
    fine: "A folder below which something has to be written, such as a disk that is plugged in: better mount that one for itself.",
    premise: [
      "Holds for the long syntax of binds that are read-only, on Linux 5.12 or newer with Docker 25.0 or newer; older ones never reached further than the",
      "first file system. `recursive: readonly` makes the container fail where it cannot be had, `disabled` leaves the mounts below out.",
    ].join("\n"),
  },
  *check(service, { edit }) {
    for (const mount of service.mounts.items) {
      const recursive = writableBelow(mount);
      if (recursive === undefined) continue;
      yield {
        on: recursive,
        message: t`read_only does not reach what is mounted below ${writtenPath(mount)}: "${service.name.value}" may write there. Remove recursive.`,
        fixes: () => [
          {
            title: t("Make it read-only all the way down"),
            class: "recommended",
            caveat: t("What the program writes into mounts below the path fails: mount such a place for itself."),
            change: edit.change({ op: "remove", target: recursive }),
          },
        ],
      };
    }
  },
});

function writableBelow({ readOnly, details }: Mount): Sourced<unknown> | undefined {
  const recursive = details?.bind?.recursive;
  return recursive !== undefined && known(recursive) === "writable" && known(readOnly) === true ? recursive : undefined;
}
