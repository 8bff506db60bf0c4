import type { EnvironmentVariable, Items } from "./project.js";
import type { Setting, Sourced, Unresolved, WrittenPath } from "./sourced.js";

/** A service that has to be there first. */
export interface Dependency {
  readonly item: Sourced<unknown>;
  readonly name: Sourced<string | Unresolved>;
  /** Absent for an item of the list form, where it is `service_started`. */
  readonly condition: Setting<string>;
  /** True when absent. */
  readonly required: Setting<boolean>;
  readonly restart: Setting<boolean>;
}

/** Durations are in nanoseconds. */
export interface Healthcheck {
  readonly item: Sourced<unknown>;
  /** The items of a list, `CMD`, `CMD-SHELL` or `NONE` first; a text alone is the one item that a shell gets. */
  readonly test: Items<Sourced<string | Unresolved>>;
  /** True when the test is a text alone, which a shell runs. */
  readonly shell: boolean;
  readonly disable: Setting<boolean>;
  readonly interval: Setting<number>;
  readonly timeout: Setting<number>;
  readonly retries: Setting<number>;
  readonly startPeriod: Setting<number>;
  readonly startInterval: Setting<number>;
}

/** An item of `pre_start`, `post_start` or `pre_stop`, and what `develop.watch` runs. */
export interface Hook {
  readonly item: Sourced<unknown>;
  readonly command: Items<Sourced<string | Unresolved>>;
  readonly user: Setting<string>;
  readonly privileged: Setting<boolean>;
  readonly workingDir: Setting<string>;
  readonly environment: Items<EnvironmentVariable>;
  /** Only of `pre_start`, which runs in a container of its own. */
  readonly image: Setting<string>;
  readonly perReplica: Setting<boolean>;
}

/** What `docker compose watch` does when a file changes. */
export interface WatchTrigger {
  readonly item: Sourced<unknown>;
  readonly path: WrittenPath | undefined;
  readonly action: Setting<string>;
  readonly target: Setting<string>;
  readonly exec: Hook | undefined;
  readonly include: Items<Sourced<string | Unresolved>>;
  readonly ignore: Items<Sourced<string | Unresolved>>;
  readonly initialSync: Setting<boolean>;
}
