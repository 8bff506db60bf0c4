import type { EnvironmentVariable, Items } from "./project.js";
import type { Setting, Sourced, Unresolved } from "./sourced.js";

/** `deploy` of a service. Its limits hold for plain Compose, too; most of the rest is for Swarm only. */
export interface Deploy {
  readonly item: Sourced<unknown>;
  readonly mode: Setting<string>;
  readonly replicas: Setting<number>;
  readonly endpointMode: Setting<string>;
  readonly labels: Items<EnvironmentVariable>;
  /** The mapping `resources.limits`. */
  readonly limits: Sourced<unknown> | undefined;
  /** In bytes. */
  readonly limitsMemory: Setting<number>;
  readonly limitsCpus: Setting<number>;
  readonly limitsPids: Setting<number>;
  readonly reservations: Reservations | undefined;
  readonly restartPolicy: RestartPolicy | undefined;
  readonly updateConfig: UpdateConfig | undefined;
  readonly rollbackConfig: UpdateConfig | undefined;
  readonly placement: Placement | undefined;
}

/** What is set aside for the container, and the devices it gets by that. */
export interface Reservations {
  readonly item: Sourced<unknown>;
  /** In bytes. */
  readonly memory: Setting<number>;
  readonly cpus: Setting<number>;
  readonly devices: Items<DeviceRequest>;
  readonly genericResources: Items<GenericResource>;
}

/** Devices by what they can do: an item of `gpus` or of `reservations.devices`. */
export interface DeviceRequest {
  readonly item: Sourced<unknown>;
  readonly driver: Setting<string>;
  /** -1 for all of them. */
  readonly count: Setting<number>;
  readonly deviceIds: Items<Sourced<string | Unresolved>>;
  readonly capabilities: Items<Sourced<string | Unresolved>>;
  readonly options: Items<EnvironmentVariable>;
}

export interface GenericResource {
  readonly item: Sourced<unknown>;
  readonly kind: Setting<string>;
  readonly value: Setting<number>;
}

/** Durations are in nanoseconds. */
export interface RestartPolicy {
  readonly item: Sourced<unknown>;
  readonly condition: Setting<string>;
  readonly delay: Setting<number>;
  readonly maxAttempts: Setting<number>;
  readonly window: Setting<number>;
}

/** Durations are in nanoseconds. */
export interface UpdateConfig {
  readonly item: Sourced<unknown>;
  readonly parallelism: Setting<number>;
  readonly delay: Setting<number>;
  readonly failureAction: Setting<string>;
  readonly monitor: Setting<number>;
  readonly maxFailureRatio: Setting<number>;
  readonly order: Setting<string>;
}

export interface Placement {
  readonly item: Sourced<unknown>;
  readonly constraints: Items<Sourced<string | Unresolved>>;
  /** The `spread` of each preference. */
  readonly preferences: Items<{ readonly item: Sourced<unknown>; readonly spread: Setting<string> }>;
  readonly maxReplicasPerNode: Setting<number>;
}
