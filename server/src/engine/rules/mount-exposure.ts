import { type Gain, type HostPath, hostPath, isEngineSocket, socketFolder } from "../knowledge/host-paths.js";
import type { ComposeProject, Mount, Service } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";
import { isMadeFor } from "./made-for.js";
import { socketFolderOf } from "./socket-parent-mount.js";

/** The rules about the paths that mounts bring in from the host, besides those about the engine's sockets and their folders. */
type MountRule = "host-root-writable" | "host-credentials-mount" | "host-path-disclosure";

/** What a mount opens. */
export interface Exposure {
  /** Absent when a variable decides: then only what holds for reading is said. */
  readonly writable: boolean | undefined;
  readonly facts: HostPath;
}

/** What is known of a mount's path, when it is this rule's to say: no mount is the matter of two rules. */
export function exposureFor(rule: MountRule, service: Service, mount: Mount, project: ComposeProject): Exposure | undefined {
  const { hostPath: path, type } = mount;
  if (path === undefined || type === "tmpfs" || isEngineSocket(path) || socketFolderOf(service, mount) !== undefined) return undefined;
  const facts = hostPath(path);
  const writable = isWritable(mount, project);
  if (writable !== true && opensBySockets(path)) return undefined;
  return facts !== undefined && mountRule(facts, writable === true) === rule ? { writable, facts } : undefined;
}

/** A folder that is worth nothing to those who cannot connect to its sockets, unless they may write there. */
function opensBySockets(path: string): boolean {
  const folder = socketFolder(path);
  return folder !== undefined && folder.path !== "/";
}

/** Whether the service's image is documented to mount this path, so that a finding would tell its owner nothing. */
export function isByDesign(service: Service, mount: Mount, { writable }: Exposure): boolean {
  return mount.hostPath !== undefined && isMadeFor(service, mount.hostPath, writable === true);
}

function mountRule(facts: HostPath, writable: boolean): MountRule | undefined {
  if (isTakeover(facts, writable)) return "host-root-writable";
  if (!isNotable(writable ? facts.writable : facts.readOnly)) return undefined;
  return facts.category === "credentials" ? "host-credentials-mount" : "host-path-disclosure";
}

/** Whether the path gives the host away. A socket is as good as writable: connecting to it writes nothing into the mount. */
export function isTakeover({ category, writable, readOnly }: HostPath, isWritten: boolean): boolean {
  return isWritten ? writable === "critical" : category === "control-socket" && readOnly === "critical";
}

/** Whether an attacker gains enough by it to be worth a word. */
export function isNotable(gain: Gain): boolean {
  return gain === "medium" || gain === "high" || gain === "critical";
}

/** Whether the container may write through a mount: by its own mode and the options of the volume behind it. Absent when a variable decides. */
export function isWritable({ readOnly, backing, source }: Mount, { volumes }: ComposeProject): boolean | undefined {
  if (readOnly !== undefined && isUnresolved(readOnly.value)) return undefined;
  if (readOnly?.value === true) return false;
  const name = source === undefined || backing === undefined ? undefined : known(source);
  const options = name === undefined ? undefined : volumes.get(name)?.optO;
  return !(options !== undefined && (known(options) ?? "").split(",").some((option) => option.trim() === "ro"));
}
