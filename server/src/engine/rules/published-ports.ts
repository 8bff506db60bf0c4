import { isLoopback, isWildcard } from "../model/binding-address.js";
import type { ComposeProject, Port, Service } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";

/** Whether other machines reach a published port: it has no address, or one that stands for all. Unknown addresses do not count. */
export function reachesNetwork(port: Port): boolean {
  return reachOf(port) === "every interface";
}

/** The services that other machines reach by a published port. */
export function openServices({ services }: ComposeProject): ReadonlySet<Service> {
  return new Set([...services.values()].filter(({ ports }) => ports.items.some(reachesNetwork)));
}

/** The related places of a finding about neighbours are no more than these: nobody looks at them all. */
export const maxRelated = 20;

/** From where a published port is reached: through each address of the host, from the host alone, or through one address; absent when it is not known. */
export function reachOf(port: Port): "every interface" | "host" | "address" | undefined {
  const address = publishedAddress(port);
  if (address === undefined) return "every interface";
  if (isUnresolved(address.value)) return undefined;
  if (isWildcard(address.value)) return "every interface";
  return isLoopback(address.value) ? "host" : "address";
}

/** The address that a port is published at: its own, else the one that its network gives. An empty one is none. */
export function publishedAddress({ hostIp, networkAddress }: Port): Port["hostIp"] {
  return hostIp === undefined || hostIp.value === "" ? networkAddress : hostIp;
}

/** The ports of a range such as `5432` or `8000-8010`, at most a thousand; empty when it is unknown. */
export function portsOf(range: Port["target"]): readonly number[] {
  const text = range === undefined ? undefined : known(range);
  const [first, last] = (text ?? "").split("-").map(Number);
  if (first === undefined || !Number.isInteger(first) || first < 1) return [];
  const end = Math.min(last ?? first, first + 1000);
  return Array.from({ length: Math.max(0, end - first + 1) }, (_, index) => first + index);
}
