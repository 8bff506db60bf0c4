import type { Capability } from "./capability.js";

/** Capabilities by number: 0 to 13. Facts from capabilities(7), the kernel's sources and Docker's profiles, as each entry's references say. */
export const firstCapabilities: readonly Capability[] = [
  {
    name: "CHOWN",
    number: 0,
    since: "2.2",
    dockerDefault: true,
    risk: "low",
    escape: false,
    summary: "Lets a process give any file to any user or group.",
    allows: [
      "Change the owner and group of files it does not own",
      "Works on every filesystem mounted writable in the container, bind mounts included",
    ],
    risks: [
      "A compromised root process can take over files on a writable bind mount, because without user namespaces the container's UIDs are the host's UIDs",
      "Re-owning a shared volume can hand its content to another account or lock the real owner out",
    ],
    neededBy: [
      "Entrypoints that hand a data directory to the service account before dropping root (postgres, mysql, mongo, wordpress, nextcloud)",
      "nginx started as root, which chowns its temp directories to the worker user",
    ],
    saferAlternative: "Set user: to the UID the image documents and prepare the volume's ownership once, outside the container.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
      "https://github.com/docker-library/postgres/blob/master/docker-entrypoint.sh",
    ],
  },
  {
    name: "DAC_OVERRIDE",
    number: 1,
    since: "2.2",
    dockerDefault: true,
    risk: "medium",
    escape: false,
    summary: "Switches off ordinary read, write and execute permission checks on files.",
    allows: ["Read, write and execute regardless of mode bits and ACLs", "Enter directories that mode 0700 reserves for another user"],
    risks: [
      "Everything on a writable bind mount becomes writable whatever its mode, so a wide mount turns into host file tampering",
      "Secrets mounted 0400 for another UID become readable",
      "Paired with DAC_READ_SEARCH it upgrades the file-handle escape from reading host files to writing them",
    ],
    neededBy: [
      "A root entrypoint that must walk a 0700 data directory already owned by the service account on the second and later starts (postgres, mariadb, mongo, redis with AOF)",
      "Unpacking application code into a directory owned by www-data (wordpress, nextcloud)",
    ],
    saferAlternative: "Run the service with user: set, so that no root process has to cross somebody else's permissions.",
    notes:
      "Preferred over DAC_READ_SEARCH for entrypoints that only need to traverse: DAC_READ_SEARCH additionally unlocks open_by_handle_at in Docker's seccomp profile.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/linux-capabilities.md",
    ],
  },
  {
    name: "DAC_READ_SEARCH",
    number: 2,
    since: "2.2",
    dockerDefault: false,
    risk: "critical",
    escape: true,
    escapeWith: "DAC_OVERRIDE (turns host file reading into writing)",
    summary:
      "Bypasses read and directory-search checks and permits opening files by raw handle, which ignores the container's mount namespace.",
    allows: [
      "Read any file and list any directory regardless of mode",
      "Call open_by_handle_at(2) with guessed or forged file handles",
      "Link to a file known only by descriptor (linkat with AT_EMPTY_PATH)",
    ],
    risks: [
      "The 2014 'shocker' technique: with one descriptor on a host filesystem (Docker bind-mounts /etc/hostname, /etc/hosts and /etc/resolv.conf into every container) handles of arbitrary host files can be guessed and opened for reading",
      "With DAC_OVERRIDE the same handles can be opened for writing",
    ],
    neededBy: ["Backup or indexing agents that must read every user's files without write access"],
    unlocks: ["open_by_handle_at"],
    saferAlternative:
      "Mount only the directories to be read, read-only, and run as a UID or supplementary group (group_add) that may read them.",
    notes:
      "Docker does not grant it by default. Its only seccomp effect is unlocking open_by_handle_at; name_to_handle_at is allowed to everybody.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/profiles/blob/main/seccomp/default_linux.go",
      "https://medium.com/@fun_cuddles/docker-breakout-exploit-analysis-a274fff0e6b3",
      "https://github.com/cdk-team/CDK/wiki/Exploit:-cap-dac-read-search",
    ],
  },
  {
    name: "FOWNER",
    number: 3,
    since: "2.2",
    dockerDefault: true,
    risk: "low",
    escape: false,
    summary: "Skips the checks that reserve chmod, utime, ACL and similar operations to a file's owner.",
    allows: [
      "chmod, utimes, ACL and inode-flag changes on files owned by others",
      "Delete from sticky directories whatever the owner",
      "Use O_NOATIME on any file",
    ],
    risks: [
      "Can loosen permissions or add set-user-ID bits on files owned by other users on a writable bind mount",
      "Removes the protection of sticky shared directories",
    ],
    neededBy: [
      "tar or rsync as root restoring modes and times on files just handed to www-data (wordpress, nextcloud first start)",
      "Setting the modes of a volume owned by the service user",
    ],
    saferAlternative: "Pre-create directories with the right owner and mode, or run the container as the owner.",
    notes: "Often listed for postgres, but its entrypoint tolerates the failing chmod: FOWNER only silences a warning there.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
    ],
  },
  {
    name: "FSETID",
    number: 4,
    since: "2.2",
    dockerDefault: true,
    risk: "low",
    escape: false,
    summary: "Keeps set-user-ID and set-group-ID bits when a file is changed, and allows setting the set-group-ID bit for a foreign group.",
    allows: ["Preserve setuid/setgid bits across writes", "Set the setgid bit on a file whose group the process is not in"],
    risks: [
      "Helps plant or keep set-user-ID programs on a writable volume, which matter once somebody outside the container executes them",
    ],
    neededBy: ["Package installation inside a running container, mail and print servers with setgid spool directories"],
    saferAlternative: "Install packages at image build time; mount volumes with nosuid and set no-new-privileges.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
    ],
  },
  {
    name: "KILL",
    number: 5,
    since: "2.2",
    dockerDefault: true,
    risk: "low",
    escape: false,
    escapeWith: "pid: host (host processes become targets)",
    summary: "Lets a process signal processes of other users.",
    allows: ["Send any signal to any process visible in the PID namespace, without matching UIDs"],
    risks: [
      "Inside a private PID namespace the reach is the container's own processes",
      "With pid: host or a shared PID namespace it can stop host daemons or neighbouring containers",
    ],
    neededBy: [
      "A supervisor running as root that must stop children running as another user (s6-overlay images, supervisord, the ClickHouse init phase)",
    ],
    saferAlternative:
      "Run supervisor and children under the same UID; docker stop itself does not need it because the daemon signals PID 1 from the host.",
    notes:
      "Measured: without KILL a root s6-svscan cannot stop a child running as another user; s6-svc -d reports no error and the child stays.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
    ],
  },
  {
    name: "SETGID",
    number: 6,
    since: "2.2",
    dockerDefault: true,
    risk: "medium",
    escape: false,
    summary: "Lets a process switch to any group, set any supplementary groups and forge group credentials on Unix sockets.",
    allows: [
      "setgid, setresgid, setgroups to arbitrary values",
      "Send forged group IDs over Unix sockets",
      "Write group maps of a new user namespace",
    ],
    risks: [
      "A compromised process can adopt the group that owns a mounted socket or file, such as the docker group's GID on a mounted docker.sock",
      "Undoes a separation of services by group inside one container",
    ],
    neededBy: [
      "Every entrypoint that drops root with gosu, su-exec, setpriv, s6-setuidgid or su",
      "sshd, cron, apache and nginx worker switching",
    ],
    saferAlternative: "user: (and group_add:) in the Compose file instead of a privilege drop inside the container.",
    notes:
      "Measured: gosu, setpriv --clear-groups/--init-groups, s6-setuidgid and su all need SETGID and SETUID together; either alone fails.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
    ],
  },
  {
    name: "SETUID",
    number: 7,
    since: "2.2",
    dockerDefault: true,
    risk: "medium",
    escape: false,
    summary: "Lets a process become any user and forge user credentials on Unix sockets.",
    allows: [
      "setuid, setresuid, setfsuid to arbitrary values",
      "Send forged user IDs over Unix sockets",
      "Write user maps of a new user namespace",
    ],
    risks: [
      "A compromised non-root helper that keeps it can return to UID 0",
      "On bind mounts the assumed UID is the host's UID of the same number",
    ],
    neededBy: [
      "Every entrypoint that drops root with gosu, su-exec, setpriv, s6-setuidgid or su",
      "sshd, cron, samba, dovecot and other multi-user daemons",
    ],
    saferAlternative: "user: in the Compose file instead of a privilege drop inside the container.",
    notes:
      "Dropping it can make things worse silently: the official redis image (8.0.2+) keeps running as root when SETUID/SETGID are missing, and cron starts but never runs a job.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
      "https://hub.docker.com/_/redis",
    ],
  },
  {
    name: "SETPCAP",
    number: 8,
    since: "2.2",
    dockerDefault: true,
    risk: "low",
    escape: false,
    summary:
      "Lets a process move capabilities within its own sets: raise inheritable ones from the bounding set, drop from the bounding set, change securebits.",
    allows: [
      "Add bounding-set capabilities to its inheritable set",
      "Remove capabilities from its bounding set",
      "Change securebits flags",
    ],
    risks: ["Little alone: it never yields a capability that the bounding set lacks"],
    neededBy: [
      "Programs that shrink their own bounding set while dropping privileges (the redis 8 entrypoint uses setpriv --bounding-set=-all)",
    ],
    saferAlternative: "Drop everything in the Compose file, so that nothing is left to drop at run time.",
    notes:
      "On kernels with file capabilities (2.6.24 and newer) it no longer lets a process change other processes' capabilities, which older texts still claim. Measured: setpriv --bounding-set=-all without SETPCAP still succeeds but leaves the bounding set unchanged.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
    ],
  },
  {
    name: "LINUX_IMMUTABLE",
    number: 9,
    since: "2.2",
    dockerDefault: false,
    risk: "medium",
    escape: false,
    summary: "Allows setting and clearing the immutable and append-only inode flags.",
    allows: ["chattr +i/-i and +a/-a on filesystems that support the flags"],
    risks: [
      "Can freeze files on a bind mount so that even host root must clear the flag first, a persistence and sabotage trick",
      "Can lift append-only protection from mounted logs",
    ],
    neededBy: ["Backup or hardening tools that manage such flags on mounted data"],
    saferAlternative: "Do it on the host, outside the container.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/torvalds/linux/blob/master/include/uapi/linux/capability.h",
    ],
  },
  {
    name: "NET_BIND_SERVICE",
    number: 10,
    since: "2.2",
    dockerDefault: true,
    risk: "low",
    escape: false,
    escapeWith: "network_mode: host (host ports)",
    summary: "Permits listening on TCP and UDP ports below the kernel's unprivileged-port threshold.",
    allows: ["Bind ports below net.ipv4.ip_unprivileged_port_start (kernel default 1024)"],
    risks: ["Lets a compromised service claim a well-known port; serious mainly with network_mode: host, where the port is the host's"],
    neededBy: [
      "Services on ports below 1024 under network_mode: host",
      "Binaries that carry the capability as a file capability (official caddy, coredns, adguardhome, coturn): the kernel refuses to execute them without it",
      "chronyd, which fails to start without it even when the port is free to all",
    ],
    saferAlternative:
      "Usually unnecessary: Docker sets net.ipv4.ip_unprivileged_port_start=0 in every container with its own network namespace since 20.10. Otherwise listen on a high port and publish it as 80/443, or set that sysctl explicitly.",
    notes:
      "moby (daemon/oci_linux.go, withCommonOptions) sets the sysctl to 0 when the network mode is neither host nor container:; a sysctls: entry overrides it. With service:/container: network mode the owner's value applies. The value 0 does not help a binary with file capability cap_net_bind_service=+ep: if the bounding set lacks it, execve fails with 'operation not permitted' even for root and even with",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
      "https://github.com/moby/moby/blob/master/daemon/oci_linux.go",
      "https://github.com/moby/moby/pull/41030",
    ],
  },
  {
    name: "NET_BROADCAST",
    number: 11,
    since: "2.2",
    dockerDefault: false,
    risk: "low",
    escape: false,
    summary: "Meant for broadcasting and multicast listening, but the kernel never checks it.",
    allows: ["Nothing: the manual page marks it unused"],
    risks: ["None known"],
    neededBy: ["None; older keepalived instructions list it out of habit"],
    saferAlternative: "Remove it: it has no effect.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/torvalds/linux/blob/master/include/uapi/linux/capability.h",
      "https://github.com/osixia/docker-keepalived",
    ],
  },
  {
    name: "NET_ADMIN",
    number: 12,
    since: "2.2",
    dockerDefault: false,
    risk: "high",
    escape: false,
    escapeWith: "network_mode: host (control of the host's network stack)",
    summary: "Full configuration rights over the network stack the container is in.",
    allows: [
      "Create and configure interfaces, addresses, routes and tunnels",
      "Change netfilter/nftables/iptables rules and traffic control",
      "Promiscuous mode, transparent proxy binding, socket options such as SO_MARK and SO_RCVBUFFORCE",
    ],
    risks: [
      "In its own network namespace: redirect, sniff or drop the traffic of everything sharing that namespace, spoof on the bridge",
      "With network_mode: host: rewrite the host's firewall and routes, cut off or intercept host traffic",
      "Opens much kernel attack surface (netfilter, tc), a frequent source of privilege-escalation bugs",
    ],
    neededBy: [
      "VPN and tunnel containers (wireguard, openvpn, gluetun, tailscale in kernel mode)",
      "fail2ban and other firewall managers, keepalived, DHCP servers",
      "Packet sniffers and IDS",
    ],
    saferAlternative:
      "Put only the VPN in that container and let others join its network (network_mode: service:vpn); use userspace modes (tailscale's default) where they exist; for bigger UDP buffers raise net.core.rmem_max/wmem_max on the host.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/torvalds/linux/blob/master/include/uapi/linux/capability.h",
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/linux-capabilities.md",
      "https://man7.org/linux/man-pages/man7/network_namespaces.7.html",
    ],
  },
  {
    name: "NET_RAW",
    number: 13,
    since: "2.2",
    dockerDefault: true,
    risk: "medium",
    escape: false,
    escapeWith: "network_mode: host (host traffic capture)",
    summary: "Permits raw and packet sockets.",
    allows: [
      "Craft arbitrary IP packets",
      "Open AF_PACKET sockets and read all traffic of the namespace",
      "Bind to any address for transparent proxying",
    ],
    risks: [
      "ARP, DNS and IPv6 router spoofing against containers on the same bridge network",
      "Reaches AF_PACKET kernel code, which has had exploitable bugs (CVE-2020-14386 needed exactly this capability)",
    ],
    neededBy: [
      "ping binaries that use raw sockets or carry cap_net_raw as file capability",
      "DHCP servers, network scanners, packet capture, keepalived",
    ],
    saferAlternative:
      "Unprivileged ICMP: Docker sets net.ipv4.ping_group_range='0 2147483647' in containers with their own network namespace, so ping works without it unless the binary carries file capabilities.",
    notes:
      "Measured on Debian 12: /usr/bin/ping has cap_net_raw=ep, so with cap_drop ALL it cannot even be executed; a copy without the file capability works.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://github.com/moby/moby/blob/master/daemon/pkg/oci/caps/defaults.go",
      "https://github.com/containers/common/blob/main/pkg/config/default.go",
      "https://github.com/moby/moby/blob/master/daemon/oci_linux.go",
    ],
  },
];
