import type { ComposeProject, Service } from "./project.js";
import { isUnresolved, known, type Setting } from "./sourced.js";
import type { Network } from "./top-level.js";

/** The driver option of a bridge that gives its published ports an address of the host. */
const option = "com.docker.network.bridge.host_binding_ipv4";

/**
 * The services, with the address that their networks bind published ports to. Docker takes it for ports without an address of their own, and
 * publishes them at no other one, IPv6 included. Which network's option counts is decided by the gateway of the container: so only where
 * all of its networks that have one agree. Source: moby, drivers/bridge, `DefaultBindingIP`.
 */
export function withHostBindings(
  services: ReadonlyMap<string, Service>,
  networks: ComposeProject["networks"],
): ReadonlyMap<string, Service> {
  if (![...networks.values()].some((network) => bindingOf(network) !== undefined)) return services;
  return new Map([...services].map(([name, service]) => [name, withHostBinding(service, networks)]));
}

function withHostBinding(service: Service, networks: ComposeProject["networks"]): Service {
  const { ports, networkMode, networks: used } = service;
  if (networkMode !== undefined || ports.items.length === 0) return service;
  const names = used.items.length === 0 ? ["default"] : used.items.map(({ name }) => (isUnresolved(name.value) ? "" : name.value));
  const gateways = names.map((name) => networks.get(name)).filter((network) => known(network?.internal) !== true);
  const [first, ...others] = gateways.map(bindingOf);
  if (first === undefined || others.some((other) => other === undefined || known(other) !== known(first))) return service;
  return { ...service, ports: { ...ports, items: ports.items.map((port) => ({ ...port, networkIp: first })) } };
}

function bindingOf(network: Network | undefined): Setting<string> {
  if (network === undefined || !["bridge", undefined].includes(known(network.driver))) return undefined;
  return network.driverOpts.items.find(({ name }) => name.value === option)?.value;
}
