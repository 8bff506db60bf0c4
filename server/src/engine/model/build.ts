import type { SecretUse, Ulimit } from "./attributes.js";
import type { EnvironmentVariable, Items } from "./project.js";
import type { Setting, Sourced, Unresolved, WrittenPath } from "./sourced.js";

/** `build` of a service: how its image is made. */
export interface Build {
  /** The mapping, or the context alone. */
  readonly item: Sourced<unknown>;
  /** A folder, or where another machine has it. */
  readonly context: WrittenPath | undefined;
  /** URI of the folder that is built when no context is written. */
  readonly directory: string | undefined;
  /** Starts in the context. */
  readonly dockerfile: Setting<string>;
  readonly dockerfileInline: Setting<string>;
  readonly args: Items<EnvironmentVariable>;
  readonly additionalContexts: Items<NamedPath>;
  readonly target: Setting<string>;
  readonly tags: Items<Sourced<string | Unresolved>>;
  readonly labels: Items<EnvironmentVariable>;
  readonly platforms: Items<Sourced<string | Unresolved>>;
  readonly privileged: Setting<boolean>;
  readonly entitlements: Items<Sourced<string | Unresolved>>;
  readonly network: Setting<string>;
  readonly extraHosts: Items<Sourced<string | Unresolved>>;
  readonly isolation: Setting<string>;
  readonly secrets: Items<SecretUse>;
  /** SSH agents and keys that the build may use; without a value, the agent of whoever builds. */
  readonly ssh: Items<NamedPath>;
  readonly shmSize: Setting<number>;
  readonly ulimits: Items<Ulimit>;
  readonly cacheFrom: Items<Sourced<string | Unresolved>>;
  readonly cacheTo: Items<Sourced<string | Unresolved>>;
  readonly noCache: Setting<boolean>;
  readonly noCacheFilter: Items<Sourced<string | Unresolved>>;
  readonly pull: Setting<boolean>;
  /** `true`, `false` or parameters such as `mode=max`. */
  readonly provenance: Setting<string>;
  readonly sbom: Setting<string>;
}

/** `NAME=PATH` or `NAME: PATH`: a context beside the main one, or an SSH key. The value may also be `service:NAME` or lie on another machine. */
export interface NamedPath extends EnvironmentVariable {
  /** URI of the directory in which it starts when it is relative. */
  readonly directory: string | undefined;
}
