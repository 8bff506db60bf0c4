import { isImageOf } from "../knowledge/images.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { Mount, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { imageName } from "./image-name.js";
import { cisDocker, composeService, cwe } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const mountPropagationShared = serviceRule({
  id: "mount-propagation-shared",
  title: "Mounts of the container reach the host",
  category: "mounts",
  severity: "information",
  changes: ["volumes"],
  references: [
    cisDocker("5.20"),
    cwe(668),
    composeService("volumes"),
    {
      title: "Docker: propagation of bind mounts",
      url: "https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation",
    },
    { title: "mount_namespaces(7)", url: "https://man7.org/linux/man-pages/man7/mount_namespaces.7.html" },
  ],
  docs: {
    why: [
      "With `shared` or `rshared`, whatever the container mounts below this path appears on the host at once, and in every other container that shares",
      "it. A file system of the attacker's own then covers files that programs of the host go on to read and run.",
    ].join("\n"),
    attack: [
      "The attacker is root in the container, which may mount (SYS_ADMIN, or `privileged`).",
      "They mount a file system of their own over a folder below the shared path, where the host keeps scripts or settings.",
      "A program of the host, or another container, opens a file there and gets the attacker's.",
    ],
    fix: "Write `rslave`: what the host mounts still appears in the container, nothing goes the other way. Without any option it is `rprivate`.",
    fine: [
      "A program whose purpose is to mount for others: rclone, mergerfs, CSI and storage plugins. rclone's own image is not reported. Let it share one",
      "folder that holds nothing else.",
    ].join("\n"),
    premise: [
      "Holds for bind mounts on Linux whose host path lies on a shared mount, as `/` is under systemd; Docker refuses the container otherwise. Mounting in",
      "the container takes SYS_ADMIN in the host's user namespace: while the service has neither it nor `privileged`, the option gives nobody anything",
      "yet, and does nothing that `rslave` does not do. A user namespace made inside the container does not help: the kernel turns shared mounts into",
      "slaves there (mount_namespaces(7)).",
    ].join("\n"),
  },
  *check(service, context) {
    for (const mount of service.mounts.items) {
      const mode = sharedMode(mount);
      if (mode === undefined || mountsForOthers(service)) continue;
      const path = mount.hostPath ?? mount.source?.value;
      const where = typeof path === "string" ? path : "this path";
      const when = mayMount(service) ? "" : ", once it may mount";
      yield {
        on: mount.syntax === "long" ? mode : mount.item,
        message: t`What "${service.name.value}" mounts below ${where} appears on the host${when}. Use rslave: the host's mounts still come in.`,
        fixes: () => fixesFor(service, mount, mode, context),
      };
    }
  },
});

/** The word that shares; volumes have no propagation, only what is bound. */
function sharedMode({ type, propagation }: Mount): Sourced<string> | undefined {
  const word = propagation === undefined ? undefined : known(propagation);
  if (propagation === undefined || word === undefined || (type !== "bind" && type !== "unknown")) return undefined;
  return word === "shared" || word === "rshared" ? { ...propagation, value: word } : undefined;
}

function mayMount(service: Service): boolean {
  const capabilities = effectiveCapabilities(service);
  return capabilities === "unknown" || capabilities.includes("SYS_ADMIN");
}

function mountsForOthers(service: Service): boolean {
  const image = imageName(service);
  return image !== undefined && isImageOf(image, ["rclone/rclone"]);
}

function fixesFor(service: Service, mount: Mount, mode: Sourced<string>, { edit }: RuleContext): readonly Fix[] {
  const recursive = mode.value.startsWith("r") ? "r" : "";
  const fix = mayMount(service)
    ? ({ class: "check", caveat: t("What the program mounts for the host or for other containers no longer appears there.") } as const)
    : ({
        class: "recommended",
        caveat: t("Only a container that may mount, by SYS_ADMIN or privileged, would notice a difference."),
      } as const);
  const to = (word: string) =>
    mount.syntax === "long"
      ? edit.change({ op: "replace", target: mode, value: word })
      : edit.change({ op: "splice", target: mount.item, part: mode.at, text: word });
  return [
    { title: t`Use ${recursive}slave: mounts come in, none go out`, ...fix, change: to(`${recursive}slave`) },
    {
      title: t`Use ${recursive}private: mounts neither come in nor go out`,
      class: "check",
      caveat: t("What the host mounts below the path after the container has started is not seen in it."),
      change: to(`${recursive}private`),
    },
  ];
}
