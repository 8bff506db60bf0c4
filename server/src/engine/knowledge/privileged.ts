/** What `privileged: true` switches off. Source: moby, daemon/oci_linux.go (WithPrivileged and its neighbours). */
export const privilegedSwitchesOff: readonly string[] = [
  "all 41 capabilities are granted, `cap_drop` notwithstanding",
  "every device of the host is passed, disks and memory included",
  "the seccomp filter of system calls is off",
  "the AppArmor profile and SELinux separation are off",
  "`/sys`, `/proc/sys` and the control groups are writable, nothing below `/proc` is masked",
];

/** Capabilities or devices that something in a service speaks for. */
export interface GrantEvidence {
  readonly capAdd?: readonly string[];
  readonly devices?: readonly string[];
  /** What was seen, as a text of which `{0}` is put in: "the device {0}". */
  readonly because: readonly [text: string, what: string | number];
}

/** What images that start as root and switch to a user of their own mostly need (gosu, su-exec, s6, setpriv). */
export const switchUserCapabilities: readonly string[] = ["CHOWN", "SETUID", "SETGID", "DAC_OVERRIDE", "FOWNER"];

const byDevice: readonly (readonly [pattern: RegExp, capAdd: readonly string[]])[] = [
  [/^\/dev\/net\/tun$/u, ["NET_ADMIN"]],
  [/^\/dev\/vhost-net$/u, ["NET_ADMIN"]],
  [/^\/dev\/ppp$/u, ["NET_ADMIN"]],
  [/^\/dev\/fuse$/u, ["SYS_ADMIN"]],
  [/^\/dev\/(?:sd[a-z]+|sg\d+|disk\/.+)$/u, ["SYS_RAWIO"]],
  [/^\/dev\/nvme\d+(?:n\d+)?$/u, ["SYS_ADMIN"]],
  [/^\/dev\/(?:mem|port)$/u, ["SYS_RAWIO"]],
  [/^\/dev\/kmsg$/u, ["SYSLOG"]],
  [/^\/dev\/(?:rtc\d*|pps\d+|ptp\d+)$/u, ["SYS_TIME"]],
  [
    /^\/dev\/(?:dri|kfd|nvidia|tty(?:USB|ACM|AMA|S)|serial|video|snd|bus\/usb|apex_|hidraw|input|i2c-|spidev|gpio|vchiq|watchdog|kvm|uinput)/u,
    [],
  ],
];

/** What a passed device needs beside itself; an empty list says that the device alone is enough. Absent for devices we cannot judge. */
export function grantsForDevice(path: string): GrantEvidence | undefined {
  const found = byDevice.find(([pattern]) => pattern.test(path));
  return found === undefined ? undefined : { capAdd: found[1], because: ["the device {0}", path] };
}

const byMount: Readonly<Record<string, readonly string[]>> = {
  "/sys/kernel/debug": ["PERFMON", "BPF"],
  "/sys/kernel/tracing": ["PERFMON", "BPF"],
  "/sys/fs/bpf": ["BPF"],
  "/run/xtables.lock": ["NET_ADMIN", "NET_RAW"],
  "/lib/modules": ["NET_ADMIN"],
};

/** What a mounted host path hints at. `/lib/modules` is mounted by programs that set up firewalls and tunnels. */
export function grantsForMount(hostPath: string): GrantEvidence | undefined {
  const capAdd = byMount[hostPath];
  return capAdd === undefined ? undefined : { capAdd, because: ["the mount {0}", hostPath] };
}

/** Sysctls of the network speak for a router or a tunnel. */
export function grantsForSysctl(name: string): GrantEvidence | undefined {
  const routes = /^net[./]ipv[46][./](?:ip_forward|conf[./].+[./](?:forwarding|src_valid_mark|proxy_arp|proxy_ndp))$/u.test(name);
  return routes ? { capAdd: ["NET_ADMIN"], because: ["the sysctl {0}", name] } : undefined;
}

const byProgram: readonly (readonly [programs: readonly string[], capAdd: readonly string[]])[] = [
  [["iptables", "ip6tables", "nft", "ipset", "ip", "tc", "wg", "wg-quick", "brctl", "ifconfig", "route"], ["NET_ADMIN"]],
  [
    ["openvpn", "tailscaled", "zerotier-one", "ocserv", "xl2tpd", "pppd", "keepalived"],
    ["NET_ADMIN", "NET_RAW"],
  ],
  [["tcpdump", "tshark", "nmap", "arping", "arp-scan", "dhcpd", "dnsmasq"], ["NET_RAW"]],
  [["strace", "gdb", "ltrace", "perf", "bpftrace"], ["SYS_PTRACE"]],
  [["mount", "umount", "mount.nfs", "mount.cifs", "sshfs", "rclone", "fusermount", "unshare", "nsenter"], ["SYS_ADMIN"]],
  [["ntpd", "chronyd", "ptp4l", "phc2sys", "hwclock"], ["SYS_TIME"]],
  [["smartctl", "smartd", "hdparm"], ["SYS_RAWIO"]],
  [["dmesg"], ["SYSLOG"]],
];

/** What the programs of a command need, wherever they stand in it. */
export function grantsForCommand(words: readonly string[]): GrantEvidence | undefined {
  const programs = words.flatMap((word) => word.split(/[\s;&|()]+/u)).map((word) => word.slice(word.lastIndexOf("/") + 1));
  const hits = byProgram.flatMap(([names, capAdd]) => names.filter((name) => programs.includes(name)).map((name) => ({ name, capAdd })));
  if (hits.length === 0) return undefined;
  const names = [...new Set(hits.map(({ name }) => name))];
  return { capAdd: [...new Set(hits.flatMap(({ capAdd }) => capAdd))], because: ["{0} in its command", names.join(", ")] };
}

/** On the host's network low ports are kept for those with the capability. */
export function grantsForPort(port: number): GrantEvidence | undefined {
  return Number.isInteger(port) && port > 0 && port < 1024
    ? { capAdd: ["NET_BIND_SERVICE"], because: ["port {0} on the host's network", port] }
    : undefined;
}

/** Ready-made sets for clients without a chooser, the commonest use first. */
export const commonCapabilitySets: readonly {
  readonly title: string;
  readonly capAdd: readonly string[];
  readonly devices?: readonly string[];
  readonly description: string;
}[] = [
  {
    title: "a VPN or tunnel",
    capAdd: ["NET_ADMIN"],
    devices: ["/dev/net/tun"],
    description: "Tunnels and routes of the container's own network.",
  },
  { title: "network administration", capAdd: ["NET_ADMIN", "NET_RAW"], description: "Addresses, routes, firewall rules and raw packets." },
  { title: "packet capture", capAdd: ["NET_RAW"], description: "Raw and packet sockets: ping, tcpdump, DHCP." },
  { title: "debugging and tracing", capAdd: ["SYS_PTRACE", "PERFMON"], description: "Debuggers, profilers and performance counters." },
  { title: "setting the clock", capAdd: ["SYS_TIME"], description: "Time servers that set the host's clock." },
  {
    title: "images that switch user",
    capAdd: switchUserCapabilities,
    description: "Start as root, own the data folder, go on as another user.",
  },
  {
    title: "FUSE mounts",
    capAdd: ["SYS_ADMIN"],
    devices: ["/dev/fuse"],
    description: "Still close to root on the host: mount on the host instead where you can.",
  },
];
