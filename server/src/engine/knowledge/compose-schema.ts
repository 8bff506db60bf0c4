/**
 * What Compose lets a file write where: the forms of compose-spec's schema (compose-go 2.14, schema/compose-spec.json), with the casts that
 * Compose makes of texts before it looks at them (loader/interpolate.go).
 */
export interface Form {
  readonly text?: true;
  readonly number?: "any" | "integer";
  readonly boolean?: true;
  readonly null?: true;
  /** What Compose makes of a text here; it refuses one of which this cannot be made. */
  readonly cast?: "boolean" | "integer" | "number";
  /** The texts that may stand here. */
  readonly words?: readonly string[];
  /** What a text has to contain. */
  readonly pattern?: RegExp;
  readonly items?: Form;
  /**
   * Compose takes no item twice: in all layers together; in what one layer adds to those before; or in a layer that stands alone. Lists of
   * which it drops the first of two equal items by itself are not marked.
   */
  readonly distinct?: "all" | "added" | "alone";
  /** The keys of a mapping whose keys are attributes. */
  readonly keys?: Readonly<Record<string, Form>>;
  readonly required?: readonly string[];
  /** What stands behind each name, in a mapping whose keys are names. */
  readonly names?: Form;
  /** Layers may say it in different ways, since Compose makes one of them, or takes the last. */
  readonly mixes?: true;
  /** A null is refused over an earlier layer, too; elsewhere it then says nothing. */
  readonly neverNull?: true;
  /** Anything may stand here. */
  readonly any?: true;
}

const text: Form = { text: true };
const flag: Form = { boolean: true, text: true, cast: "boolean" };
/** A boolean that Compose casts only when it binds the value, where it takes the same texts. */
const lateFlag: Form = flag;
const integer: Form = { number: "integer", text: true, cast: "integer" };
const anyInteger: Form = { number: "any", text: true, cast: "integer" };
const anyNumber: Form = { number: "any", text: true, cast: "number" };
const size: Form = { number: "any", text: true };
const wholeSize: Form = { number: "integer", text: true };
const loose: Form = { number: "any", text: true };
const anything: Form = { any: true };

function listOf(items: Form): Form {
  return { items };
}

function distinct(items: Form): Form {
  return { items, distinct: "all" };
}

function mapping(keys: Readonly<Record<string, Form>>, ...required: readonly string[]): Form {
  return { keys, required };
}

function oneOf(word: string, ...words: readonly string[]): Form {
  return { text: true, words: [word, ...words] };
}

const texts = listOf(text);
const textOrTexts: Form = { text: true, items: text, mixes: true };
const pairValue: Form = { text: true, number: "any", boolean: true, null: true };
const pairs: Form = { names: pairValue, items: text, mixes: true };
const distinctPairs: Form = { ...pairs, distinct: "all" };
/** Two layers must say it in the same way. */
const plainPairs: Form = { names: pairValue, items: text, distinct: "all" };
const options: Form = { names: loose };
const command: Form = { null: true, text: true, items: text, mixes: true };
const extraHosts: Form = { names: { text: true, items: text }, items: text, distinct: "added", mixes: true };
const ulimits: Form = {
  names: {
    ...mapping({ soft: integer, hard: integer }, "soft", "hard"),
    number: "integer",
    text: true,
    cast: "integer",
    mixes: true,
    neverNull: true,
  },
};
const fileUses = listOf({ ...mapping({ source: text, target: text, uid: text, gid: text, mode: loose }), text: true });
const external: Form = { boolean: true, text: true, cast: "boolean", keys: { name: text } };
const deviceRequest = {
  capabilities: distinct(text),
  count: wholeSize,
  device_ids: distinct(text),
  driver: text,
  options: plainPairs,
};

const hook = { command, user: text, privileged: lateFlag, working_dir: text, environment: distinctPairs };
const serviceHook = mapping(hook, "command");

const build: Form = {
  text: true,
  mixes: true,
  keys: {
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: texts,
    args: pairs,
    ssh: plainPairs,
    labels: pairs,
    cache_from: texts,
    cache_to: texts,
    no_cache: lateFlag,
    no_cache_filter: textOrTexts,
    additional_contexts: pairs,
    network: text,
    provenance: { text: true, boolean: true },
    sbom: { text: true, boolean: true },
    pull: lateFlag,
    target: text,
    shm_size: wholeSize,
    extra_hosts: extraHosts,
    isolation: text,
    privileged: lateFlag,
    secrets: fileUses,
    tags: texts,
    ulimits,
    platforms: texts,
  },
};

const update = mapping({
  parallelism: integer,
  delay: text,
  failure_action: text,
  monitor: text,
  max_failure_ratio: anyNumber,
  order: oneOf("start-first", "stop-first"),
});

const deploy: Form = {
  null: true,
  keys: {
    mode: text,
    endpoint_mode: text,
    replicas: integer,
    labels: pairs,
    rollback_config: update,
    update_config: update,
    resources: mapping({
      limits: mapping({ cpus: loose, memory: text, pids: wholeSize }),
      reservations: mapping({
        cpus: loose,
        memory: text,
        generic_resources: listOf(mapping({ discrete_resource_spec: mapping({ kind: text, value: loose }) })),
        devices: listOf(mapping(deviceRequest, "capabilities")),
      }),
    }),
    restart_policy: mapping({ condition: text, delay: text, max_attempts: integer, window: text }),
    placement: mapping({ constraints: texts, preferences: listOf(mapping({ spread: text })), max_replicas_per_node: integer }),
  },
};

const develop: Form = {
  null: true,
  keys: {
    watch: listOf(
      mapping(
        {
          path: text,
          action: oneOf("rebuild", "sync", "restart", "sync+restart", "sync+exec"),
          target: text,
          ignore: textOrTexts,
          include: textOrTexts,
          exec: serviceHook,
          initial_sync: { boolean: true },
        },
        "path",
        "action",
      ),
    ),
  },
};

const endpoint: Form = {
  null: true,
  keys: {
    aliases: texts,
    interface_name: text,
    ipv4_address: text,
    ipv6_address: text,
    link_local_ips: texts,
    mac_address: text,
    driver_opts: options,
    priority: { number: "any" },
    gw_priority: { number: "any" },
  },
};

const mount: Form = {
  text: true,
  ...mapping(
    {
      type: oneOf("bind", "volume", "tmpfs", "cluster", "npipe", "image"),
      source: text,
      target: text,
      read_only: flag,
      consistency: text,
      bind: mapping({
        propagation: text,
        create_host_path: lateFlag,
        recursive: oneOf("enabled", "disabled", "writable", "readonly"),
        selinux: oneOf("z", "Z"),
      }),
      volume: mapping({ labels: pairs, nocopy: flag, subpath: text }),
      tmpfs: mapping({ size: wholeSize, mode: loose }),
      image: mapping({ subpath: text }),
    },
    "type",
  ),
};

const blkioLimits = listOf(mapping({ path: text, rate: wholeSize }));

/** A service. */
export const serviceForm: Form = mapping({
  annotations: pairs,
  attach: lateFlag,
  blkio_config: mapping({
    device_read_bps: blkioLimits,
    device_read_iops: blkioLimits,
    device_write_bps: blkioLimits,
    device_write_iops: blkioLimits,
    weight: wholeSize,
    weight_device: listOf(mapping({ path: text, weight: wholeSize })),
  }),
  build,
  cap_add: texts,
  cap_drop: texts,
  cgroup: oneOf("host", "private"),
  cgroup_parent: text,
  command,
  configs: fileUses,
  container_name: { text: true, pattern: /[a-zA-Z0-9][a-zA-Z0-9_.-]+/u },
  cpu_count: integer,
  cpu_percent: { number: "integer", text: true, cast: "integer" },
  cpu_period: anyInteger,
  cpu_quota: anyInteger,
  cpu_rt_period: anyInteger,
  cpu_rt_runtime: anyInteger,
  cpu_shares: anyInteger,
  cpus: anyNumber,
  cpuset: text,
  credential_spec: mapping({ config: text, file: text, registry: text }),
  depends_on: {
    items: text,
    distinct: "alone",
    mixes: true,
    names: mapping(
      {
        restart: flag,
        required: { boolean: true, text: true, cast: "boolean" },
        condition: oneOf("service_started", "service_healthy", "service_completed_successfully"),
      },
      "condition",
    ),
  },
  deploy,
  develop,
  device_cgroup_rules: distinct(text),
  devices: listOf({ text: true, ...mapping({ source: text, target: text, permissions: text }, "source") }),
  dns: textOrTexts,
  dns_opt: texts,
  dns_search: textOrTexts,
  domainname: text,
  entrypoint: command,
  env_file: {
    text: true,
    mixes: true,
    items: { text: true, ...mapping({ path: text, format: text, required: lateFlag }, "path") },
  },
  environment: pairs,
  expose: listOf(loose),
  extends: { text: true, mixes: true, keys: { service: text, file: text }, required: ["service"] },
  external_links: distinct(text),
  extra_hosts: extraHosts,
  gpus: { text: true, words: ["all"], items: mapping({ ...deviceRequest }) },
  group_add: distinct(loose),
  healthcheck: mapping({
    disable: flag,
    interval: text,
    retries: anyInteger,
    test: { text: true, items: text, mixes: true, neverNull: true },
    timeout: text,
    start_period: text,
    start_interval: text,
  }),
  hostname: text,
  image: text,
  init: flag,
  ipc: text,
  isolation: text,
  label_file: textOrTexts,
  labels: pairs,
  links: texts,
  logging: { ...mapping({ driver: text, options: { names: { text: true, number: "any", null: true } } }), neverNull: true },
  mac_address: text,
  mem_limit: size,
  mem_reservation: wholeSize,
  mem_swappiness: wholeSize,
  memswap_limit: size,
  models: { items: text, distinct: "alone", mixes: true, names: { null: true, keys: { endpoint_var: text, model_var: text } } },
  network_mode: text,
  networks: { items: text, distinct: "alone", mixes: true, names: endpoint },
  oom_kill_disable: flag,
  oom_score_adj: integer,
  pid: text,
  pids_limit: anyInteger,
  platform: text,
  ports: listOf({
    number: "any",
    text: true,
    keys: { name: text, mode: text, host_ip: text, target: integer, published: wholeSize, protocol: text, app_protocol: text },
  }),
  post_start: listOf(serviceHook),
  pre_start: listOf(mapping({ ...hook, image: text, per_replica: lateFlag })),
  pre_stop: listOf(serviceHook),
  privileged: flag,
  profiles: texts,
  provider: mapping({ type: text, options: { names: { ...pairValue, items: pairValue } } }, "type"),
  pull_policy: { text: true, pattern: /always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+/u },
  pull_refresh_after: text,
  read_only: flag,
  restart: text,
  runtime: text,
  scale: integer,
  secrets: fileUses,
  security_opt: distinct(text),
  shm_size: size,
  stdin_open: flag,
  stop_grace_period: text,
  stop_signal: text,
  storage_opt: { names: anything },
  sysctls: pairs,
  tmpfs: textOrTexts,
  tty: flag,
  ulimits,
  use_api_socket: { boolean: true },
  user: text,
  userns_mode: text,
  uts: text,
  volumes: listOf(mount),
  volumes_from: distinct(text),
  working_dir: text,
});

const pool = mapping({ subnet: text, ip_range: text, gateway: text, aux_addresses: { names: text } });

/** The top-level sections besides `services`: what stands behind each of their names. */
export const sectionForms: Readonly<Record<string, Form>> = {
  networks: {
    null: true,
    keys: {
      name: text,
      driver: text,
      driver_opts: options,
      ipam: mapping({ driver: text, config: { items: pool, neverNull: true }, options: { names: text } }),
      external,
      internal: flag,
      enable_ipv4: flag,
      enable_ipv6: flag,
      attachable: flag,
      labels: pairs,
    },
  },
  volumes: { null: true, keys: { name: text, driver: text, driver_opts: options, external, labels: distinctPairs } },
  secrets: mapping({
    name: text,
    environment: text,
    file: text,
    external,
    labels: plainPairs,
    driver: text,
    driver_opts: options,
    template_driver: text,
  }),
  configs: mapping({ name: text, content: text, environment: text, file: text, external, labels: plainPairs, template_driver: text }),
  models: mapping({ name: text, model: text, context_size: { number: "integer" }, runtime_flags: texts }, "model"),
};

/** The top-level keys that are no sections of names. Compose reads `include` without a look at its form. */
export const topLevelForms: Readonly<Record<string, Form>> = {
  name: text,
  version: text,
  include: { any: true },
};
