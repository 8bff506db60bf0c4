import type { Mount, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import type { Volume } from "../model/top-level.js";
import { t } from "../text/l10n.js";
import { mountPlace } from "./mount-fixes.js";
import { mountedDisks } from "./passed-devices.js";
import { cisDocker, cwe, owaspDocker } from "./references.js";
import type { Fix, Report, Rule, RuleContext } from "./rule.js";

export const volumeDiskDevice: Rule<"volume-disk-device"> = {
  id: "volume-disk-device",
  title: "Volume that is a whole disk",
  category: "mounts",
  severity: "information",
  changes: ["/volumes", "volumes"],
  references: [
    cisDocker("5.6"),
    owaspDocker(8),
    cwe(668),
    { title: "Compose: driver_opts of a volume", url: "https://docs.docker.com/reference/compose-file/volumes/#driver_opts" },
    {
      title: "Docker: options of the local driver",
      url: "https://docs.docker.com/reference/cli/docker/volume/create/#opt",
    },
  ],
  docs: {
    why: [
      "The engine mounts the file system of the disk, and the service gets all of it: what other programs keep there, and on the disk that the host",
      "starts from, the host's own files, `/etc` among them. Which disk a name such as `/dev/sdb` means may change with the next start. Where only the",
      "disk's node is mounted under `volumes`, it does not open; but the next who wonders why adds the one setting by which it does.",
    ].join("\n"),
    attack: [
      "The attacker is root in a container that uses the volume.",
      "They look around on the disk, and find backups, home directories, or the root file system of the host.",
      "There they add a key to `root/.ssh/authorized_keys`, and log in to the host.",
    ],
    fix: "Mount the disk on the host (`/etc/fstab`, by its UUID) and bind the one folder that the service needs.",
    fine: "A disk that holds nothing but this volume.",
    premise: [
      "Holds for volumes of the `local` driver whose `type` is a file system of disks and whose `device` is a node below `/dev`: the engine, as root of the",
      "host, calls mount(2) with them (moby's local volume driver), so that the container's capabilities and its device control group do not",
      "matter. A disk that the host has mounted as well shows the same files. What lies on it is not to be seen in the file. A node under `volumes` stays",
      "shut by the devices control group; with an entry of `device_cgroup_rules` for it, it is `host-disk-device`.",
    ].join("\n"),
  },
  *check(project, context) {
    for (const volume of project.volumes.values()) {
      const disk = diskOf(volume);
      const users = disk === undefined ? [] : usersOf(volume, project.services.values());
      if (disk === undefined || users.length === 0) continue;
      yield {
        on: disk,
        message: t`The volume "${volume.name.value}" is the whole disk ${disk.value}: its services see every file on it. Bind one folder instead.`,
        related: users.map(({ service, mount }) => ({ on: mount.item, message: t`"${service.name.value}" has it here.` })),
        fixes: () => [folderFix(volume, disk, context)],
      };
    }
    for (const service of project.services.values()) yield* mountedNodes(service, context.edit.for(service));
  },
};

/** The node alone, without a way to open it: it does not work as it is, and asks for one more setting. */
function* mountedNodes(service: Service, edit: RuleContext["edit"]): Iterable<Report> {
  for (const { mount, path, openedBy } of mountedDisks(service)) {
    if (openedBy !== undefined) continue;
    yield {
      on: mountPlace(mount),
      service: service.name.value,
      message: t`Of the disk ${path} "${service.name.value}" has the node: a device rule is all that keeps it shut. Mount the folder that it needs.`,
      fixes: () => [
        {
          title: t("Remove the mount"),
          class: "check",
          caveat: t("The node is no longer there. It could not be read or written."),
          change: edit.change({ op: "remove", target: mount.item }),
        },
      ],
    };
  }
}

/** File systems that need no disk, and binds, whose device is a path. */
const withoutDisk: ReadonlySet<string> = new Set(["none", "nfs", "nfs4", "cifs", "smb3", "tmpfs", "overlay", "fuse", ""]);

function diskOf({ driver, external, optType, optO, optDevice }: Volume): Sourced<string> | undefined {
  const device = optDevice === undefined ? undefined : known(optDevice);
  const type = optType === undefined ? undefined : known(optType);
  const isLocal = (driver === undefined || known(driver) === "local") && (external === undefined || external.value === false);
  const binds = ((optO && known(optO)) ?? "").split(",").some((option) => /^r?bind$/u.test(option.trim()));
  if (optDevice === undefined || device === undefined || type === undefined || !isLocal || binds) return undefined;
  return device.startsWith("/dev/") && !withoutDisk.has(type) ? { ...optDevice, value: device } : undefined;
}

function usersOf({ name }: Volume, services: Iterable<Service>): readonly { readonly service: Service; readonly mount: Mount }[] {
  return [...services].flatMap((service) =>
    service.mounts.items
      .filter(({ type, source }) => type === "volume" && source?.value === name.value)
      .map((mount) => ({ service, mount })),
  );
}

const folder = "/mnt/DISK/FOLDER";

function folderFix({ driverOpts, optO }: Volume, disk: Sourced<string>, { edit }: RuleContext): Fix {
  const { list } = driverOpts;
  const options = ((optO && known(optO)) ?? "").split(",").includes("ro") ? "bind,ro" : "bind";
  const fix = {
    title: t`Bind one folder of the mounted disk: ${folder}`,
    class: "check",
    caveat: t`Mount ${disk.value} on the host first, and name the folder. An existing volume keeps its old options: remove it with docker volume rm.`,
    placeholders: [folder],
  } as const;
  if (list === undefined) return { ...fix, change: { refused: t("The options of the volume are not written here.") } };
  const into = { ...list, value: "mapping" } as const;
  const change = edit.change(
    { op: "set", into, key: "type", value: "none" },
    { op: "set", into, key: "o", value: options },
    { op: "set", into, key: "device", value: folder },
  );
  return { ...fix, change };
}
