import type { ComposeProject, NetworkUse, Service } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";

/** A network that a service is on, and the entry that says so; without one it is the project's default network, or another service's. */
export interface Attachment {
  readonly network: string;
  readonly use: NetworkUse | undefined;
}

/** The networks of the project that a service's packets reach; those of the service it joins by `network_mode: service:NAME`. */
export function attachments(project: ComposeProject, service: Service): readonly Attachment[] {
  return attachmentsOf(project, service, 0);
}

/** Longer chains of services that join each other are a mistake, and may be a circle. */
const longestChain = 10;

function attachmentsOf(project: ComposeProject, service: Service, joined: number): readonly Attachment[] {
  const { networkMode, networks } = service;
  if (networkMode !== undefined) {
    const [, name] = /^service:(?<name>.+)$/u.exec(known(networkMode) ?? "") ?? [];
    const other = name === undefined ? undefined : project.services.get(name);
    if (other === undefined || joined >= longestChain) return [];
    return attachmentsOf(project, other, joined + 1).map(({ network }) => ({ network, use: undefined }));
  }
  if (networks.list === undefined) return [{ network: "default", use: undefined }];
  return networks.items.flatMap((use) => (isUnresolved(use.name.value) ? [] : [{ network: use.name.value, use }]));
}

/** The other services on a network, in the order of the project. */
export function neighboursOn(project: ComposeProject, network: string, service: Service): readonly Service[] {
  return [...project.services.values()].filter(
    (other) => other.name.value !== service.name.value && attachments(project, other).some((attachment) => attachment.network === network),
  );
}
