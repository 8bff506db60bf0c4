/** One value of `security_opt`. Source: Docker's reference for `docker container run`, and moby, daemon/daemon_unix.go. */
export interface SecurityOption {
  readonly option: string;
  /** What it does, for completion lists. */
  readonly summary: string;
  readonly weakens: boolean;
}

export const securityOptions: readonly SecurityOption[] = [
  { option: "no-new-privileges:true", summary: "setuid programs and file capabilities give no rights", weakens: false },
  { option: "apparmor=docker-default", summary: "Docker's own AppArmor profile, which is the default", weakens: false },
  { option: "seccomp=builtin", summary: "Docker's own system call filter, which is the default", weakens: false },
  { option: "seccomp=./seccomp.json", summary: "a system call filter of your own, read when the container is created", weakens: false },
  { option: "label=type:container_t", summary: "SELinux type of the process", weakens: false },
  { option: "seccomp=unconfined", summary: "switches the system call filter off", weakens: true },
  { option: "apparmor=unconfined", summary: "switches the AppArmor profile off", weakens: true },
  { option: "label=disable", summary: "switches SELinux separation off", weakens: true },
  { option: "systempaths=unconfined", summary: "opens the masked and read-only paths below /proc and /sys", weakens: true },
  {
    option: "no-new-privileges:false",
    summary: "lets setuid programs give rights, even where the engine forbids it for all",
    weakens: true,
  },
  { option: "writable-cgroups=true", summary: "makes the container's control groups writable", weakens: true },
];
