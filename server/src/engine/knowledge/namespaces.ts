/** A value of a namespace attribute, and what it opens. Source: Docker's networking and run references, and moby, daemon/oci_linux.go. */
export interface NamespaceSharing {
  readonly key: "network_mode" | "pid" | "ipc" | "uts" | "userns_mode" | "cgroup";
  readonly value: string;
  readonly opens: string;
  readonly instead: string;
}

export const namespaceSharings: readonly NamespaceSharing[] = [
  {
    key: "network_mode",
    value: "host",
    opens: "listens on every address of the host and reaches what is bound to its 127.0.0.1; NET_RAW sniffs the host's traffic",
    instead: "publish the ports that are needed",
  },
  {
    key: "pid",
    value: "host",
    opens: "sees every process of the host with its command line and environment, and root may signal and, with SYS_PTRACE, enter them",
    instead: "join one service's processes with pid: service:NAME",
  },
  {
    key: "ipc",
    value: "host",
    opens: "reads and writes the shared memory of the host's programs, /dev/shm included",
    instead: "shm_size for more shared memory, ipc: shareable and ipc: service:NAME for two containers",
  },
  { key: "uts", value: "host", opens: "shows the host's name and its changes", instead: "hostname" },
  {
    key: "userns_mode",
    value: "host",
    opens: "leaves the engine's user mapping: root in the container is root on the host again",
    instead: "nothing",
  },
  { key: "cgroup", value: "host", opens: "shows the control groups of the whole host", instead: "cgroup: private" },
];

/** What a value shares with the host; absent for values that share nothing with it. */
export function namespaceSharing(key: string, value: string): NamespaceSharing | undefined {
  return namespaceSharings.find((one) => one.key === key && one.value === value);
}
