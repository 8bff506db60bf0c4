/** One demand of a published standard, in our words. */
export interface Control {
  /** As the standard numbers it. */
  readonly id: string;
  readonly demand: string;
  /** Why no rule can judge it: nothing in a compose file shows it. */
  readonly notShown?: string;
}

const image = "what is inside an image";
const daemon = "how the engine is set up";
const host = "the host";
const practice = "how people work";

/** Sections 4 and 5 of the CIS Docker Benchmark 1.6.0, and those controls of section 2 that a compose file can touch. */
export const cisDockerControls: readonly Control[] = [
  { id: "2.7", demand: "The engine's API is not open on TCP without mutual TLS" },
  { id: "2.13", demand: "Logs are collected in one place, away from the host" },
  { id: "4.1", demand: "A container runs as a user of its own" },
  { id: "4.2", demand: "Images come from trusted sources" },
  { id: "4.3", demand: "No needless packages in the image", notShown: image },
  { id: "4.4", demand: "Images are scanned and rebuilt for security updates" },
  { id: "4.5", demand: "Content trust is on", notShown: daemon },
  { id: "4.6", demand: "The image has a HEALTHCHECK", notShown: image },
  { id: "4.7", demand: "Update instructions do not stand alone in a Dockerfile", notShown: image },
  { id: "4.8", demand: "No setuid and setgid programs in the image", notShown: image },
  { id: "4.9", demand: "COPY rather than ADD", notShown: image },
  { id: "4.10", demand: "No secrets in a Dockerfile and what it is built with" },
  { id: "4.11", demand: "Only verified packages", notShown: image },
  { id: "4.12", demand: "Signed artefacts are checked", notShown: "whether somebody checks a signature" },
  { id: "5.1", demand: "Swarm mode is off when it is not needed", notShown: daemon },
  { id: "5.2", demand: "The AppArmor profile is on" },
  { id: "5.3", demand: "SELinux options are set where they apply" },
  { id: "5.4", demand: "Only the capabilities that are needed" },
  { id: "5.5", demand: "No privileged containers" },
  { id: "5.6", demand: "No sensitive directories of the host" },
  { id: "5.7", demand: "No sshd in containers", notShown: image },
  { id: "5.8", demand: "No privileged port of the host without need" },
  { id: "5.9", demand: "Only the ports that are needed are open" },
  { id: "5.10", demand: "Not the host's network" },
  { id: "5.11", demand: "Memory is limited" },
  { id: "5.12", demand: "CPU time is shared out or limited" },
  { id: "5.13", demand: "The root file system is read-only" },
  { id: "5.14", demand: "Ports are bound to one interface of the host" },
  { id: "5.15", demand: "Restarts on failure are limited to 5", notShown: "whether endless restarts hurt" },
  { id: "5.16", demand: "Not the host's process ids" },
  { id: "5.17", demand: "Not the host's IPC" },
  { id: "5.18", demand: "No devices of the host without need" },
  { id: "5.19", demand: "Ulimits are set where the default does not do", notShown: daemon },
  { id: "5.20", demand: "Mounts do not propagate to the host" },
  { id: "5.21", demand: "Not the host's UTS namespace" },
  { id: "5.22", demand: "The default seccomp profile is on" },
  { id: "5.23", demand: "No privileged docker exec" },
  { id: "5.24", demand: "No docker exec as root" },
  { id: "5.25", demand: "The container stays in its own control group" },
  { id: "5.26", demand: "Processes gain no privileges" },
  { id: "5.27", demand: "Health is checked at run time", notShown: image },
  { id: "5.28", demand: "The current image runs, by a version that is pinned rather than by what is cached" },
  { id: "5.29", demand: "The number of processes is limited" },
  { id: "5.30", demand: "Not the default bridge, but networks of one's own" },
  { id: "5.31", demand: "Not the host's user namespace" },
  { id: "5.32", demand: "The engine's socket is in no container" },
];

/** The rules of the OWASP Docker Security Cheat Sheet. */
export const owaspDockerRules: readonly Control[] = [
  { id: "0", demand: "Keep host and engine up to date", notShown: host },
  { id: "1", demand: "Keep the engine's socket to yourself" },
  { id: "2", demand: "Set a user" },
  { id: "3", demand: "Limit capabilities" },
  { id: "4", demand: "Prevent the gaining of privileges" },
  { id: "5", demand: "Mind which containers reach each other" },
  { id: "5a", demand: "Mind that published ports pass by the host's firewall" },
  { id: "6", demand: "Use seccomp, AppArmor or SELinux" },
  { id: "7", demand: "Limit memory, CPU, files, processes and restarts" },
  { id: "8", demand: "Mount file systems and volumes read-only" },
  { id: "9", demand: "Scan containers in the build pipeline", notShown: practice },
  { id: "10", demand: "Keep the engine's log level at info", notShown: daemon },
  { id: "11", demand: "Run the engine rootless", notShown: daemon },
  { id: "12", demand: "Hand secrets over as secrets" },
  { id: "13", demand: "Secure the supply chain" },
];
