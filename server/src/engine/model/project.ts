import type { SyntaxFile } from "../syntax/tree.js";
import type { Place } from "../text/span.js";
import type {
  BlkioConfig,
  CredentialSpec,
  EnvFile,
  Logging,
  ModelUse,
  MountDetails,
  NetworkUse,
  Provider,
  SecretUse,
  Ulimit,
} from "./attributes.js";
import type { Build } from "./build.js";
import type { Deploy, DeviceRequest } from "./deploy.js";
import type { Earlier } from "./earlier.js";
import type { Variables } from "./interpolate.js";
import type { Dependency, Healthcheck, Hook, WatchTrigger } from "./lifecycle.js";
import type { Setting, Sourced, Unresolved, WrittenPath } from "./sourced.js";
import type { Model, Network, TopLevelFile, Volume } from "./top-level.js";

/** What Compose would run: aliases, merge keys and variables resolved; every value knows its text. */
export interface ComposeProject {
  /** Every compose file that takes part: the project's own, those that these include, and those of services that are extended. */
  readonly files: readonly SyntaxFile[];
  /** URIs of the project's own files, the main one first. */
  readonly own: readonly string[];
  /** URIs of the files that it includes, and where the first entry that names each is written. */
  readonly included: ReadonlyMap<string, Place>;
  /** Every file that is named by an `include` or `extends`, in the order of their texts' reading. */
  readonly references: readonly FileReference[];
  readonly kind: FileKind;
  /** URI of the directory in which its relative paths start. */
  readonly directory: string | undefined;
  /** The variables of one of its files; absent for files whose text it does not use. */
  readonly variables: (uri: string) => Variables | undefined;
  readonly name: Setting<string>;
  /** The obsolete `version` of each document that has one, those of included files too. */
  readonly versions: readonly NonNullable<Setting<string>>[];
  readonly services: ReadonlyMap<string, Service>;
  readonly networks: ReadonlyMap<string, Network>;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly secrets: ReadonlyMap<string, TopLevelFile>;
  readonly configs: ReadonlyMap<string, TopLevelFile>;
  readonly models: ReadonlyMap<string, Model>;
  /** Top-level mapping of the main file, for edits; absent when it has none. */
  readonly body: Body | undefined;
  /** The mappings below the top-level keys (`services`, `secrets`, ...) where the first file writes them, for edits. */
  readonly sections: ReadonlyMap<string, Body>;
  /** What could not be read: a gap in coverage is reported, never hidden. */
  readonly problems: readonly Problem[];
  /** Files that the adapter has to read before the answer is complete. */
  readonly wanted: readonly string[];
  /** Every other file that the answer rests on, read, absent or wanted: when one changes, the answer is old. */
  readonly read: ReadonlySet<string>;
  /** True when something that is included is not part of this answer: a name that is missing here may stand there. */
  readonly partial: boolean;
  /** What the layers below others said, worked out when it is asked for. */
  readonly earlier: Earlier;
}

/** What a file is: a compose file, a piece of one (no services, or no image and no build in any), or none of ours. */
export type FileKind = "compose" | "fragment" | "other";

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly at: Place;
  /** True when Compose would refuse the project for it; false for what we alone could not follow. */
  readonly fatal: boolean;
}

/** A file that some other file asks for. */
export interface FileReference {
  readonly by: "include" | "extends";
  readonly path: Sourced<string | Unresolved>;
  /** True when Compose fetches it from another machine: a git repository or an OCI artifact. */
  readonly remote: boolean;
}

/** A mapping of the file that edits may go into. The value's place is the mapping; the key's is its key. */
export type Body = Sourced<"mapping">;

/** A list (or the scalar that stands for one), with its items; `list` is absent when the key is absent. */
export interface Items<T> {
  /** The whole value, for edits; its key is the attribute's key. Absent when the attribute is. */
  readonly list: Sourced<"list"> | undefined;
  readonly items: readonly T[];
}

export interface Service {
  readonly name: Sourced<string>;
  /** The service's own mapping, where the project first defines it. */
  readonly body: Body;
  /** Every place where the project itself or what it includes writes the service, the weakest first; bases it extends are not among them. */
  readonly written: readonly { readonly key: Place; readonly body: Place }[];
  /**
   * True when more of the service stands where we cannot see it: it extends one that is not read, or has neither image nor build and
   * thus completes another file. What is absent here may be present there, so no rule may report its absence.
   */
  readonly partial: boolean;
  /** Every attribute key that is present (after merge keys), written or inherited: the place of its key. */
  readonly keys: ReadonlyMap<string, Sourced<unknown>>;
  /** What each file, document and base says of each of these keys, the weakest first, for edits. */
  readonly layers: ReadonlyMap<string, readonly Sourced<unknown>[]>;

  readonly image: Setting<string>;
  readonly build: Build | undefined;
  readonly platform: Setting<string>;
  readonly pullPolicy: Setting<string>;
  readonly provider: Provider | undefined;
  readonly containerName: Setting<string>;
  readonly hostname: Setting<string>;
  readonly domainname: Setting<string>;
  readonly annotations: Items<EnvironmentVariable>;
  readonly labels: Items<EnvironmentVariable>;
  readonly labelFile: Items<WrittenPath>;
  readonly profiles: Items<Sourced<string | Unresolved>>;

  readonly privileged: Setting<boolean>;
  readonly user: Setting<string>;
  readonly groupAdd: Items<Sourced<string | Unresolved>>;
  readonly capAdd: Items<Sourced<string | Unresolved>>;
  readonly capDrop: Items<Sourced<string | Unresolved>>;
  readonly securityOpt: Items<Sourced<SecurityOpt | Unresolved>>;
  readonly readOnly: Setting<boolean>;
  readonly useApiSocket: Setting<boolean>;
  readonly credentialSpec: CredentialSpec | undefined;

  readonly pid: Setting<string>;
  readonly ipc: Setting<string>;
  readonly uts: Setting<string>;
  readonly usernsMode: Setting<string>;
  readonly cgroup: Setting<string>;
  readonly cgroupParent: Setting<string>;
  readonly runtime: Setting<string>;
  readonly isolation: Setting<string>;
  readonly sysctls: Items<EnvironmentVariable>;

  readonly devices: Items<Device>;
  readonly deviceCgroupRules: Items<Sourced<string | Unresolved>>;
  readonly gpus: Items<DeviceRequest>;
  readonly mounts: Items<Mount>;
  readonly volumesFrom: Items<Sourced<string | Unresolved>>;
  readonly tmpfs: Items<Sourced<string | Unresolved>>;
  readonly storageOpt: Items<EnvironmentVariable>;
  readonly secrets: Items<SecretUse>;
  readonly configs: Items<SecretUse>;

  readonly networkMode: Setting<string>;
  readonly networks: Items<NetworkUse>;
  readonly ports: Items<Port>;
  readonly expose: Items<Sourced<string | Unresolved>>;
  readonly links: Items<Sourced<string | Unresolved>>;
  readonly externalLinks: Items<Sourced<string | Unresolved>>;
  readonly extraHosts: Items<Sourced<string | Unresolved>>;
  readonly dns: Items<Sourced<string | Unresolved>>;
  readonly dnsOpt: Items<Sourced<string | Unresolved>>;
  readonly dnsSearch: Items<Sourced<string | Unresolved>>;
  readonly macAddress: Setting<string>;

  readonly environment: Items<EnvironmentVariable>;
  readonly envFile: Items<EnvFile>;
  /** What the files of `env_file` set. */
  readonly fileVariables: FileVariables;
  /** The words of the command, a string split as Compose splits it. */
  readonly command: Items<Sourced<string | Unresolved>>;
  readonly entrypoint: Items<Sourced<string | Unresolved>>;
  readonly workingDir: Setting<string>;
  readonly init: Setting<boolean>;
  readonly tty: Setting<boolean>;
  readonly stdinOpen: Setting<boolean>;
  readonly attach: Setting<boolean>;
  readonly logging: Logging | undefined;
  readonly models: Items<ModelUse>;

  readonly dependsOn: Items<Dependency>;
  readonly restart: Setting<string>;
  readonly scale: Setting<number>;
  readonly healthcheck: Healthcheck | undefined;
  readonly stopSignal: Setting<string>;
  /** In nanoseconds. */
  readonly stopGracePeriod: Setting<number>;
  readonly preStart: Items<Hook>;
  readonly postStart: Items<Hook>;
  readonly preStop: Items<Hook>;
  /** `develop.watch`. */
  readonly watch: Items<WatchTrigger>;
  readonly deploy: Deploy | undefined;

  /** Sizes are in bytes. */
  readonly memLimit: Setting<number>;
  readonly memReservation: Setting<number>;
  readonly memswapLimit: Setting<number>;
  readonly memSwappiness: Setting<number>;
  readonly shmSize: Setting<number>;
  readonly oomKillDisable: Setting<boolean>;
  readonly oomScoreAdj: Setting<number>;
  readonly pidsLimit: Setting<number>;
  readonly cpus: Setting<number>;
  readonly cpuset: Setting<string>;
  readonly cpuCount: Setting<number>;
  readonly cpuPercent: Setting<number>;
  readonly cpuPeriod: Setting<number>;
  readonly cpuQuota: Setting<number>;
  readonly cpuRtPeriod: Setting<number>;
  readonly cpuRtRuntime: Setting<number>;
  readonly cpuShares: Setting<number>;
  readonly ulimits: Items<Ulimit>;
  readonly blkioConfig: BlkioConfig | undefined;
}

/** What the files of `env_file` set, as far as `environment` does not win. */
export interface FileVariables {
  readonly items: readonly FileVariable[];
  /** False when one of the files could not be read, to its end at least: it may set more. */
  readonly complete: boolean;
}

export interface FileVariable {
  readonly name: string;
  /** It is written in no compose file: its place is that of the path. */
  readonly value: Sourced<string | Unresolved>;
  readonly file: EnvFile;
}

/** `key=value` or `key:value`; a bare `no-new-privileges` has no value. */
export interface SecurityOpt {
  readonly key: string;
  readonly value: string | undefined;
  readonly separator: "=" | ":" | undefined;
}

/** One entry of `volumes`. Parts of a short entry share the item's place unless a narrower one is known. */
export interface Mount {
  /** The whole item as written. */
  readonly item: Sourced<unknown>;
  readonly syntax: "short" | "long";
  /** What the long syntax writes as its type. */
  readonly typeSetting: Setting<string>;
  readonly type: "bind" | "volume" | "tmpfs" | "npipe" | "cluster" | "image" | "unknown";
  /** Host path of a bind as written after variables (not normalised), name of a volume; absent for anonymous volumes. */
  readonly source: Setting<string>;
  readonly target: Setting<string>;
  readonly readOnly: Setting<boolean>;
  /** Short syntax: the option words as written, with their places. */
  readonly options: readonly Sourced<string>[];
  readonly propagation: Setting<string>;
  /** URI of the directory in which a relative source starts. */
  readonly directory: string | undefined;
  /** What only the long syntax can say. */
  readonly details: MountDetails | undefined;
  /**
   * The host path that is really mounted, lexically normalised and made absolute (`~` and drive letters kept): for binds, and for
   * named volumes whose driver_opts bind one. Absent when there is none or it is not known; a relative path below the
   * project stays relative (`./data`).
   */
  readonly hostPath: string | undefined;
  /** The driver_opts `device` of the named volume behind it, when that is what gave `hostPath`. */
  readonly backing: Sourced<unknown> | undefined;
}

export interface Device {
  readonly item: Sourced<unknown>;
  readonly source: Setting<string>;
  readonly target: Setting<string>;
  readonly permissions: Setting<string>;
}

/** One published port or range. Short entries are parsed after variables; what is unresolved stays so. */
export interface Port {
  readonly item: Sourced<unknown>;
  readonly syntax: "short" | "long";
  /** Literal address as written, without brackets; absent leaves it to the network. */
  readonly hostIp: Setting<string>;
  /** The address that its network gives an entry without one; absent means every interface. */
  readonly networkAddress: Setting<string>;
  /** `8080` or `8000-8010`; absent means a random host port. */
  readonly published: Setting<string>;
  /** Container port or range. */
  readonly target: Setting<string>;
  readonly protocol: Setting<string>;
  readonly mode: Setting<string>;
  readonly name: Setting<string>;
  readonly appProtocol: Setting<string>;
  /** The same for two entries of which the later takes the place of the earlier; absent where a variable decides. */
  readonly identity: string | undefined;
}

/** `NAME=value` of the list form, `NAME: value` of the map form. `value` is absent for a name alone. */
export interface EnvironmentVariable {
  readonly item: Sourced<unknown>;
  readonly name: Sourced<string>;
  readonly value: Setting<string>;
  readonly form: "list" | "map";
}
