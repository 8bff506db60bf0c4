import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { socketOf } from "./docker-socket-mount.js";
import { socketFolderOf } from "./socket-parent-mount.js";

/** Whether the file gives a service an engine's socket: by itself, by its folder, or by `use_api_socket`. */
export function hasEngineSocket(service: Service): boolean {
  const isMounted = service.mounts.items.some((mount) => socketOf(mount) !== undefined || socketFolderOf(service, mount) !== undefined);
  return isMounted || known(service.useApiSocket) === true;
}
