import { t } from "../text/l10n.js";
import { bindingAddress } from "./binding-address.js";
import type { Service } from "./project.js";
import { readBlkioConfig, readCredentialSpec, readLogging, readModelUses, readProvider, readUlimits } from "./read/attributes.js";
import { readBuild } from "./read/build.js";
import { readCommand } from "./read/command.js";
import { readDeploy, readGpus } from "./read/deploy.js";
import { readDevices } from "./read/device.js";
import { readOptions, readVariables } from "./read/environment.js";
import { readFileVariables } from "./read/file-variables.js";
import { readDependencies, readHealthcheck, readHooks, readWatch } from "./read/lifecycle.js";
import { beforeEquals, itself, noItems, readTexts, type TextsForm } from "./read/list.js";
import { type MountScope, readMounts } from "./read/mount.js";
import { readEnvFiles, readExtraHosts, readLabelFiles, readNetworkUses, readSecretUses } from "./read/names.js";
import { readPorts } from "./read/port.js";
import { readBoolean, readBytes, readDuration, readInteger, readNumber, readRealBoolean, readString } from "./read/scalar.js";
import { readSecurityOpts } from "./read/security-opt.js";
import { bodyOf } from "./read/top-level.js";
import type { Reading } from "./reading.js";
import type { Sourced } from "./sourced.js";
import { child, keysOf, type Stack, top } from "./stack.js";
import { sourced, textOf, whole } from "./text.js";
import type { Network } from "./top-level.js";
import { isNothing, type View } from "./view.js";

/** What of its project a service may refer to. */
export interface ServiceScope extends MountScope {
  readonly networks: ReadonlyMap<string, Network>;
}

/** Reads one service from its layers, or `only` some keys; absent when none of them is a mapping, nor a key with nothing written yet. */
export function readService(
  reading: Reading,
  name: string,
  stack: Stack,
  scope: ServiceScope & { readonly partial: boolean; readonly only?: ReadonlySet<string> },
): Service | undefined {
  const last = top(stack);
  const body = bodyOf(stack);
  if (last === undefined || body === undefined) {
    if (last !== undefined) reading.refuse("bad-service", t("A service is a mapping of settings."), last.at);
    return undefined;
  }
  if (isNothing(last) && stack.length === 1) reading.refuse("bad-service", t`The service "${name}" has no settings.`, last.key ?? last.at);
  const { keys, layers } = readKeys(reading, stack, scope.only);
  const own = stack.filter(({ via }) => !via.some(({ kind }) => kind === "extends"));
  // What the project writes itself goes before what it includes: that is where a person looks for the service.
  const home = own.find((view) => view.scope.within === undefined) ?? own[0] ?? last;
  const at = home.key ?? home.at;
  const stands = keys.has("image") || keys.has("build") || keys.has("provider");
  return readAttributes(reading, stack, scope, {
    name: { value: name, at, key: at, via: home.via },
    body: bodyOf([home]) ?? body,
    written: own.map((view) => ({ key: view.key ?? view.at, body: view.at })),
    partial: scope.partial || !stands,
    keys,
    layers,
  });
}

type Identity = Pick<Service, "name" | "body" | "written" | "partial" | "keys" | "layers">;

/** One literal, since putting parts together by spreading takes longer than all of reading. Most attributes are absent, and are not looked for. */
function readAttributes(reading: Reading, stack: Stack, scope: ServiceScope, identity: Identity): Service {
  const { name, body, written, partial, keys, layers } = identity;
  const at = (key: string) => (keys.has(key) ? child(reading, stack, key) : absent);
  const string = (key: string) => (keys.has(key) ? readString(reading, child(reading, stack, key)) : undefined);
  const boolean = (key: string) => (keys.has(key) ? readBoolean(reading, child(reading, stack, key)) : undefined);
  const number = (key: string) => (keys.has(key) ? readNumber(reading, child(reading, stack, key)) : undefined);
  const integer = (key: string) => readInteger(reading, at(key));
  const bytes = (key: string) => (keys.has(key) ? readBytes(reading, child(reading, stack, key)) : undefined);
  const variables = (key: string) => (keys.has(key) ? readVariables(reading, child(reading, stack, key)) : noItems);
  const environment = readVariables(reading, at("environment"), { inherits: true });
  const envFile = readEnvFiles(reading, at("env_file"));
  const texts = (key: string, form?: TextsForm) => (keys.has(key) ? readTexts(reading, child(reading, stack, key), form) : noItems);
  const networkMode = string("network_mode");
  const networks = readNetworkUses(reading, at("networks"));
  return {
    name,
    body,
    written,
    partial,
    keys,
    layers,
    image: string("image"),
    build: readBuild(reading, at("build")),
    platform: string("platform"),
    pullPolicy: string("pull_policy"),
    provider: readProvider(reading, at("provider")),
    containerName: string("container_name"),
    hostname: string("hostname"),
    domainname: string("domainname"),
    annotations: variables("annotations"),
    labels: variables("labels"),
    labelFile: readLabelFiles(reading, at("label_file")),
    profiles: texts("profiles", { unique: itself }),

    privileged: boolean("privileged"),
    user: string("user"),
    groupAdd: texts("group_add", { numbers: true, distinct: true }),
    capAdd: texts("cap_add", { unique: itself }),
    capDrop: texts("cap_drop", { unique: itself }),
    securityOpt: readSecurityOpts(reading, at("security_opt")),
    readOnly: boolean("read_only"),
    useApiSocket: readRealBoolean(reading, at("use_api_socket")),
    credentialSpec: readCredentialSpec(reading, at("credential_spec")),

    pid: string("pid"),
    ipc: string("ipc"),
    uts: string("uts"),
    usernsMode: string("userns_mode"),
    cgroup: string("cgroup"),
    cgroupParent: string("cgroup_parent"),
    runtime: string("runtime"),
    isolation: string("isolation"),
    sysctls: variables("sysctls"),

    devices: readDevices(reading, at("devices")),
    deviceCgroupRules: texts("device_cgroup_rules", { distinct: true }),
    gpus: readGpus(reading, at("gpus")),
    mounts: readMounts(reading, at("volumes"), scope),
    volumesFrom: texts("volumes_from", { distinct: true }),
    tmpfs: texts("tmpfs", { scalar: true, unique: beforeEquals }),
    storageOpt: readOptions(reading, at("storage_opt")),
    secrets: readSecretUses(reading, at("secrets"), "/run/secrets/"),
    configs: readSecretUses(reading, at("configs"), "/"),

    networkMode,
    networks,
    ports: readPorts(reading, at("ports"), bindingAddress({ networkMode, networks }, scope.networks)),
    expose: texts("expose", { numbers: true, unique: itself }),
    links: texts("links", { unique: beforeEquals }),
    externalLinks: texts("external_links", { distinct: true }),
    extraHosts: readExtraHosts(reading, at("extra_hosts")),
    dns: withoutEmpty(texts("dns", { scalar: true, unique: beforeEquals })),
    dnsOpt: texts("dns_opt", { unique: beforeEquals }),
    dnsSearch: texts("dns_search", { scalar: true, unique: beforeEquals }),
    macAddress: string("mac_address"),

    environment,
    envFile,
    fileVariables: readFileVariables(reading, envFile, environment, stack),
    command: readCommand(reading, at("command")),
    entrypoint: readCommand(reading, at("entrypoint")),
    workingDir: string("working_dir"),
    init: boolean("init"),
    tty: boolean("tty"),
    stdinOpen: boolean("stdin_open"),
    attach: boolean("attach"),
    logging: readLogging(reading, at("logging")),
    models: readModelUses(reading, at("models")),

    dependsOn: readDependencies(reading, at("depends_on")),
    restart: string("restart"),
    scale: number("scale"),
    healthcheck: readHealthcheck(reading, at("healthcheck")),
    stopSignal: string("stop_signal"),
    stopGracePeriod: readDuration(reading, at("stop_grace_period")),
    preStart: readHooks(reading, at("pre_start")),
    postStart: readHooks(reading, at("post_start")),
    preStop: readHooks(reading, at("pre_stop")),
    watch: readWatch(reading, at("develop")),
    deploy: readDeploy(reading, at("deploy")),

    memLimit: bytes("mem_limit"),
    memReservation: bytes("mem_reservation"),
    memswapLimit: bytes("memswap_limit"),
    memSwappiness: number("mem_swappiness"),
    shmSize: bytes("shm_size"),
    oomKillDisable: boolean("oom_kill_disable"),
    oomScoreAdj: number("oom_score_adj"),
    pidsLimit: integer("pids_limit"),
    cpus: number("cpus"),
    cpuset: string("cpuset"),
    cpuCount: number("cpu_count"),
    cpuPercent: number("cpu_percent"),
    cpuPeriod: integer("cpu_period"),
    cpuQuota: integer("cpu_quota"),
    cpuRtPeriod: integer("cpu_rt_period"),
    cpuRtRuntime: integer("cpu_rt_runtime"),
    cpuShares: integer("cpu_shares"),
    ulimits: readUlimits(reading, at("ulimits")),
    blkioConfig: readBlkioConfig(reading, at("blkio_config")),
  };
}

/** Compose drops an empty server by itself. */
function withoutEmpty({ list, items }: Service["dns"]): Service["dns"] {
  return { list, items: items.filter(({ value }) => value !== "") };
}

/** What the layers say of an attribute that none of them has. */
const absent: Stack = [];

/** Attributes that a file may leave empty; any other must have a value. */
const mayBeEmpty: ReadonlySet<string> = new Set(["command", "entrypoint", "deploy", "develop"]);

function readKeys(reading: Reading, stack: Stack, only: ReadonlySet<string> | undefined): Pick<Service, "keys" | "layers"> {
  const keys = new Map<string, Sourced<unknown>>();
  const layers = new Map<string, readonly Sourced<unknown>[]>();
  for (const key of keysOf(reading, stack)) {
    if (only?.has(key) === false) continue;
    const found = child(reading, stack, key);
    const view = top(found);
    if (view === undefined) continue;
    if (isNothing(view) && !mayBeEmpty.has(key) && !key.startsWith("x-")) {
      reading.refuse("empty-value", t`Compose takes no empty "${key}".`, view.key ?? view.at);
    }
    const value = plainValue(view);
    keys.set(key, value);
    layers.set(key, found.length === 1 ? [value] : found.map(plainValue));
  }
  return { keys, layers };
}

/** A single value after variables; for anything else only what kind of thing it is. */
function plainValue(view: View): Sourced<unknown> {
  const text = textOf(view);
  if (text === undefined) return sourced(view, view.node === undefined || isNothing(view) ? null : view.node.kind);
  const typed = view.node?.kind === "scalar" && typeof view.node.value !== "string";
  return typed && view.node.kind === "scalar" ? sourced(view, view.node.value) : whole(text);
}
