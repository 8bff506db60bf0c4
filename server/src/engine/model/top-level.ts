import type { Body, EnvironmentVariable, Items } from "./project.js";
import type { Setting, Sourced, Unresolved, WrittenPath } from "./sourced.js";

/** An entry of the top-level `networks`. */
export interface Network {
  readonly name: Sourced<string>;
  readonly body: Body | undefined;
  /** `name`: what the engine calls it, where the file says so. */
  readonly engineName: Setting<string>;
  readonly driver: Setting<string>;
  readonly driverOpts: Items<EnvironmentVariable>;
  readonly internal: Setting<boolean>;
  readonly attachable: Setting<boolean>;
  readonly external: Setting<boolean>;
  readonly enableIpv4: Setting<boolean>;
  readonly enableIpv6: Setting<boolean>;
  readonly ipam: Ipam | undefined;
  readonly labels: Items<EnvironmentVariable>;
}

/** How a network gives out addresses. */
export interface Ipam {
  readonly item: Sourced<unknown>;
  readonly driver: Setting<string>;
  readonly config: Items<AddressPool>;
  readonly options: Items<EnvironmentVariable>;
}

export interface AddressPool {
  readonly item: Sourced<unknown>;
  readonly subnet: Setting<string>;
  readonly gateway: Setting<string>;
  readonly ipRange: Setting<string>;
  readonly auxAddresses: Items<EnvironmentVariable>;
}

/** An entry of the top-level `volumes`. */
export interface Volume {
  readonly name: Sourced<string>;
  readonly body: Body | undefined;
  /** URI of the directory in which a relative device starts. */
  readonly directory: string | undefined;
  /** `name`: what the engine calls it, where the file says so. */
  readonly engineName: Setting<string>;
  readonly driver: Setting<string>;
  readonly driverOpts: Items<EnvironmentVariable>;
  readonly external: Setting<boolean>;
  readonly labels: Items<EnvironmentVariable>;
  readonly optType: Setting<string>;
  readonly optO: Setting<string>;
  readonly optDevice: Setting<string>;
}

/** An entry of the top-level `secrets` or `configs`. */
export interface TopLevelFile {
  readonly name: Sourced<string>;
  readonly body: Body | undefined;
  /** `name`: what the engine calls it, where the file says so. */
  readonly engineName: Setting<string>;
  readonly file: WrittenPath | undefined;
  readonly environment: Setting<string>;
  readonly content: Setting<string>;
  readonly external: Setting<boolean>;
  readonly labels: Items<EnvironmentVariable>;
  readonly driver: Setting<string>;
  readonly driverOpts: Items<EnvironmentVariable>;
  readonly templateDriver: Setting<string>;
}

/** An entry of the top-level `models`. */
export interface Model {
  readonly name: Sourced<string>;
  readonly body: Body | undefined;
  readonly engineName: Setting<string>;
  readonly model: Setting<string>;
  readonly contextSize: Setting<number>;
  readonly runtimeFlags: Items<Sourced<string | Unresolved>>;
}
