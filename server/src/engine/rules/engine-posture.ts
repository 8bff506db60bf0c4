import type { Severity } from "./rule.js";

/**
 * What the file runs on. "rootful" is Docker's engine as root, with its default settings, which all rules have in mind; "desktop" runs it in a
 * virtual machine of its own.
 */
export const enginePostures = ["rootful", "rootless", "desktop", "userns-remap"] as const;

export type EnginePosture = (typeof enginePostures)[number];

/** What a rule's finding is where another engine takes away what it rests on. */
export interface PostureEffect {
  readonly severity: Severity;
  /** What holds there; completes a sentence behind a colon. "It" is the service. */
  readonly because: string;
}

export type PostureEffects = Readonly<Partial<Record<Exclude<EnginePosture, "rootful">, PostureEffect>>>;

/** How a sentence names the engine. */
export const engineWords: Readonly<Record<Exclude<EnginePosture, "rootful">, string>> = {
  rootless: "on a rootless engine",
  desktop: "in Docker Desktop",
  "userns-remap": "with userns-remap",
};

/** What several rules rest on. Sources: the pages of Docker's manual on rootless mode and on userns-remap, user_namespaces(7). */
export const premises = {
  /** Root in a container of a rootless engine has the uid of the user who started the engine. */
  rootIsUser: "root in it is the user who runs the engine",
  /** Whoever controls a rootless engine mounts what that user may read and write. */
  socketOfUser: "this opens the account of the user who runs the engine",
  /** The engine of Docker Desktop mounts every folder that its file sharing lets through. */
  socketOfDesktop: "this opens every folder that Docker Desktop shares",
  /** Root in a container is root in the virtual machine, whose engine mounts the shared folders. */
  machine: "this opens its virtual machine, and the folders shared with it",
  /** What "the host" is, is that virtual machine. */
  hostIsMachine: "the host is its virtual machine",
  /** The socket belongs to root and a group, neither of which is in the map. */
  socketClosed: "root in it may not open the engine's socket",
  /** `capable()` in the kernel asks for the initial user namespace. */
  ownCapabilities: "a capability counts in its own user namespace only",
  /** Files and devices keep their owners, of whom the container has none. */
  anybodysRights: "root in it may only do what every user of the host may",
  usersRights: "root in it may only do what the user who runs the engine may",
  /** mknod(2) is refused in a user namespace. */
  noNewDevices: "nobody in it can make a device",
  mappedGroups: "its groups are none of the host's",
  /** Source: moby, daemon/daemon_unix.go. */
  refused: "the engine refuses to start it",
} as const;
