import type { BlkioConfig, BlkioDevice, CredentialSpec, EnvFile, Logging, ModelUse, Provider, SecretUse } from "../attributes.js";
import type { Items, SecurityOpt, Service } from "../project.js";
import { isUnresolved, type Sourced, type Unresolved } from "../sourced.js";
import { build, fileUse } from "./build.js";
import { deploy, deviceRequest } from "./deploy.js";
import { bytes, duration, path, pathItem } from "./format.js";
import { each, environment, extraHosts, named, options, texts, ulimits } from "./items.js";
import { dependencies, healthcheck, hook, watch, words } from "./lifecycle.js";
import { networks, ports } from "./network.js";
import {
  type CanonicalList,
  type CanonicalMap,
  type CanonicalNode,
  type CanonicalScalar,
  converted,
  type Entries,
  filled,
  filledMap,
  implied,
  leaf,
  listOf,
  mapOf,
} from "./node.js";
import { device, mount } from "./storage.js";

/** One service in the long form, its keys in the order of the alphabet, as Compose prints them. */
export function canonicalService(service: Service): CanonicalMap {
  const entries = [...groups(service), ...single(service)];
  return mapOf(
    service.name,
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Attributes that are single values. */
function single(service: Service): Entries {
  return [
    ["attach", leaf(service.attach)],
    ["cgroup_parent", filled(service.cgroupParent)],
    ["cgroup", filled(service.cgroup)],
    ["cpu_count", filled(service.cpuCount)],
    ["cpu_percent", filled(service.cpuPercent)],
    ["cpu_period", filled(service.cpuPeriod)],
    ["cpu_quota", filled(service.cpuQuota)],
    ["cpu_rt_period", filled(service.cpuRtPeriod)],
    ["cpu_rt_runtime", filled(service.cpuRtRuntime)],
    ["cpus", filled(service.cpus)],
    ["cpuset", filled(service.cpuset)],
    ["cpu_shares", filled(service.cpuShares)],
    ["container_name", filled(service.containerName)],
    ["domainname", filled(service.domainname)],
    ["hostname", filled(service.hostname)],
    ["image", filled(service.image)],
    ["init", leaf(service.init)],
    ["ipc", filled(service.ipc)],
    ["isolation", filled(service.isolation)],
    ["mem_limit", bytes(service.memLimit)],
    ["mem_reservation", bytes(service.memReservation)],
    ["memswap_limit", bytes(service.memswapLimit)],
    ["mem_swappiness", bytes(service.memSwappiness)],
    ["mac_address", filled(service.macAddress)],
    ["network_mode", filled(service.networkMode)],
    ["oom_kill_disable", filled(service.oomKillDisable)],
    ["oom_score_adj", filled(service.oomScoreAdj)],
    ["pid", filled(service.pid)],
    ["pids_limit", filled(service.pidsLimit)],
    ["platform", filled(service.platform)],
    ["privileged", filled(service.privileged)],
    ["pull_policy", filled(converted(service.pullPolicy, (policy) => (policy === "if_not_present" ? "missing" : policy)))],
    ["read_only", filled(service.readOnly)],
    ["restart", filled(service.restart)],
    ["runtime", filled(service.runtime)],
    ["scale", leaf(service.scale)],
    ["shm_size", bytes(service.shmSize)],
    ["stdin_open", filled(service.stdinOpen)],
    ["stop_grace_period", duration(service.stopGracePeriod)],
    ["stop_signal", filled(service.stopSignal)],
    ["tty", filled(service.tty)],
    ["use_api_socket", filled(service.useApiSocket)],
    ["user", filled(service.user)],
    ["userns_mode", filled(service.usernsMode)],
    ["uts", filled(service.uts)],
    ["working_dir", filled(service.workingDir)],
  ];
}

/** Attributes that are lists or mappings. */
function groups(service: Service): Entries {
  return [
    ["profiles", texts(service.profiles)],
    ["annotations", options(service.annotations)],
    ["build", service.build && build(service.build)],
    ["develop", develop(service)],
    ["blkio_config", service.blkioConfig && blkioConfig(service.blkioConfig)],
    ["cap_add", texts(service.capAdd)],
    ["cap_drop", texts(service.capDrop)],
    ["command", words(service.command)],
    ["configs", each(service.configs, fileUse)],
    ["credential_spec", service.credentialSpec && credentialSpec(service.credentialSpec)],
    ["depends_on", dependencies(service)],
    ["deploy", service.deploy && deploy(service.deploy)],
    ["device_cgroup_rules", texts(service.deviceCgroupRules)],
    ["devices", each(service.devices, device)],
    ["dns", texts(service.dns)],
    ["dns_opt", texts(service.dnsOpt)],
    ["dns_search", texts(service.dnsSearch)],
    ["entrypoint", words(service.entrypoint)],
    ["provider", service.provider && provider(service.provider)],
    ["environment", environment(service.environment)],
    ["env_file", each(service.envFile, envFile)],
    ["expose", texts(service.expose)],
    ["external_links", texts(service.externalLinks)],
    ["extra_hosts", extraHosts(service.extraHosts)],
    ["group_add", texts(service.groupAdd)],
    ["gpus", each(service.gpus, deviceRequest)],
    ["healthcheck", service.healthcheck && healthcheck(service.healthcheck)],
    ["labels", options(service.labels)],
    ["label_file", each(service.labelFile, pathItem)],
    ["links", texts(service.links)],
    ["logging", service.logging && logging(service.logging)],
    ["models", named(service.models, modelUse)],
    ["networks", networks(service)],
    ["ports", ports(service.ports)],
    ["secrets", each(service.secrets, secretUse)],
    ["security_opt", securityOpts(service.securityOpt)],
    ["storage_opt", options(service.storageOpt)],
    ["sysctls", options(service.sysctls)],
    ["tmpfs", texts(service.tmpfs)],
    ["ulimits", ulimits(service.ulimits)],
    ["volumes", each(service.mounts, mount)],
    ["volumes_from", texts(service.volumesFrom)],
    ["pre_start", each(service.preStart, (found) => hook(found, service.image))],
    ["post_start", each(service.postStart, (found) => hook(found))],
    ["pre_stop", each(service.preStop, (found) => hook(found))],
  ];
}

function develop({ keys, watch: triggers }: Service): CanonicalMap | undefined {
  const written = keys.get("develop");
  return written === undefined || written.value === null ? undefined : mapOf(written, [["watch", each(triggers, watch)]]);
}

function blkioConfig({ item, weight, ...devices }: BlkioConfig): CanonicalMap {
  const limits = (found: Items<BlkioDevice>, key: "weight" | "rate"): CanonicalList | undefined =>
    each(found, (one) =>
      mapOf(one.item, [
        ["path", leaf(one.path) ?? implied("", one.item)],
        [key, (key === "weight" ? leaf(one.value) : bytes(one.value)) ?? implied(key === "weight" ? 0 : "0", one.item)],
      ]),
    );
  return mapOf(item, [
    ["weight", filled(weight)],
    ["weight_device", limits(devices.weightDevice, "weight")],
    ["device_read_bps", limits(devices.deviceReadBps, "rate")],
    ["device_read_iops", limits(devices.deviceReadIops, "rate")],
    ["device_write_bps", limits(devices.deviceWriteBps, "rate")],
    ["device_write_iops", limits(devices.deviceWriteIops, "rate")],
  ]);
}

function credentialSpec({ item, config, file, registry }: CredentialSpec): CanonicalMap {
  return mapOf(item, [
    ["config", filled(config)],
    ["file", filled(file)],
    ["registry", filled(registry)],
  ]);
}

/** The type, and a list of texts for each option. */
function provider({ item, type, options: found }: Provider): CanonicalMap {
  const lists = new Map<string, CanonicalNode[]>();
  for (const { name, value } of found.items) {
    const node = leaf(value);
    if (node !== undefined) lists.set(name.value, [...(lists.get(name.value) ?? []), node]);
  }
  return mapOf(item, [
    ["type", filled(type)],
    [
      "options",
      filledMap(
        found.list,
        [...lists].map(([key, values]) => [key, listOf(found.list, values)]),
      ),
    ],
  ]);
}

function envFile({ item, path: written, required, format }: EnvFile): CanonicalMap {
  return mapOf(item, [
    ["path", path(written)],
    ["required", required?.value === true ? undefined : leaf(required)],
    ["format", filled(format)],
  ]);
}

function logging({ item, driver, options: found }: Logging): CanonicalMap {
  return mapOf(item, [
    ["driver", filled(driver)],
    ["options", options(found)],
  ]);
}

function modelUse({ item, endpointVar, modelVar }: ModelUse): CanonicalNode {
  const settings = filledMap(item, [
    ["endpoint_var", filled(endpointVar)],
    ["model_var", filled(modelVar)],
  ]);
  return settings ?? { kind: "scalar", value: null, from: item, implied: false };
}

/** A secret that the service gets, below `/run/secrets` when it does not say where. */
function secretUse(use: SecretUse): CanonicalMap {
  const { source, target, item } = use;
  const node = fileUse(use);
  if (target !== undefined) return node;
  const value = isUnresolved(source.value)
    ? { ...source.value, unresolved: `/run/secrets/${source.value.unresolved}` }
    : `/run/secrets/${source.value}`;
  const added: CanonicalScalar = { kind: "scalar", value, from: item, implied: true };
  return { ...node, entries: new Map([...node.entries, ["target", added]]) };
}

function securityOpts({ list, items }: Items<Sourced<SecurityOpt | Unresolved>>): CanonicalList | undefined {
  const text = ({ key, value, separator }: SecurityOpt) => (separator === undefined ? key : `${key}${separator}${value ?? ""}`);
  return listOf(
    list,
    items.map((item) => leaf(converted(item, text))),
  );
}
