import type { ComposeProject, Service } from "../model/project.js";
import type { Sourced } from "../model/sourced.js";
import type { Cursor } from "../syntax/cursor.js";
import type { ScalarNode } from "../syntax/tree.js";
import type { Span } from "../text/span.js";

/** A value that Compose would use, or that at least stands where it would. */
export interface ValueAt {
  /** The attribute of the service: `cap_add`, `volumes`. */
  readonly key: string;
  /** The words that are pointed at; those of an alias where one stands for the value. */
  readonly at: Span;
  readonly scalar: ScalarNode;
  /** The service that uses it, and which of the attribute's items it is; absent where another file has the last word. */
  readonly use: { readonly service: Service; readonly index: number } | undefined;
}

/** The values of a service that something is said of, by attribute. */
const values: Readonly<Record<string, (service: Service) => readonly (Sourced<unknown> | undefined)[]>> = {
  image: ({ image }) => [image],
  privileged: ({ privileged }) => [privileged],
  cap_add: ({ capAdd }) => capAdd.items,
  cap_drop: ({ capDrop }) => capDrop.items,
  security_opt: ({ securityOpt }) => securityOpt.items,
  network_mode: ({ networkMode }) => [networkMode],
  pid: ({ pid }) => [pid],
  ipc: ({ ipc }) => [ipc],
  uts: ({ uts }) => [uts],
  userns_mode: ({ usernsMode }) => [usernsMode],
  cgroup: ({ cgroup }) => [cgroup],
  volumes: ({ mounts }) => mounts.items.map(({ item }) => item),
  devices: ({ devices }) => devices.items.map(({ item }) => item),
  ports: ({ ports }) => ports.items.map(({ item }) => item),
  env_file: ({ envFile }) => envFile.items.map(({ item }) => item),
};

/** The value at a cursor. What an anchor holds is found by who uses it; what nobody uses, by the keys around it. */
export function valueAt(project: ComposeProject, uri: string, { node, path, role }: Cursor): ValueAt | undefined {
  const scalar = node?.kind === "alias" ? node.target : node;
  if (node === undefined || scalar?.kind !== "scalar" || role === "key") return undefined;
  const [top, name, key] = path;
  const own = top === "services" && typeof name === "string" ? project.services.get(name) : undefined;
  const services = [...project.services.values()];
  for (const service of own === undefined ? services : [own, ...services]) {
    for (const [attribute, read] of Object.entries(values)) {
      const index = read(service).findIndex((one) => one !== undefined && holds(one, uri, scalar));
      if (index >= 0) return { key: attribute, at: node, scalar, use: { service, index } };
    }
  }
  if (top !== "services" || typeof key !== "string" || path.length > 4 || !Object.hasOwn(values, key)) return undefined;
  return { key, at: node, scalar, use: undefined };
}

function holds({ at }: Sourced<unknown>, uri: string, { start, end }: Span): boolean {
  return at.file === uri && at.start <= start && end <= at.end;
}
