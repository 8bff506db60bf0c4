import type { NetworkUse } from "./attributes.js";
import type { Items } from "./project.js";
import { isUnresolved, known, type Setting } from "./sourced.js";
import type { Network } from "./top-level.js";

/**
 * The address at which the engine publishes the ports of a service that name none: what the network that carries them says in
 * `host_binding_ipv4`. Absent where it says nothing, or where nobody can tell which of several networks carries them.
 */
export function bindingAddress(
  { networkMode, networks: used }: { readonly networkMode: Setting<string>; readonly networks: Items<NetworkUse> },
  networks: ReadonlyMap<string, Network>,
): Setting<string> {
  // Most projects have no such network, and each service asks.
  if (networkMode !== undefined || ![...networks.values()].some((network) => addressOn(network) !== undefined)) return undefined;
  const uses: readonly Use[] = used.items.length === 0 ? [{ key: "default", priority: undefined }] : used.items.map(useOf);
  const joined = uses.map((use): Joined => ({ ...use, network: use.key === undefined ? undefined : networks.get(use.key) }));
  // An internal network has no gateway: nothing is published on it while there is another.
  const open = joined.filter(({ network }) => network?.internal === undefined || known(network.internal) !== true);
  const carrier = carrierOf(open);
  if (carrier !== undefined) return addressOn(carrier.network);
  const addresses = open.map(({ network }) => addressOn(network));
  return addresses.includes(undefined) ? undefined : addresses.toSorted((a, b) => widthOf(b) - widthOf(a))[0];
}

interface Use {
  /** Absent when a variable decides. */
  readonly key: string | undefined;
  readonly priority: Setting<number>;
}

interface Joined extends Use {
  readonly network: Network | undefined;
}

function useOf({ name, endpoint }: NetworkUse): Use {
  return { key: known(name), priority: endpoint?.gwPriority };
}

/**
 * Of several networks the first in the order of moby's `Endpoint.Less` carries the ports: by `gw_priority`, then by the name that the
 * engine knows. A network with both families comes before others, and each family may take another network: nothing is said of those.
 */
function carrierOf(open: readonly Joined[]): Joined | undefined {
  if (open.length < 2) return open[0];
  if (!open.every(({ key, network }) => key !== undefined && (network === undefined || isPlain(network)))) return undefined;
  const priorities = open.map(({ priority }) => (priority === undefined ? 0 : known(priority)));
  if (priorities.includes(undefined)) return undefined;
  const highest = Math.max(...priorities.flatMap((one) => one ?? []));
  const first = open.filter((_, index) => priorities[index] === highest);
  return first.length < 2 ? first[0] : firstByName(first);
}

function firstByName(joined: readonly Joined[]): Joined | undefined {
  const names = joined.map(({ network }) => network?.engineName);
  // Names of the project's own begin alike, with its name. Beside one that is written they cannot be compared.
  const texts = names.every((name) => name === undefined) ? joined.map(({ key }) => key) : names.map((name) => name && known(name));
  if (texts.includes(undefined)) return undefined;
  const first = texts.flatMap((text) => text ?? []).toSorted(byCharacters)[0];
  return joined[texts.indexOf(first)];
}

function byCharacters(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** A bridge of the project's own with IPv4 alone, of which it is known whether it is internal. */
function isPlain(network: Network): boolean {
  const { enableIpv4, enableIpv6, internal } = network;
  const isSure = internal === undefined || known(internal) !== undefined;
  const isIpv4 = (enableIpv4 === undefined || known(enableIpv4) === true) && (enableIpv6 === undefined || known(enableIpv6) === false);
  return isSure && isIpv4 && isOwnBridge(network);
}

function isOwnBridge({ driver, external }: Network): boolean {
  return (driver === undefined || known(driver) === "bridge") && (external === undefined || known(external) === false);
}

/** In the gateway mode `routed` there is no address to bind to: the container's own one is opened. */
function addressOn(network: Network | undefined): Setting<string> {
  if (network === undefined || !isOwnBridge(network)) return undefined;
  const option = (key: string) => network.driverOpts.items.find(({ name }) => name.value === `com.docker.network.bridge.${key}`)?.value;
  // Its name notwithstanding, IPv6 addresses count as well; then no IPv4 port is published.
  const address = option("host_binding_ipv4");
  const family = (address && known(address))?.includes(":") === true ? 6 : 4;
  const mode = option(`gateway_mode_ipv${family}`);
  return mode !== undefined && known(mode) === "routed" ? undefined : address;
}

/** From how far a port is reached that is published there: the widest must be assumed where nobody knows which one counts. */
function widthOf(address: Setting<string>): number {
  if (address === undefined || (!isUnresolved(address.value) && isWildcard(address.value))) return 3;
  if (isUnresolved(address.value)) return 2;
  return isLoopback(address.value) ? 0 : 1;
}

/** Whether an address stands for every one of the host. */
export function isWildcard(address: string): boolean {
  return address === "" || /^0+(?:\.0+){3}$/u.test(address) || /^\[?(?:0*:)*:?0*\]?$/u.test(address);
}

/** Whether an address is the host's own, which no other machine reaches. */
export function isLoopback(address: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/u.test(address) || /^\[?(?:0*:)+0*1\]?$/u.test(address);
}
