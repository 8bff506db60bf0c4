/** The attributes that name a namespace. */
export type NamespaceKey = "network_mode" | "pid" | "ipc" | "uts" | "userns_mode" | "cgroup";

/** A value that a namespace attribute may have. Source: Docker's networking and run references, and moby, daemon/oci_linux.go. */
export interface NamespaceMode {
  readonly key: NamespaceKey;
  /** The value itself; one that ends with a colon is followed by a name. */
  readonly value: string;
  /** What it does, as half a sentence. */
  readonly summary: string;
  /** What root in the container, or who breaks into it, gets by that. */
  readonly effect?: string;
  readonly neededBy?: string;
  readonly instead?: string;
}

const samePorts = "Both listen on the same ports and reach each other's 127.0.0.1; `ports` stand at the other one.";
const sameProcesses = "Each sees the other's processes, and root signals them and reads their environment.";
const sameMemory = "Each reads and writes the other's shared memory.";

/** Joining another container's namespace. */
const joined: readonly Pick<NamespaceMode, "key" | "value" | "summary" | "effect">[] = [
  { key: "network_mode", value: "service:", summary: "the network of another service of this project", effect: samePorts },
  { key: "network_mode", value: "container:", summary: "the network of a container that runs already, whosever it is", effect: samePorts },
  { key: "pid", value: "service:", summary: "the processes of another service of this project", effect: sameProcesses },
  { key: "pid", value: "container:", summary: "the processes of a container that runs already, whosever it is", effect: sameProcesses },
  { key: "ipc", value: "service:", summary: "the shared memory of another service of this project", effect: sameMemory },
  { key: "ipc", value: "container:", summary: "the shared memory of a container that runs already, whosever it is", effect: sameMemory },
];

/** The values in the order they are offered: what keeps the walls first, the host's own last. */
export const namespaceModes: readonly NamespaceMode[] = [
  {
    key: "network_mode",
    value: "none",
    summary: "no network at all but a loopback of its own",
    effect: "Whoever breaks in reaches nobody and sends nothing out.",
  },
  {
    key: "network_mode",
    value: "bridge",
    summary: "Docker's default bridge, which all containers without a network of their own share",
    effect: "Containers of other projects on it are reached by address; names of services do not resolve.",
    instead: "Leave it out: the project gets a network of its own.",
  },
  { key: "ipc", value: "private", summary: "shared memory of its own, which nobody can join" },
  { key: "ipc", value: "shareable", summary: "shared memory of its own, which other containers may join" },
  { key: "ipc", value: "none", summary: "shared memory of its own without /dev/shm" },
  { key: "cgroup", value: "private", summary: "a view of its own control group alone" },
  ...joined,
  {
    key: "network_mode",
    value: "host",
    summary: "the host's own network, without a wall or a firewall between",
    effect: "It listens on every address of the host and reaches what is bound to its 127.0.0.1; NET_RAW sniffs the host's traffic.",
    neededBy: "Discovery by multicast, DHCP servers, tools that manage the host's network.",
    instead: "Publish the ports that are needed.",
  },
  {
    key: "pid",
    value: "host",
    summary: "every process of the host",
    effect: "Command lines and environments of the host's programs are readable; root may signal them and, with SYS_PTRACE, enter them.",
    neededBy: "Monitors of the host, such as node-exporter, and debuggers.",
    instead: "Join the processes of one service: `pid: service:NAME`.",
  },
  {
    key: "ipc",
    value: "host",
    summary: "the shared memory of the host",
    effect: "What the host's programs share, `/dev/shm` included, is read and written.",
    neededBy: "GPU and database programs that want much shared memory: for that `shm_size` is enough.",
    instead: "Use `shm_size`, or `ipc: shareable` and `ipc: service:NAME` for two containers.",
  },
  {
    key: "uts",
    value: "host",
    summary: "the host's name and domain",
    effect: "With SYS_ADMIN root in the container renames the host.",
    instead: "Set `hostname`.",
  },
  {
    key: "userns_mode",
    value: "host",
    summary: "the host's users, where the engine maps them otherwise",
    effect: "Root in the container is root on the host again; without `userns-remap` in the engine it changes nothing.",
    neededBy: "Privileged containers and the host's network, which the engine refuses to map.",
    instead: "Leave it out.",
  },
  {
    key: "cgroup",
    value: "host",
    summary: "the control groups of the whole host",
    effect: "What runs on the host, and in which containers, is readable.",
    neededBy: "Monitors of containers, and systemd in old images.",
    instead: "Write `cgroup: private`.",
  },
];

/** Where the values are documented. */
export const namespaceSources: Readonly<Record<NamespaceKey, string>> = {
  network_mode: "https://docs.docker.com/reference/compose-file/services/#network_mode",
  pid: "https://docs.docker.com/reference/compose-file/services/#pid",
  ipc: "https://docs.docker.com/reference/compose-file/services/#ipc",
  uts: "https://docs.docker.com/reference/compose-file/services/#uts",
  userns_mode: "https://docs.docker.com/reference/compose-file/services/#userns_mode",
  cgroup: "https://docs.docker.com/reference/compose-file/services/#cgroup",
};

/** What a value of an attribute means, and the name behind its colon; absent for values that are not known. */
export function namespaceMode(key: string, value: string): { readonly mode: NamespaceMode; readonly name: string } | undefined {
  const mode = namespaceModes.find(
    (one) => one.key === key && (one.value.endsWith(":") ? value.startsWith(one.value) : one.value === value),
  );
  return mode && { mode, name: mode.value.endsWith(":") ? value.slice(mode.value.length) : "" };
}

/** Whether an attribute names a namespace. */
export function isNamespaceKey(key: string | undefined): key is NamespaceKey {
  return key !== undefined && Object.hasOwn(namespaceSources, key);
}
