import type { Service } from "./project.js";
import { readBuild, readDeploy } from "./read/build.js";
import { readCommand } from "./read/command.js";
import { readDevices } from "./read/device.js";
import { readVariables } from "./read/environment.js";
import { itself, readTexts } from "./read/list.js";
import { type MountScope, readMounts } from "./read/mount.js";
import { readEnvFiles, readExtraHosts, readNames, readNetworkUses, readSecretUses } from "./read/names.js";
import { readPorts } from "./read/port.js";
import { readBoolean, readBytes, readNumber, readRealBoolean, readString } from "./read/scalar.js";
import { readSecurityOpts } from "./read/security-opt.js";
import { bodyOf } from "./read/top-level.js";
import type { Reading } from "./reading.js";
import type { Sourced } from "./sourced.js";
import { child, keysOf, type Stack, top } from "./stack.js";
import { sourced, textOf, whole } from "./text.js";
import { isNothing, type View } from "./view.js";

/** Reads one service from its layers; absent when none of them is a mapping, nor a key with nothing written yet. */
export function readService(
  reading: Reading,
  name: string,
  stack: Stack,
  scope: MountScope & { readonly partial: boolean },
): Service | undefined {
  const last = top(stack);
  const body = bodyOf(stack);
  if (last === undefined || body === undefined) {
    if (last !== undefined) reading.refuse("bad-service", "A service is a mapping of settings.", last.at);
    return undefined;
  }
  if (isNothing(last) && stack.length === 1) reading.refuse("bad-service", `The service "${name}" has no settings.`, last.key ?? last.at);
  const keys = readKeys(reading, stack);
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
  });
}

type Identity = Pick<Service, "name" | "body" | "written" | "partial" | "keys">;

/** One literal, since putting parts together by spreading takes longer than all of reading. */
function readAttributes(reading: Reading, stack: Stack, scope: MountScope, { name, body, written, partial, keys }: Identity): Service {
  const at = (key: string) => child(reading, stack, key);
  const string = (key: string) => readString(reading, at(key));
  const provider = top(at("provider"));
  return {
    name,
    body,
    written,
    partial,
    keys,
    image: string("image"),
    privileged: readBoolean(reading, at("privileged")),
    user: string("user"),
    readOnly: readBoolean(reading, at("read_only")),
    init: readBoolean(reading, at("init")),
    networkMode: string("network_mode"),
    pid: string("pid"),
    ipc: string("ipc"),
    uts: string("uts"),
    usernsMode: string("userns_mode"),
    cgroup: string("cgroup"),
    useApiSocket: readRealBoolean(reading, at("use_api_socket")),
    runtime: string("runtime"),
    containerName: string("container_name"),
    provider: provider === undefined ? undefined : sourced(provider, "mapping"),
    memLimit: readBytes(reading, at("mem_limit")),
    cpus: readNumber(reading, at("cpus")),
    pidsLimit: readNumber(reading, at("pids_limit")),
    capAdd: readTexts(reading, at("cap_add"), { unique: itself }),
    capDrop: readTexts(reading, at("cap_drop"), { unique: itself }),
    securityOpt: readSecurityOpts(reading, at("security_opt")),
    groupAdd: readTexts(reading, at("group_add"), { numbers: true, distinct: true }),
    devices: readDevices(reading, at("devices")),
    deviceCgroupRules: readTexts(reading, at("device_cgroup_rules"), { distinct: true }),
    mounts: readMounts(reading, at("volumes"), scope),
    volumesFrom: readTexts(reading, at("volumes_from"), { distinct: true }),
    tmpfs: readTexts(reading, at("tmpfs"), { scalar: true, unique: (text) => text.split("=")[0] }),
    ports: readPorts(reading, at("ports")),
    expose: readTexts(reading, at("expose"), { numbers: true, unique: itself }),
    environment: readVariables(reading, at("environment")),
    labels: readVariables(reading, at("labels")),
    sysctls: readVariables(reading, at("sysctls")),
    envFile: readEnvFiles(reading, at("env_file")),
    networks: readNetworkUses(reading, at("networks")),
    secrets: readSecretUses(reading, at("secrets"), "/run/secrets/"),
    configs: readSecretUses(reading, at("configs"), "/"),
    profiles: readTexts(reading, at("profiles"), { unique: itself }),
    dependsOn: readNames(reading, at("depends_on")),
    extraHosts: readExtraHosts(reading, at("extra_hosts")),
    command: readCommand(reading, at("command")),
    entrypoint: readCommand(reading, at("entrypoint")),
    build: readBuild(reading, at("build")),
    deploy: readDeploy(reading, at("deploy")),
  };
}

/** Attributes that a file may leave empty; any other must have a value. */
const mayBeEmpty: ReadonlySet<string> = new Set(["command", "entrypoint", "deploy", "develop"]);

function readKeys(reading: Reading, stack: Stack): Service["keys"] {
  const keys = new Map<string, Sourced<unknown>>();
  for (const key of keysOf(reading, stack)) {
    const view = top(child(reading, stack, key));
    if (view === undefined) continue;
    if (isNothing(view) && !mayBeEmpty.has(key) && !key.startsWith("x-")) {
      reading.refuse("empty-value", `Compose takes no empty "${key}".`, view.key ?? view.at);
    }
    keys.set(key, plainValue(view));
  }
  return keys;
}

/** A single value after variables; for anything else only what kind of thing it is. */
function plainValue(view: View): Sourced<unknown> {
  const text = textOf(view);
  if (text === undefined) return sourced(view, view.node === undefined || isNothing(view) ? null : view.node.kind);
  const typed = view.node?.kind === "scalar" && typeof view.node.value !== "string";
  return typed && view.node.kind === "scalar" ? sourced(view, view.node.value) : whole(text);
}
