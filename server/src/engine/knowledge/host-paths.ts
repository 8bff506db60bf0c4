import { credentialPaths } from "./host-paths/credentials.js";
import { etcPaths } from "./host-paths/etc.js";
import { filesystemPaths } from "./host-paths/filesystem.js";
import type { HostPath } from "./host-paths/host-path.js";
import { kernelPaths } from "./host-paths/kernel.js";
import { type SocketFolder, socketFolders } from "./host-paths/socket-folders.js";
import { socketPaths } from "./host-paths/sockets.js";

export type { Gain, HostPath } from "./host-paths/host-path.js";
export type { SocketFolder } from "./host-paths/socket-folders.js";

/** Every path of the host that is worth a word. */
export const hostPaths: readonly HostPath[] = [...socketPaths, ...filesystemPaths, ...etcPaths, ...credentialPaths, ...kernelPaths];

/** One spelling of each path: `/var/run` is `/run`, Windows drives in upper case with slashes, no slash at the end. */
export function canonicalHostPath(path: string): string {
  const slashed = /^(?:[A-Za-z]:|\\\\)/u.test(path) ? path.replaceAll("\\", "/") : path;
  const drive = /^(?<letter>[A-Za-z]):/u.test(slashed) ? slashed[0]?.toUpperCase() + slashed.slice(1) : slashed;
  const pipe = drive.startsWith("//");
  const plain = drive.replaceAll(/\/{2,}/gu, "/").replace(/(?<=.)\/$/u, "");
  const run = plain === "/var/run" || plain.startsWith("/var/run/") ? plain.slice("/var".length) : plain;
  return pipe ? `/${run}` : run;
}

const patterns = hostPaths.flatMap((entry) =>
  [entry.path, ...(entry.also ?? [])].map((path) => ({ entry, segments: canonicalHostPath(path).split("/") })),
);

/** The entry that matches closest; absent for paths that open nothing we know of. */
export function hostPath(path: string): HostPath | undefined {
  const spellings = hostPathSpellings(path).map((spelling) => spelling.split("/"));
  let best: { readonly entry: HostPath; readonly weight: number } | undefined;
  for (const { entry, segments: pattern } of patterns) {
    if (!spellings.some((segments) => covers(entry.match, pattern, segments))) continue;
    const weight = pattern.filter((segment) => segment !== "").length * 2 + (entry.match === "exact" ? 1 : 0);
    if (best === undefined || weight > best.weight) best = { entry, weight };
  }
  return best?.entry;
}

/** The canonical path, and `~/.ssh` for `/home/me/.ssh`, `/root/.ssh` and the like: anybody's home is the same to an attacker. */
export function hostPathSpellings(path: string): readonly string[] {
  const canonical = canonicalHostPath(path).replace(/^~root(?=\/|$)/u, "/root");
  const inHome = canonical.replace(home, "~");
  return inHome === canonical ? [canonical] : [canonical, inHome];
}

/** Homes of Linux, macOS and Windows, the last also as WSL and Docker Desktop show them; `~` of another user. */
const home =
  /^(?:\/root(?=\/)|(?:\/home|(?:[A-Z]:|(?:\/mnt|\/host_mnt|\/mnt\/host|\/run\/desktop\/mnt\/host)?\/[a-z])?\/Users)\/[^/]+|~[^/]+)/u;

function covers(match: HostPath["match"], pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length > segments.length || (match === "exact" && pattern.length !== segments.length)) return false;
  if (match === "below" && pattern.length === segments.length) return false;
  return pattern.every((segment, index) => segment === "*" || segment === segments[index]);
}

/** A container engine's control socket itself, rootful or of a user. */
export function isEngineSocket(path: string): boolean {
  const canonical = canonicalHostPath(path);
  const entry = hostPath(canonical);
  return (
    (entry?.category === "engine-socket" && entry.match === "exact") ||
    /\/(?:docker|podman|containerd|crio|buildkitd|balena-engine)\.sock$/u.test(canonical)
  );
}

/** The control sockets in a directory itself, which whoever mounts it may use; absent where there are none that give the host away. */
export function socketFolder(path: string): SocketFolder | undefined {
  const segments = canonicalHostPath(path).split("/");
  return socketFolders.find((folder) => covers("exact", canonicalHostPath(folder.path).split("/"), segments));
}

/** Whether root in the container takes over the host once it may write there. */
export function isHostTakeover(path: string): boolean {
  return hostPath(path)?.writable === "critical";
}
