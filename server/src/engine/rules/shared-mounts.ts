import { hostPath as hostPathFacts } from "../knowledge/host-paths.js";
import type { ComposeProject, Mount, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { isWritable } from "./mount-exposure.js";
import { writtenPath } from "./mount-fixes.js";

/** A mount of files that other services have, too. */
export interface Sharer {
  readonly service: Service;
  readonly mount: Mount;
  /** Absent when a variable decides. */
  readonly writes: boolean | undefined;
}

/** Files that two or more services mount: a named volume, or a folder of the host that opens nothing by itself. */
export interface SharedMount {
  /** How a sentence names it. */
  readonly what: string;
  /** Its name, when it is a named volume that the file declares. */
  readonly volume: string | undefined;
  /** Where it is declared, else its first mount. */
  readonly on: Sourced<unknown>;
  /** Each service once, by its first mount that may write, in the order of the project. */
  readonly sharers: readonly Sharer[];
}

/** Everything that two or more services mount, in the order of the first mount. Of each service only mounts that `counts` are looked at. */
export function sharedMounts(
  project: ComposeProject,
  counts: (service: Service, mount: Mount) => boolean = () => true,
): readonly SharedMount[] {
  const found = new Map<string, Sharer[]>();
  for (const service of project.services.values()) {
    for (const mount of service.mounts.items) {
      const key = counts(service, mount) ? keyOf(mount) : undefined;
      if (key === undefined) continue;
      const sharers = found.get(key) ?? [];
      found.set(key, sharers);
      const sharer: Sharer = { service, mount, writes: isWritable(mount, project) };
      const before = sharers.findIndex((one) => one.service === service);
      if (before < 0) sharers.push(sharer);
      else if (sharer.writes === true && sharers[before]?.writes !== true) sharers[before] = sharer;
    }
  }
  return [...found.values()].flatMap((sharers) => (sharers.length > 1 ? describe(sharers, project) : []));
}

/** Whether a mount holds files and nothing that has rules of its own, such as a socket or a folder that opens the host. */
export function holdsFiles({ type, hostPath }: Mount): boolean {
  const isOpening = hostPath !== undefined && hostPathFacts(hostPath) !== undefined;
  return !isOpening && (type === "volume" || (type === "bind" && hostPath !== undefined));
}

/** What two mounts have to have in common to be the same files; absent for what has rules of its own. */
function keyOf({ type, source, hostPath, details }: Mount): string | undefined {
  if (type === "volume") {
    const name = source === undefined ? undefined : known(source);
    return name === undefined ? undefined : `volume ${name} ${details?.volume?.subpath?.value ?? ""}`;
  }
  if (type !== "bind" || hostPath === undefined || hostPathFacts(hostPath) !== undefined) return undefined;
  return `bind ${hostPath}`;
}

function describe(sharers: readonly Sharer[], project: ComposeProject): readonly SharedMount[] {
  const [first] = sharers;
  if (first === undefined) return [];
  const { mount } = first;
  if (mount.type === "bind") return [{ what: writtenPath(mount), volume: undefined, on: mount.item, sharers }];
  const name = (mount.source && known(mount.source)) ?? "";
  const declared = project.volumes.get(name);
  return [{ what: t`the volume "${name}"`, volume: declared && name, on: declared?.name ?? mount.item, sharers }];
}
