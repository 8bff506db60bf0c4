import type { Endpoint } from "../attributes.js";
import type { Items, Port, Service } from "../project.js";
import { lastOfEach } from "../read/list.js";
import { portIdentity } from "../read/port.js";
import { isUnresolved, known, type Setting } from "../sourced.js";
import { each, named, options, texts } from "./items.js";
import { type CanonicalList, type CanonicalMap, type CanonicalNode, converted, filled, implied, leaf, mapOf, unknownItem } from "./node.js";

/** `ports` in the long syntax, one entry for each port of a range. Once there are more than a machine has, ranges stay as they are. */
export function ports({ list, items }: Items<Port>): CanonicalList | undefined {
  const single: Port[] = [];
  for (const one of items) for (const port of single.length < maxPorts ? expand(one) : [one]) single.push(port);
  return each({ list, items: lastOfEach(single, ({ identity }) => identity) }, longPort);
}

/** `networks` of a service: the default one when it names none and does not use another's. */
export function networks(service: Service): CanonicalMap | undefined {
  const own = named(service.networks, ({ item, endpoint: end }) => (end === undefined ? leaf({ ...item, value: null }) : endpoint(end)));
  if (own !== undefined || !isInDefaultNetwork(service)) return own;
  return { ...mapOf(service.name, [["default", implied(null, service.name)]]), implied: true };
}

export function isInDefaultNetwork({ networks: uses, networkMode, provider }: Service): boolean {
  if (networkMode !== undefined || provider !== undefined) return false;
  return uses.items.length === 0 || uses.items.some(({ name }) => name.value === "default");
}

function endpoint(end: Endpoint): CanonicalMap {
  return mapOf(end.item, [
    ["aliases", texts(end.aliases)],
    ["driver_opts", options(end.driverOpts)],
    ["gw_priority", filled(end.gwPriority)],
    ["interface_name", filled(end.interfaceName)],
    ["ipv4_address", filled(end.ipv4Address)],
    ["ipv6_address", filled(end.ipv6Address)],
    ["link_local_ips", texts(end.linkLocalIps)],
    ["mac_address", filled(end.macAddress)],
    ["priority", filled(end.priority)],
  ]);
}

function longPort({ item, name, mode, hostIp, target, published, protocol, appProtocol }: Port): CanonicalNode {
  // One variable at the front gives the host's port, and may give an address before it.
  if (isUnresolved(item.value) && isUnresolved(hostIp?.value) && isUnresolved(published?.value)) return unknownItem(item, item.value);
  return mapOf(item, [
    ["name", filled(name)],
    ["mode", mode === undefined ? implied("ingress", item) : filled(mode)],
    ["host_ip", filled(hostIp)],
    ["target", filled(converted(target, (text) => (/^\d+$/u.test(text) ? Number(text) : text)))],
    ["published", filled(published)],
    ["protocol", protocol === undefined ? implied("tcp", item) : filled(protocol)],
    ["app_protocol", filled(appProtocol)],
  ]);
}

/** The single ports of a short range, by their numbers as texts; several host ports for one of the container stay a range. */
function expand(one: Port): readonly Port[] {
  if (one.syntax === "long") return [one];
  const inside = rangeOf(one.target);
  const outside = rangeOf(one.published);
  if (inside === undefined || inside.start === inside.end || (outside === undefined && one.published !== undefined)) return [one];
  const numbers = Array.from({ length: Math.min(inside.end - inside.start + 1, maxPorts) }, (_, index) => index);
  const single = numbers.map((index): Port => {
    const target = one.target && { ...one.target, value: String(inside.start + index) };
    const published = one.published && outside && { ...one.published, value: String(outside.start + index) };
    const port = { ...one, target, published };
    return { ...port, identity: portIdentity(port) };
  });
  const text = ({ target }: Port) => String(target?.value);
  return single.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

const maxPorts = 65_535;

function rangeOf(setting: Setting<string>): { readonly start: number; readonly end: number } | undefined {
  const text = setting === undefined || isUnresolved(setting.value) ? undefined : known(setting);
  const [, start, end] = /^(\d+)(?:-(\d+))?$/u.exec(text ?? "") ?? [];
  return start === undefined ? undefined : { start: Number(start), end: Number(end ?? start) };
}
