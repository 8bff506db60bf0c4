import type { Body, EnvironmentVariable, Items } from "./project.js";
import type { Setting, Sourced, Unresolved, WrittenPath } from "./sourced.js";

/** The parts of a long entry of `volumes` by the mapping that they stand in: each is absent when its mapping is. */
export interface MountDetails {
  readonly consistency: Setting<string>;
  readonly bind: BindOptions | undefined;
  readonly volume: VolumeOptions | undefined;
  readonly tmpfs: TmpfsOptions | undefined;
  readonly image: { readonly item: Body; readonly subpath: Setting<string> } | undefined;
}

export interface BindOptions {
  readonly item: Body;
  /** True when absent. */
  readonly createHostPath: Setting<boolean>;
  /** `writable` leaves what is mounted below writable though the bind is read-only. */
  readonly recursive: Setting<string>;
  readonly selinux: Setting<string>;
}

export interface VolumeOptions {
  readonly item: Body;
  readonly labels: Items<EnvironmentVariable>;
  readonly nocopy: Setting<boolean>;
  readonly subpath: Setting<string>;
}

export interface TmpfsOptions {
  readonly item: Body;
  /** In bytes. */
  readonly size: Setting<number>;
  /** The bits of the mode. */
  readonly mode: Setting<number>;
}

/** A network that the service is in. */
export interface NetworkUse {
  readonly item: Sourced<unknown>;
  readonly name: Sourced<string | Unresolved>;
  /** Absent where nothing but the name is written. */
  readonly endpoint: Endpoint | undefined;
}

/** How the service stands in one network. */
export interface Endpoint {
  readonly item: Body;
  readonly aliases: Items<Sourced<string | Unresolved>>;
  readonly ipv4Address: Setting<string>;
  readonly ipv6Address: Setting<string>;
  readonly linkLocalIps: Items<Sourced<string | Unresolved>>;
  readonly macAddress: Setting<string>;
  readonly driverOpts: Items<EnvironmentVariable>;
  readonly interfaceName: Setting<string>;
  readonly priority: Setting<number>;
  readonly gwPriority: Setting<number>;
}

/** A secret or config that the service gets. */
export interface SecretUse {
  readonly item: Sourced<unknown>;
  readonly source: Sourced<string | Unresolved>;
  readonly target: Setting<string>;
  readonly uid: Setting<string>;
  readonly gid: Setting<string>;
  /** The bits of the mode. */
  readonly mode: Setting<number>;
}

export interface EnvFile {
  readonly item: Sourced<unknown>;
  readonly path: WrittenPath;
  /** True when absent. */
  readonly required: Setting<boolean>;
  readonly format: Setting<string>;
}

export interface Logging {
  readonly item: Sourced<unknown>;
  readonly driver: Setting<string>;
  readonly options: Items<EnvironmentVariable>;
}

/** A program that runs the service in the engine's place. */
export interface Provider {
  readonly item: Sourced<unknown>;
  readonly type: Setting<string>;
  /** A name comes once for each of its values. */
  readonly options: Items<EnvironmentVariable>;
}

export interface CredentialSpec {
  readonly item: Sourced<unknown>;
  readonly config: Setting<string>;
  readonly file: Setting<string>;
  readonly registry: Setting<string>;
}

/** A model that the service uses. */
export interface ModelUse {
  readonly item: Sourced<unknown>;
  readonly name: Sourced<string | Unresolved>;
  readonly endpointVar: Setting<string>;
  readonly modelVar: Setting<string>;
}

/** One limit for both, or two; -1 for none. */
export interface Ulimit {
  readonly item: Sourced<unknown>;
  readonly name: Sourced<string>;
  readonly single: Setting<number>;
  readonly soft: Setting<number>;
  readonly hard: Setting<number>;
}

export interface BlkioConfig {
  readonly item: Sourced<unknown>;
  readonly weight: Setting<number>;
  readonly weightDevice: Items<BlkioDevice>;
  readonly deviceReadBps: Items<BlkioDevice>;
  readonly deviceReadIops: Items<BlkioDevice>;
  readonly deviceWriteBps: Items<BlkioDevice>;
  readonly deviceWriteIops: Items<BlkioDevice>;
}

export interface BlkioDevice {
  readonly item: Sourced<unknown>;
  readonly path: Setting<string>;
  /** The weight, or bytes or operations a second. */
  readonly value: Setting<number>;
}
