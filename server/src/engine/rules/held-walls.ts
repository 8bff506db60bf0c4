import type { Mount, Port, Service } from "../model/project.js";
import { isUnresolved, known, type Setting } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { type Fate, fateOf, type Held } from "./held.js";
import { readOnlyOperation } from "./mount-fixes.js";
import { bindToLoopback } from "./port-fixes.js";
import { publishedAddress, reachesNetwork, reachOf } from "./published-ports.js";
import { isLimited } from "./resource-limits.js";

/** What a layer says against the reach of a service: its network, ports, mounts, namespaces, and what it may use up. */
export function heldWalls(service: Service): readonly Held[] {
  return [
    ...heldNetwork(service),
    ...service.ports.items.flatMap((port) => heldPort(service, port)),
    ...service.mounts.items.flatMap(heldMount),
    ...heldNamespaces(service),
    ...heldLimits(service),
  ];
}

function heldNetwork({ networkMode, networks }: Service): readonly Held[] {
  const mode = networkMode === undefined ? undefined : known(networkMode);
  if (networkMode !== undefined && mode === "none") {
    return [
      {
        id: "network_mode none",
        what: "network_mode: none",
        on: networkMode,
        gain: "it reaches other machines, and they may reach it",
        path: ["network_mode"],
        now: (after) => fateOf(after.networkMode, (value) => value === "none"),
      },
    ];
  }
  const on = mode === undefined || mode === "host" ? networks.list : networkMode;
  if (on === undefined || (networks.items.length === 0 && mode === undefined)) return [];
  return [
    {
      id: "network",
      what: mode === undefined ? "its own networks" : `network_mode: ${mode}`,
      on,
      gain: "it has the host's network, its loopback services too",
      path: [mode === undefined ? "networks" : "network_mode"],
      // Compose takes no service that has both: then what is written says nothing of what will run.
      now: (after) => (hasNetworks(after) ? "held" : unlessGone(fateOf(after.networkMode, (value) => value !== "host"))),
    },
  ];
}

function hasNetworks({ networks }: Service): boolean {
  return networks.items.length > 0;
}

function unlessGone(fate: Fate): Fate {
  return fate === "gone" ? "held" : fate;
}

function heldPort(service: Service, port: Port): readonly Held[] {
  const { item, target } = port;
  const address = publishedAddress(port);
  const reach = reachOf(port);
  const number = target === undefined ? undefined : known(target);
  const isOpen = service.ports.items.some((other) => isSamePort(other, port) && reachesNetwork(other));
  if (number === undefined || (reach !== "host" && reach !== "address") || isOpen) return [];
  return [
    {
      id: `port ${number}/${protocolOf(port) ?? ""}`,
      what: t`port ${number} on ${(address && known(address)) ?? ""}`,
      on: item,
      gain: "every machine that reaches the host reaches it",
      path: ["ports"],
      now(after) {
        const open = after.ports.items.find((other) => isSamePort(other, port) && reachesNetwork(other));
        if (open === undefined) return "held";
        const mend = { title: t("Bind it to 127.0.0.1"), operation: bindToLoopback(open) };
        const by = open.syntax === "long" && open.hostIp !== undefined ? open.hostIp : open.item;
        return reach === "host" ? { by, mend } : { by };
      },
    },
  ];
}

function isSamePort(a: Port, b: Port): boolean {
  const target = a.target === undefined ? undefined : known(a.target);
  return target !== undefined && target === (b.target && known(b.target)) && protocolOf(a) === protocolOf(b);
}

function protocolOf({ protocol }: Port): string | undefined {
  return protocol === undefined ? "tcp" : known(protocol);
}

function heldMount(mount: Mount): readonly Held[] {
  const target = targetOf(mount);
  const isFile = mount.type === "bind" || mount.type === "volume";
  if (target === undefined || !isFile || mount.readOnly === undefined || known(mount.readOnly) !== true) return [];
  return [
    {
      id: `mount ${target}`,
      what: t`${target} read-only`,
      on: mount.item,
      gain: "an intruder can write to what is mounted there",
      path: ["volumes"],
      now(after) {
        const now = after.mounts.items.find((other) => targetOf(other) === target && (other.type === "bind" || other.type === "volume"));
        if (now === undefined || isReadOnly(now.readOnly)) return "held";
        const by = now.syntax === "long" && now.readOnly !== undefined ? now.readOnly : now.item;
        return { by, mend: { title: t("Mount it read-only"), operation: readOnlyOperation(now) } };
      },
    },
  ];
}

/** Or may be. */
function isReadOnly(setting: Setting<boolean>): boolean {
  return setting !== undefined && (isUnresolved(setting.value) || setting.value);
}

function targetOf({ target }: Mount): string | undefined {
  const path = target === undefined ? undefined : known(target);
  return path === undefined ? undefined : path.replace(/(?<=.)\/+$/u, "");
}

function heldNamespaces({ ipc, cgroup, runtime }: Service): readonly Held[] {
  const found: Held[] = [];
  for (const [key, setting] of [
    ["ipc", ipc],
    ["cgroup", cgroup],
  ] as const) {
    const value = setting === undefined ? undefined : known(setting);
    if (setting === undefined || (value !== "private" && value !== "none")) continue;
    found.push({
      id: key,
      what: `${key}: ${value}`,
      on: setting,
      gain: key === "ipc" ? "it shares memory with programs of the host" : "it sees the host's control groups",
      path: [key],
      now: (after) => unlessGone(fateOf(after[key], (now) => now !== "host")),
    });
  }
  const name = runtime === undefined ? undefined : known(runtime);
  if (runtime !== undefined && name !== undefined && isSandbox(name)) {
    found.push({
      id: "runtime",
      what: `runtime: ${name}`,
      on: runtime,
      gain: "it runs on the host's own kernel",
      path: ["runtime"],
      now: (after) => fateOf(after.runtime, (now) => isSandbox(now) || !/^(?:runc|crun|io\.containerd\.runc\.v2)$/u.test(now)),
    });
  }
  return found;
}

/** gVisor and Kata Containers put a kernel of their own between the container and the host. */
function isSandbox(runtime: string): boolean {
  return /^(?:runsc|kata|io\.containerd\.(?:runsc|kata))/u.test(runtime);
}

const limits = {
  memory: { keys: ["mem_limit"], gain: "it may take all memory of the host" },
  pids: { keys: ["pids_limit"], gain: "it may start processes until the host stands still" },
  cpus: { keys: ["cpus"], gain: "it may keep every core of the host busy" },
} as const;

function heldLimits(service: Service): readonly Held[] {
  return (["memory", "pids", "cpus"] as const).flatMap((kind): readonly Held[] => {
    const { keys, gain } = limits[kind];
    const [own, deployed] = limitsOf(service, kind);
    const isOwn = own !== undefined && isLimited(own);
    const on = isOwn ? own : deployed;
    if (on === undefined || !isLimited(on) || isUnresolved(on.value)) return [];
    return [
      {
        id: `limit ${kind}`,
        what: isOwn ? keys[0] : `limits.${kind}`,
        on,
        gain,
        path: isOwn ? keys : ["deploy", "resources", "limits", kind],
        now(after) {
          const settings = limitsOf(after, kind);
          if (isLimited(...settings) || (kind === "cpus" && isLimited(after.cpuQuota, after.cpuset))) return "held";
          const by = settings.find((setting) => setting !== undefined);
          return by === undefined ? "gone" : { by };
        },
      },
    ];
  });
}

function limitsOf({ memLimit, pidsLimit, cpus, deploy }: Service, kind: keyof typeof limits): readonly Setting<number>[] {
  if (kind === "memory") return [memLimit, deploy?.limitsMemory];
  return kind === "pids" ? [pidsLimit, deploy?.limitsPids] : [cpus, deploy?.limitsCpus];
}
