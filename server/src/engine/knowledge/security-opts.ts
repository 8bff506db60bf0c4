/** One value of `security_opt`, or a family of them. Source: Docker's reference for `docker container run`, and moby, daemon/daemon_unix.go. */
export interface SecurityOption {
  /** As it is offered. */
  readonly option: string;
  readonly key: string;
  /** What its value begins with; absent where any other value of the key is meant. */
  readonly value?: string;
  /** What it does, for completion lists. */
  readonly summary: string;
  readonly weakens: boolean;
  /** What it opens to an attacker, or closes. */
  readonly effect: string;
  /** Who sets it, or what stops with it. */
  readonly neededBy?: string;
  readonly instead?: string;
  readonly source: string;
}

const docs = {
  noNewPrivileges: "https://docs.kernel.org/userspace-api/no_new_privs.html",
  seccomp: "https://docs.docker.com/engine/security/seccomp/",
  appArmor: "https://docs.docker.com/engine/security/apparmor/",
  run: "https://docs.docker.com/reference/cli/docker/container/run/#security-opt",
  paths: "https://github.com/moby/moby/blob/master/daemon/pkg/oci/defaults.go",
  cgroups: "https://docs.kernel.org/admin-guide/cgroup-v2.html",
  podman: "https://docs.podman.io/en/latest/markdown/podman-run.1.html#security-opt-option",
} as const;

/** The narrower value of a key stands before the one for all others. */
export const securityOptions: readonly SecurityOption[] = [
  {
    option: "no-new-privileges:true",
    key: "no-new-privileges",
    value: "true",
    summary: "setuid programs and file capabilities give no rights",
    weakens: false,
    effect: "Whoever breaks into a process that is not root finds no setuid program that makes them root: `su` and `sudo` give nothing.",
    neededBy:
      "Programs that call `su`, `sudo` or `ping` with file capabilities stop; `gosu` and `su-exec` go on, since they only give rights up.",
    source: docs.noNewPrivileges,
  },
  {
    option: "apparmor=docker-default",
    key: "apparmor",
    value: "docker-default",
    summary: "Docker's own AppArmor profile, which is the default",
    weakens: false,
    effect: "Denies mounts, and writes to most of `/proc` and `/sys`, even to root with the capability for them.",
    source: docs.appArmor,
  },
  {
    option: "seccomp=builtin",
    key: "seccomp",
    value: "builtin",
    summary: "Docker's own system call filter, which is the default",
    weakens: false,
    effect: "Closes about 44 of more than 300 system calls, and opens some of them again for the capabilities that are added.",
    source: docs.seccomp,
  },
  {
    option: "label=type:container_t",
    key: "label",
    value: "type:",
    summary: "SELinux type of the process",
    weakens: false,
    effect: "Decides which files of the host the process may touch: `container_t` those of containers alone, `spc_t` everything.",
    source: docs.run,
  },
  {
    option: "seccomp=unconfined",
    key: "seccomp",
    value: "unconfined",
    summary: "switches the system call filter off",
    weakens: true,
    effect:
      "Opens every system call of the kernel, those among them in which holes were found again and again: `keyctl`, `userfaultfd`, new user namespaces.",
    neededBy: "Debuggers, profilers and browsers with a sandbox of their own ask for it; old engines needed it for new system calls.",
    instead: "Take Docker's filter and allow the one call: `seccomp=./profile.json`, or the capability that opens it.",
    source: docs.seccomp,
  },
  {
    option: "seccomp=./seccomp.json",
    key: "seccomp",
    summary: "a system call filter of your own, read when the container is created",
    weakens: false,
    effect: "Allows what the file allows, in place of Docker's filter. Compose reads it on the client, from the project's directory.",
    source: docs.seccomp,
  },
  {
    option: "apparmor=unconfined",
    key: "apparmor",
    value: "unconfined",
    summary: "switches the AppArmor profile off",
    weakens: true,
    effect: "Root with SYS_ADMIN may mount, and root may write wherever `/proc` and `/sys` are mounted writable.",
    neededBy: "FUSE and mounts inside the container, which ask for SYS_ADMIN, too.",
    instead: "Load a profile that allows the one thing, and name it: `apparmor=my-profile`.",
    source: docs.appArmor,
  },
  {
    option: "label=disable",
    key: "label",
    value: "disable",
    summary: "switches SELinux separation off",
    weakens: true,
    effect: "The process runs as `spc_t`: SELinux no longer keeps it from the host's files and sockets.",
    neededBy: "Mounts of folders that must not be labelled anew, such as `/home` or the engine's socket.",
    instead: "Put `:z` or `:Z` behind the mount, which labels it for containers.",
    source: docs.run,
  },
  {
    option: "systempaths=unconfined",
    key: "systempaths",
    value: "unconfined",
    summary: "opens the masked and read-only paths below /proc and /sys",
    weakens: true,
    effect: "Root writes to `/proc/sys` and `/proc/sysrq-trigger` of the host: a `core_pattern` of their own is code as root on the host.",
    neededBy: "Containers inside the container, such as builders without root.",
    instead: "Set the one value by `sysctls`.",
    source: docs.paths,
  },
  {
    option: "no-new-privileges:false",
    key: "no-new-privileges",
    value: "false",
    summary: "lets setuid programs give rights, even where the engine forbids it for all",
    weakens: true,
    effect:
      "Whoever breaks into a process that is not root may become root by a setuid program, even where the engine forbids that for all.",
    instead: "Leave it out, or write `no-new-privileges:true`.",
    source: docs.noNewPrivileges,
  },
  {
    option: "writable-cgroups=true",
    key: "writable-cgroups",
    value: "true",
    summary: "makes the container's control groups writable",
    weakens: true,
    effect: "Root in the container lifts its own limits of memory, processes and CPU.",
    neededBy: "systemd as the container's first process.",
    source: docs.cgroups,
  },
];

/** Values that are explained and not offered: rarer ones, and those of Podman. */
const others: readonly SecurityOption[] = [
  {
    option: "apparmor=PROFILE",
    key: "apparmor",
    summary: "an AppArmor profile of this host, which has to be loaded there",
    weakens: false,
    effect: "Allows what that profile allows, in place of Docker's. The container does not start where the host has not loaded it.",
    source: docs.appArmor,
  },
  {
    option: "label=nested",
    key: "label",
    value: "nested",
    summary: "lets the container label files for containers of its own (Podman)",
    weakens: true,
    effect: "Processes may change SELinux labels within the container.",
    source: docs.podman,
  },
  {
    option: "label=PART:VALUE",
    key: "label",
    summary: "one part of the process's SELinux label: user, role, type, level or filetype",
    weakens: false,
    effect: "Decides which files the process may touch. Containers with the same level reach each other's files.",
    source: docs.run,
  },
  {
    option: "writable-cgroups=false",
    key: "writable-cgroups",
    value: "false",
    summary: "leaves the container's control groups read-only, which is the default",
    weakens: false,
    effect: "Root in the container cannot lift its limits of memory, processes and CPU.",
    source: docs.cgroups,
  },
  {
    option: "unmask=PATHS",
    key: "unmask",
    summary: "opens masked paths below /proc and /sys (Podman)",
    weakens: true,
    effect: "Root reads, and may write, what is hidden from containers; `ALL` opens everything.",
    source: docs.podman,
  },
  {
    option: "mask=PATHS",
    key: "mask",
    summary: "hides more paths from the container (Podman)",
    weakens: false,
    effect: "What stands at these paths is an empty file or folder in the container.",
    source: docs.podman,
  },
];

/** The facts of a value; absent for keys that no engine knows. Truth is written as Go reads it. */
export function securityOption(key: string, value: string | undefined): SecurityOption | undefined {
  const truth = /^(?:1|t|T|TRUE|true|True)$/u.test(value ?? "true") ? "true" : value;
  const isSwitch = key === "no-new-privileges" || key === "writable-cgroups";
  const wanted = isSwitch ? (truth === "true" ? "true" : "false") : (value ?? "");
  const known = [...securityOptions, ...others].filter((one) => one.key === key);
  return (
    known.find((one) => one.value !== undefined && (one.value.endsWith(":") ? wanted.startsWith(one.value) : one.value === wanted)) ??
    known.find((one) => one.value === undefined)
  );
}
