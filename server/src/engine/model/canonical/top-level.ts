import type { ComposeProject } from "../project.js";
import { folderName, projectNameOf } from "../project-name.js";
import { map } from "../read/scalar.js";
import { isUnresolved, type Setting, type Sourced, type Unresolved } from "../sourced.js";
import type { Ipam, Network, TopLevelFile, Volume } from "../top-level.js";
import { absolute, path } from "./format.js";
import { each, options } from "./items.js";
import { isInDefaultNetwork } from "./network.js";
import { type CanonicalMap, type CanonicalNode, type CanonicalScalar, filled, filledMap, implied, leaf, mapOf } from "./node.js";

/** What Compose calls the project. */
export function projectName({ name, directory }: ComposeProject): CanonicalScalar | undefined {
  if (name !== undefined) return filled(map(name, projectNameOf));
  const own = folderName(directory);
  return own === undefined ? undefined : implied(own, undefined);
}

/** The networks, with the default one when some service is in it. */
export function networks(project: ComposeProject, own: CanonicalScalar | undefined): CanonicalMap | undefined {
  const declared = [...project.networks].map(([key, one]) => [key, network(one, own)] as const);
  const user = project.networks.has("default") ? undefined : [...project.services.values()].find(isInDefaultNetwork);
  const added =
    user === undefined
      ? []
      : [["default", { ...mapOf(user.name, [["name", ownName("default", own, user.name)]]), implied: true }] as const];
  return filledMap(undefined, [...declared, ...added]);
}

function network(found: Network, own: CanonicalScalar | undefined): CanonicalMap {
  return mapOf(found.name, [
    ["name", engineName(found, own)],
    ["driver", filled(found.driver)],
    ["driver_opts", options(found.driverOpts)],
    ["ipam", found.ipam && ipam(found.ipam)],
    ["external", filled(found.external)],
    ["internal", filled(found.internal)],
    ["attachable", filled(found.attachable)],
    ["labels", options(found.labels)],
    ["enable_ipv4", leaf(found.enableIpv4)],
    ["enable_ipv6", leaf(found.enableIpv6)],
  ]);
}

function ipam({ item, driver, config, options: found }: Ipam): CanonicalMap | undefined {
  return filledMap(item, [
    ["driver", filled(driver)],
    [
      "config",
      each(config, (pool) =>
        mapOf(pool.item, [
          ["subnet", filled(pool.subnet)],
          ["gateway", filled(pool.gateway)],
          ["ip_range", filled(pool.ipRange)],
          ["aux_addresses", options(pool.auxAddresses)],
        ]),
      ),
    ],
    ["options", options(found)],
  ]);
}

export function volume(found: Volume, own: CanonicalScalar | undefined): CanonicalMap {
  return mapOf(found.name, [
    ["name", engineName(found, own)],
    ["driver", filled(found.driver)],
    ["driver_opts", options(withDevice(found))],
    ["external", filled(found.external)],
    ["labels", options(found.labels)],
  ]);
}

/** Compose makes the device absolute only where the driver is written and its one option is `bind`. */
function withDevice({ driver, driverOpts, optO, directory }: Volume): Volume["driverOpts"] {
  if (driver?.value !== "local" || optO?.value !== "bind") return driverOpts;
  return {
    ...driverOpts,
    items: driverOpts.items.map((one) =>
      one.name.value === "device" && one.value !== undefined ? { ...one, value: map(one.value, (text) => absolute(text, directory)) } : one,
    ),
  };
}

/** A secret or config; the content of one that a variable fills is not repeated. */
export function file(found: TopLevelFile, own: CanonicalScalar | undefined): CanonicalMap {
  return mapOf(found.name, [
    ["name", engineName(found, own)],
    ["file", path(found.file)],
    ["environment", filled(found.environment)],
    ["content", filled(found.content)],
    ["external", filled(found.external)],
    ["labels", options(found.labels)],
    ["driver", filled(found.driver)],
    ["driver_opts", options(found.driverOpts)],
    ["template_driver", filled(found.templateDriver)],
  ]);
}

/** What the engine calls it: as the file says, by its key when others make it, else by the project and its key. */
function engineName(
  {
    name,
    engineName: given,
    external,
  }: { readonly name: Sourced<string>; readonly engineName: Setting<string>; readonly external: Setting<boolean> },
  own: CanonicalScalar | undefined,
): CanonicalNode | undefined {
  if (given !== undefined) return filled(given);
  return external?.value === true ? implied(name.value, name) : ownName(name.value, own, name);
}

function ownName(key: string, own: CanonicalScalar | undefined, from: Sourced<string>): CanonicalScalar | undefined {
  if (own === undefined) return undefined;
  const value: string | Unresolved = isUnresolved(own.value)
    ? { ...own.value, unresolved: `${own.value.unresolved}_${key}` }
    : `${String(own.value)}_${key}`;
  return { kind: "scalar", value, from, implied: true };
}
