import type { ComposeProject, Mount, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";
import { t } from "../text/l10n.js";
import { addedCapabilities } from "./added-capabilities.js";
import { takeoverGain } from "./cap-add-host-takeover.js";
import { hasCapability, isOutOfReach } from "./capability-reach.js";
import { openedByRules } from "./device-cgroup-wildcard.js";
import { socketOf } from "./docker-socket-mount.js";
import { leadsToHost, usedEndpoints } from "./engine-api.js";
import type { EnginePosture } from "./engine-posture.js";
import { exposureFor } from "./mount-exposure.js";
import { devicePlace, mountedDisks, nobodyOpens, passedDevices } from "./passed-devices.js";
import { openedSocketFolder } from "./socket-parent-mount.js";
import { isSocketProxy } from "./socket-proxy.js";
import { createsContainers } from "./socket-proxy-open.js";
import { inheritedMounts } from "./volumes-from.js";

/** A grant by which root in the container is root on the host. */
export interface HostReach {
  readonly kind: "privileged" | "engine" | "capability" | "path" | "device" | "processes";
  readonly on: Sourced<unknown>;
  /** Completes "the service ...". */
  readonly how: string;
  /** What an intruder does with it; a sentence without its end. */
  readonly gain: string;
  /** The engine is another machine's, or is asked as if it were. */
  readonly overNetwork?: true;
  /** What has to hold besides, and the file does not show; a clause behind "if". */
  readonly premise?: string;
}

/**
 * The first of a service's grants that opens the host by itself; absent when it has none. A socket proxy holds the socket to keep others
 * from it, and is judged by a rule of its own.
 */
export function hostReach(service: Service): HostReach | undefined {
  return [...switches(service), ...sockets(service, service.mounts.items), ...capabilities(service)][0];
}

/**
 * All of a service's grants that open the host, as the engine at hand lets them: those that hold by themselves first, then the paths, devices
 * and processes of the host. None for what surely nobody in the container can use.
 */
export function hostReaches(service: Service, project: ComposeProject, engine: EnginePosture = "rootful"): readonly HostReach[] {
  if (service.provider !== undefined) return [];
  const inherited = inheritedMounts(service, project);
  const mounts = [...service.mounts.items, ...inherited.map(({ mount }) => mount)];
  const granted = capabilities(service).filter(({ name }) => !isOutOfReach(service, name));
  const all = [
    ...switches(service),
    ...sockets(service, service.mounts.items),
    ...inherited.flatMap(({ mount, by }) => sockets(service, [mount]).map((reach) => ({ ...reach, on: by }))),
    ...folders(service, mounts),
    ...proxied(service),
    ...overTcp(service, project),
    ...granted,
    ...paths(service, mounts, project),
    ...devices(service),
    ...processes(service),
  ];
  return [...new Map(all.map((reach) => [`${reach.kind} ${reach.how}`, reach])).values()].filter((reach) => holds(reach, service, engine));
}

/**
 * What an engine takes away. Sources: as for `premises` of engine-posture.ts; what is left on a rootless engine opens the account of its user,
 * and in Docker Desktop the virtual machine.
 */
function holds({ kind, overNetwork }: HostReach, { usernsMode }: Service, engine: EnginePosture): boolean {
  if (engine === "rootless") return kind === "privileged" || kind === "engine" || kind === "path";
  if (engine !== "userns-remap" || known(usernsMode) === "host") return true;
  return overNetwork === true;
}

const ruleEngine = "it starts a container that has the host's disk";

function switches({ privileged, useApiSocket }: Service): readonly HostReach[] {
  const found: HostReach[] = [];
  if (privileged !== undefined && known(privileged) === true)
    found.push({ kind: "privileged", on: privileged, how: "runs privileged", gain: "root in it is root on the host" });
  if (useApiSocket !== undefined && known(useApiSocket) === true)
    found.push({ kind: "engine", on: useApiSocket, how: "holds the engine's socket", gain: ruleEngine });
  return found;
}

function sockets(service: Service, mounts: readonly Mount[]): readonly HostReach[] {
  if (isSocketProxy(service)) return [];
  const mount = mounts.find((one) => socketOf(one) !== undefined);
  return mount === undefined ? [] : [socketReach(service, mount.item, "holds the engine's socket")];
}

function socketReach(service: Service, on: Sourced<unknown>, how: string): HostReach {
  const reach = { kind: "engine", on, how, gain: ruleEngine } as const;
  return effectiveUser(service) === "other" ? { ...reach, premise: "its user may open the socket" } : reach;
}

function folders(service: Service, mounts: readonly Mount[]): readonly HostReach[] {
  return mounts.flatMap((mount) => {
    const folder = openedSocketFolder(service, mount);
    return folder === undefined ? [] : [socketReach(service, mount.item, t`mounts ${mount.hostPath ?? ""}, and so ${folder.holds}`)];
  });
}

/** A proxy that lets those requests pass by which containers are made. */
function proxied(service: Service): readonly HostReach[] {
  const on = createsContainers(service);
  return on === undefined
    ? []
    : [
        {
          kind: "engine",
          on,
          how: "passes every request on to the engine",
          gain: "whoever asks it starts a container that has the host's disk",
        },
      ];
}

function overTcp(service: Service, project: ComposeProject): readonly HostReach[] {
  return usedEndpoints(service)
    .filter(({ endpoint }) => leadsToHost(endpoint, service, project))
    .map(({ on }) => ({
      kind: "engine",
      on,
      overNetwork: true,
      how: "commands an engine over the network",
      gain: "it starts a container that has that host's disk",
    }));
}

function capabilities(service: Service): readonly (HostReach & { readonly name: string })[] {
  return addedCapabilities(service).flatMap(({ item, name }) => {
    const gain = takeoverGain(name);
    return gain === undefined
      ? []
      : [{ kind: "capability", on: item, how: t`has ${name}`, gain: t`root in it can ${gain}`, name } as const];
  });
}

function paths(service: Service, mounts: readonly Mount[], project: ComposeProject): readonly HostReach[] {
  return mounts.flatMap((mount): readonly HostReach[] => {
    const exposure = exposureFor("host-root-writable", service, mount, project);
    if (exposure === undefined) return [];
    const { facts, writable } = exposure;
    const how = writable === true ? t`may write to ${mount.hostPath ?? ""}` : t`mounts ${mount.hostPath ?? ""}`;
    return [{ kind: "path", on: mount.item, how, gain: t`root in it can ${facts.writing ?? "take over the host"}` }];
  });
}

function devices(service: Service): readonly HostReach[] {
  if (nobodyOpens(service)) return [];
  const device = (on: Sourced<unknown>, what: string, gain: string): HostReach => ({ kind: "device", on, how: t`is given ${what}`, gain });
  const onDisk = "root in it changes the disk past all file permissions";
  const passed = passedDevices(service).filter(({ facts, readOnly }) => facts.severity === "critical" && !readOnly);
  return [
    ...passed.map((one) =>
      device(devicePlace(one), one.path, one.facts.opens === "memory" ? "root in it changes the host's memory" : onDisk),
    ),
    ...mountedDisks(service).flatMap(({ mount, path, openedBy }) => (openedBy === undefined ? [] : [device(mount.item, path, onDisk)])),
    ...openedByRules(service).map(({ item, opens }) => device(item, opens, "root in it changes the host past all file permissions")),
  ];
}

function processes(service: Service): readonly HostReach[] {
  const { pid } = service;
  const isWay = pid !== undefined && known(pid) === "host" && known(service.privileged) !== true;
  if (!isWay || !hasCapability(service, "SYS_PTRACE") || isOutOfReach(service, "SYS_PTRACE")) return [];
  const how = "sees the host's processes and has SYS_PTRACE";
  return [
    { kind: "processes", on: pid, how, gain: "root in it can enter any process of the host", premise: "AppArmor does not confine it" },
  ];
}
