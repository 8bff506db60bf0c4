import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ulimit } from "../../server/src/engine/model/attributes.js";
import type { DeviceRequest } from "../../server/src/engine/model/deploy.js";
import type { Hook } from "../../server/src/engine/model/lifecycle.js";
import type { EnvironmentVariable, Items, Service } from "../../server/src/engine/model/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import type { Sourced } from "../../server/src/engine/model/sourced.js";
import { sourcesOf } from "../sources.js";
import { check, inService, problems, project, service, short, shorts, uri } from "./check.js";
import { merged } from "./merged.js";

const beside = (path: string) => `file:///work/app/${path}`;

function words(...settings: readonly (Sourced<unknown> | undefined)[]): string {
  return settings.map(short).join(" ");
}

function pairs({ items }: Items<EnvironmentVariable>): string {
  return items.map(({ name, value }) => `${name.value}=${short(value)}`).join(" ");
}

test("single values", () => {
  const rows: readonly (readonly [yaml: string, expected: string, read: (found: Service) => Sourced<unknown> | undefined])[] = [
    ["platform: linux/arm64", "linux/arm64", ({ platform }) => platform],
    ["pull_policy: always", "always", ({ pullPolicy }) => pullPolicy],
    ["hostname: h", "h", ({ hostname }) => hostname],
    ["domainname: d", "d", ({ domainname }) => domainname],
    ["cgroup_parent: system", "system", ({ cgroupParent }) => cgroupParent],
    ["isolation: default", "default", ({ isolation }) => isolation],
    ["mac_address: 02:42:ac:11:00:01", "02:42:ac:11:00:01", ({ macAddress }) => macAddress],
    ["working_dir: /srv", "/srv", ({ workingDir }) => workingDir],
    ["tty: yes", "true", ({ tty }) => tty],
    ["stdin_open: off", "false", ({ stdinOpen }) => stdinOpen],
    ["attach: false", "false", ({ attach }) => attach],
    ["restart: unless-stopped", "unless-stopped", ({ restart }) => restart],
    ["restart: ${RESTART}", "?${RESTART}", ({ restart }) => restart],
    ['scale: "3"', "3", ({ scale }) => scale],
    ["stop_signal: SIGQUIT", "SIGQUIT", ({ stopSignal }) => stopSignal],
    ["stop_grace_period: 1m30s", "90000000000", ({ stopGracePeriod }) => stopGracePeriod],
    ["stop_grace_period: 1.5h", "5400000000000", ({ stopGracePeriod }) => stopGracePeriod],
    ["stop_grace_period: 250ms", "250000000", ({ stopGracePeriod }) => stopGracePeriod],
    ["mem_reservation: 64m", "67108864", ({ memReservation }) => memReservation],
    ["memswap_limit: -1", "-1", ({ memswapLimit }) => memswapLimit],
    ["mem_swappiness: 0", "0", ({ memSwappiness }) => memSwappiness],
    ["shm_size: 1gb", "1073741824", ({ shmSize }) => shmSize],
    ["oom_kill_disable: true", "true", ({ oomKillDisable }) => oomKillDisable],
    ["oom_score_adj: -500", "-500", ({ oomScoreAdj }) => oomScoreAdj],
    ['cpuset: "0-3"', "0-3", ({ cpuset }) => cpuset],
    ["cpu_count: 2", "2", ({ cpuCount }) => cpuCount],
    ["cpu_percent: 50", "50", ({ cpuPercent }) => cpuPercent],
    ["cpu_period: 100000", "100000", ({ cpuPeriod }) => cpuPeriod],
    ["cpu_quota: 50000", "50000", ({ cpuQuota }) => cpuQuota],
    ["cpu_rt_period: 1000", "1000", ({ cpuRtPeriod }) => cpuRtPeriod],
    ['cpu_rt_runtime: "950"', "950", ({ cpuRtRuntime }) => cpuRtRuntime],
    ["cpu_shares: 73", "73", ({ cpuShares }) => cpuShares],
  ];
  for (const [yaml, expected, read] of rows) assert.equal(short(read(service(yaml))), expected, yaml);
});

test("lists and mappings of texts", () => {
  const texts: readonly (readonly [yaml: string, expected: string, read: (found: Service) => Items<Sourced<unknown>>])[] = [
    ["dns: 8.8.8.8", "8.8.8.8", ({ dns }) => dns],
    ["dns: [8.8.8.8, 1.1.1.1]", "8.8.8.8 | 1.1.1.1", ({ dns }) => dns],
    ["dns_search: [a.example, b.example]", "a.example | b.example", ({ dnsSearch }) => dnsSearch],
    ["dns_opt: [use-vc, no-tld-query]", "use-vc | no-tld-query", ({ dnsOpt }) => dnsOpt],
    ["links: [db, 'cache:redis']", "db | cache:redis", ({ links }) => links],
    ["external_links: [other_db_1]", "other_db_1", ({ externalLinks }) => externalLinks],
    ["label_file: ./labels", "./labels", ({ labelFile }) => labelFile],
    ["label_file: [a, b]", "a | b", ({ labelFile }) => labelFile],
  ];
  for (const [yaml, expected, read] of texts) assert.equal(shorts(read(service(yaml))), expected, yaml);
  check([["annotations: {a: 1, b: }", "a=1 b=-"]], ({ annotations }) => pairs(annotations));
  check([["storage_opt: {size: 1G}", "size=1G"]], ({ storageOpt }) => pairs(storageOpt));
});

test("hooks and what watches run", () => {
  const hook = ({ command, user, privileged, workingDir, environment, image, perReplica }: Hook) =>
    `${shorts(command)}; ${words(user, privileged, workingDir, image, perReplica)}; ${pairs(environment)}`;
  check(
    [
      ["post_start: [{command: a b, user: root, privileged: yes}]", "a | b; root true - - -; "],
      ["post_start: [{command: [a, b c], working_dir: /w, environment: [A=1]}]", "a | b c; - - /w - -; A=1"],
    ],
    ({ postStart }) => postStart.items.map(hook).join(" / "),
  );
  check([["pre_stop: [{command: a}, {command: b}]", "a; - - - - -;  / b; - - - - -; "]], ({ preStop }) =>
    preStop.items.map(hook).join(" / "),
  );
  check([["pre_start: [{command: a, image: x, per_replica: true}]", "a; - - - x true; "]], ({ preStart }) =>
    preStart.items.map(hook).join(" / "),
  );
  check(
    [
      [
        "develop: {watch: [{path: ./src, action: sync+exec, target: /app, ignore: node_modules, include: [a, b], initial_sync: true, exec: {command: x, privileged: true}}]}",
        "./src sync+exec /app true; node_modules; a | b; x; - true - - -; ",
      ],
      ["develop:", ""],
    ],
    ({ watch }) =>
      watch.items
        .map(({ path, action, target, initialSync, ignore, include, exec }) => {
          const run = exec === undefined ? "" : `; ${hook(exec)}`;
          return `${words(path, action, target, initialSync)}; ${shorts(ignore)}; ${shorts(include)}${run}`;
        })
        .join(" / "),
  );
});

test("healthcheck", () => {
  check(
    [
      ["healthcheck: {test: curl localhost, interval: 30s, retries: 3}", "shell curl localhost; - 30000000000 - 3 - -"],
      [
        "healthcheck: {test: [CMD, a], timeout: 5s, start_period: 1m, start_interval: 1s}",
        "CMD | a; - - 5000000000 - 60000000000 1000000000",
      ],
      ["healthcheck: {test: [NONE]}", "NONE; - - - - - -"],
      ['healthcheck: {disable: "yes"}', "; true - - - - -"],
    ],
    ({ healthcheck: found }) =>
      found === undefined
        ? "-"
        : `${found.shell ? "shell " : ""}${shorts(found.test)}; ${words(found.disable, found.interval, found.timeout, found.retries, found.startPeriod, found.startInterval)}`,
  );
});

test("what it depends on", () => {
  const form = ({ dependsOn }: Service) =>
    dependsOn.items.map(({ name, condition, required, restart }) => words(name, condition, required, restart)).join(" | ");
  check(
    [
      ["depends_on: [a, b]", "a - - - | b - - -"],
      [
        "depends_on: {a: {condition: service_healthy, restart: true}, b: {condition: service_started, required: false}}",
        "a service_healthy - true | b service_started false -",
      ],
    ],
    form,
  );
  const [base, over] = [
    "depends_on: {a: {condition: service_healthy, restart: true}, b: {condition: service_healthy}}",
    "depends_on: [a, c]",
  ];
  assert.equal(form(merged(base, over)), "a - - true | b service_healthy - - | c - - -");
});

test("networks with their endpoints", () => {
  const form = ({ networks }: Service) =>
    networks.items
      .map(({ name, endpoint: end }) =>
        end === undefined
          ? short(name)
          : `${words(name, end.ipv4Address, end.ipv6Address, end.macAddress, end.interfaceName, end.priority, end.gwPriority)}; ${shorts(end.aliases)}; ${shorts(end.linkLocalIps)}; ${pairs(end.driverOpts)}`,
      )
      .join(" / ");
  check(
    [
      [
        "networks: {a: , b: {aliases: [x, y], ipv4_address: 10.0.0.1, ipv6_address: fd00::1, mac_address: 02:00:00:00:00:01, interface_name: eth1, priority: 5, gw_priority: 1, link_local_ips: [fe80::1], driver_opts: {com.example: 1}}}",
        "a / b 10.0.0.1 fd00::1 02:00:00:00:00:01 eth1 5 1; x | y; fe80::1; com.example=1",
      ],
    ],
    form,
  );
  assert.equal(form(merged("networks: [a]", "networks: {a: {aliases: [x]}, b: }")), "a - - - - - -; x; ;  / b");
  assert.equal(form(merged("networks: {a: {aliases: [x], priority: 1}}", "networks: [a, b]")), "a - - - - 1 -; x; ;  / b");
  assert.equal(
    form(merged("networks: {a: {aliases: [x], priority: 1}}", "networks: {a: {aliases: [y], priority: 2}}")),
    "a - - - - 2 -; x | y; ; ",
  );
});

test("logging: another driver replaces, the same one is completed", () => {
  const form = ({ logging }: Service) => (logging === undefined ? "-" : `${short(logging.driver)}; ${pairs(logging.options)}`);
  check(
    [
      ['logging: {driver: json-file, options: {max-size: 10m, max-file: "3"}}', "json-file; max-size=10m max-file=3"],
      ["logging: {driver: none}", "none; "],
    ],
    form,
  );
  const base = "logging: {driver: json-file, options: {a: 1, b: 2}}";
  assert.equal(form(merged(base, "logging: {driver: json-file, options: {b: 3}}")), "json-file; a=1 b=3");
  assert.equal(form(merged(base, "logging: {options: {b: 3}}")), "json-file; a=1 b=3");
  assert.equal(form(merged(base, "logging: {driver: syslog, options: {c: 4}}")), "syslog; c=4");
});

test("ulimits, block devices, provider, models, credential spec", () => {
  const limit = ({ name, single, soft, hard }: Ulimit) => words(name, single, soft, hard);
  check(
    [["ulimits: {nproc: 65535, nofile: {soft: 20000, hard: 40000}, core: -1}", "nproc 65535 - - | nofile - 20000 40000 | core -1 - -"]],
    ({ ulimits }) => ulimits.items.map(limit).join(" | "),
  );
  assert.equal(
    merged("ulimits: {nofile: {soft: 1, hard: 2}}", "ulimits: {nofile: 3, core: 0}").ulimits.items.map(limit).join(" | "),
    "nofile 3 - - | core 0 - -",
  );
  check(
    [
      [
        "blkio_config: {weight: 300, weight_device: [{path: /dev/sda, weight: 400}], device_read_bps: [{path: /dev/sdb, rate: 12mb}]}",
        "300 /dev/sda 400 /dev/sdb 12582912",
      ],
    ],
    ({ blkioConfig }) => {
      const [weighed] = blkioConfig?.weightDevice.items ?? [];
      const [limited] = blkioConfig?.deviceReadBps.items ?? [];
      return words(blkioConfig?.weight, weighed?.path, weighed?.value, limited?.path, limited?.value);
    },
  );
  check([["provider: {type: model, options: {model: x, flags: [a, b]}}", "model; model=x flags=a flags=b"]], ({ provider }) =>
    provider === undefined ? "-" : `${short(provider.type)}; ${pairs(provider.options)}`,
  );
  check(
    [
      ["models: [llm]", "llm - -"],
      ["models: {llm: {endpoint_var: URL, model_var: NAME}}", "llm URL NAME"],
    ],
    ({ models }) => models.items.map(({ name, endpointVar, modelVar }) => words(name, endpointVar, modelVar)).join(" | "),
  );
  check([["credential_spec: {file: f.json}", "- f.json -"]], ({ credentialSpec: spec }) => words(spec?.config, spec?.file, spec?.registry));
});

test("gpus and deploy", () => {
  const request = ({ driver, count, deviceIds, capabilities, options }: DeviceRequest) =>
    `${words(driver, count)}; ${shorts(deviceIds)}; ${shorts(capabilities)}; ${pairs(options)}`;
  check(
    [
      ["gpus: all", "- -1; ; ; "],
      [
        "gpus: [{driver: nvidia, count: 2, capabilities: [utility], options: {a: b}}, {device_ids: ['0', '3']}]",
        "nvidia 2; ; utility; a=b / - -; 0 | 3; ; ",
      ],
    ],
    ({ gpus }) => gpus.items.map(request).join(" / "),
  );
  const { deploy } = service(`deploy:
  mode: replicated
  replicas: 2
  endpoint_mode: vip
  labels: {a: b}
  restart_policy: {condition: on-failure, delay: 5s, max_attempts: 3, window: 120s}
  update_config: {parallelism: 1, delay: 10s, failure_action: rollback, monitor: 5s, max_failure_ratio: 0.1, order: start-first}
  placement: {constraints: [node.role==manager], preferences: [{spread: node.labels.zone}], max_replicas_per_node: 1}
  resources:
    limits: {cpus: "0.5", memory: 1G, pids: 10}
    reservations:
      memory: 20M
      cpus: 0.25
      generic_resources: [{discrete_resource_spec: {kind: gpu, value: 2}}]
      devices: [{capabilities: [gpu], count: all}]`);
  assert.ok(deploy);
  const { restartPolicy: restart, updateConfig: update, placement, reservations } = deploy;
  assert.equal(words(deploy.mode, deploy.replicas, deploy.endpointMode, deploy.limits), "replicated 2 vip mapping");
  assert.equal(words(deploy.limitsMemory, deploy.limitsCpus, deploy.limitsPids), "1073741824 0.5 10");
  assert.equal(words(restart?.condition, restart?.delay, restart?.maxAttempts, restart?.window), "on-failure 5000000000 3 120000000000");
  assert.equal(words(update?.parallelism, update?.failureAction, update?.maxFailureRatio, update?.order), "1 rollback 0.1 start-first");
  assert.equal(
    words(placement?.constraints.items[0], placement?.preferences.items[0]?.spread, placement?.maxReplicasPerNode),
    "node.role==manager node.labels.zone 1",
  );
  assert.equal(words(reservations?.memory, reservations?.cpus, reservations?.genericResources.items[0]?.kind), "20971520 0.25 gpu");
  assert.equal(reservations?.devices.items.map(request).join(), "- -1; ; gpu; ");
});

test("all of build", () => {
  const { build } = service(`build:
  context: ./app
  dockerfile_inline: FROM scratch
  additional_contexts: [base=../base, "img=docker-image://alpine"]
  target: prod
  tags: [a:1, a:2]
  labels: [x=y]
  platforms: [linux/amd64]
  extra_hosts: ["h:1.2.3.4"]
  isolation: default
  secrets: [s, {source: t, target: /x, uid: "1", gid: "2", mode: "0440"}]
  ssh: [default, key=./id]
  shm_size: 64m
  ulimits: {nofile: 5}
  cache_from: [a]
  cache_to: [b]
  no_cache: true
  no_cache_filter: x
  pull: "yes"
  provenance: mode=max
  sbom: false`);
  assert.ok(build);
  assert.equal(
    words(build.context, build.dockerfileInline, build.target, build.isolation, build.shmSize),
    "./app FROM scratch prod default 67108864",
  );
  assert.equal(build.context?.directory, "file:///work/app");
  assert.equal(pairs(build.additionalContexts), "base=../base img=docker-image://alpine");
  assert.equal(pairs(build.ssh), "default=- key=./id");
  assert.equal(
    [build.tags, build.platforms, build.extraHosts, build.cacheFrom, build.cacheTo, build.noCacheFilter].map(shorts).join("; "),
    "a:1 | a:2; linux/amd64; h:1.2.3.4; a; b; x",
  );
  assert.equal(words(build.noCache, build.pull, build.provenance, build.sbom), "true true mode=max false");
  const secrets = build.secrets.items.map(({ source, target, uid, gid, mode }) => words(source, target, uid, gid, mode));
  assert.deepEqual(secrets, ["s - - - -", "t /x 1 2 288"]);
});

test("the long syntax of mounts", () => {
  const details = (yaml: string) => service(`volumes: [${yaml}]`).mounts.items[0]?.details;
  const bind = details(
    "{type: bind, source: /a, target: /b, bind: {create_host_path: false, recursive: writable, selinux: Z}, consistency: cached}",
  );
  assert.equal(words(bind?.bind?.createHostPath, bind?.bind?.recursive, bind?.bind?.selinux, bind?.consistency), "false writable Z cached");
  const volume = details("{type: volume, source: a, target: /b, volume: {nocopy: true, subpath: s, labels: {l: m}}}")?.volume;
  assert.equal(words(volume?.nocopy, volume?.subpath, volume?.labels.items[0]?.value), "true s m");
  const tmpfs = details("{type: tmpfs, target: /b, tmpfs: {size: 10m, mode: 01777}}")?.tmpfs;
  assert.equal(words(tmpfs?.size, tmpfs?.mode), "10485760 1023");
  assert.equal(short(details("{type: image, source: i, target: /b, image: {subpath: s}}")?.image?.subpath), "s");
});

test("the long syntax of ports", () => {
  const [port] = service("ports: [{target: 80, published: '8080', mode: host, name: web, app_protocol: http}]").ports.items;
  assert.equal(words(port?.mode, port?.name, port?.appProtocol), "host web http");
});

test("secrets, configs and env files in their long forms", () => {
  const { secrets, configs, envFile } = service(
    "secrets: [{source: s, uid: '1', gid: '2', mode: 0400}]\nconfigs: [{source: c, mode: 400}]\nenv_file: [{path: a.env, required: false, format: raw}]",
  );
  assert.equal(secrets.items.map(({ uid, gid, mode }) => words(uid, gid, mode)).join(), "1 2 256");
  assert.equal(configs.items.map(({ mode }) => words(mode)).join(), "400");
  assert.equal(envFile.items.map(({ path, required, format }) => words(path, required, format)).join(), "a.env false raw");
});

test("all of the top-level keys", () => {
  const found = project(`
version: "3.8"
networks:
  n:
    name: real
    driver: bridge
    driver_opts: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.1}
    attachable: true
    enable_ipv4: false
    enable_ipv6: "true"
    labels: [a=b]
    ipam: {driver: default, config: [{subnet: 10.0.0.0/8, gateway: 10.0.0.1, ip_range: 10.1.0.0/16, aux_addresses: {h: 10.0.0.5}}], options: {o: p}}
  x: {external: {name: other}}
volumes: {v: {name: vol, driver_opts: {type: nfs, o: addr=1, device: ":/x", k: 1}, labels: {l: 1}}}
secrets: {s: {file: ./s, name: sec, labels: {a: b}, driver: d, driver_opts: {k: v}, template_driver: t}}
models: {m: {model: ai/x, context_size: 1024, runtime_flags: [--a]}}
services: {a: {image: i}}`);
  const network = found.networks.get("n");
  assert.ok(network);
  assert.equal(words(network.engineName, network.attachable, network.enableIpv4, network.enableIpv6), "real true false true");
  assert.equal(`${pairs(network.driverOpts)} ${pairs(network.labels)}`, "com.docker.network.bridge.host_binding_ipv4=127.0.0.1 a=b");
  const [pool] = network.ipam?.config.items ?? [];
  assert.equal(words(network.ipam?.driver, pool?.subnet, pool?.gateway, pool?.ipRange), "default 10.0.0.0/8 10.0.0.1 10.1.0.0/16");
  assert.equal(short(found.networks.get("x")?.engineName), "other");
  const volume = found.volumes.get("v");
  assert.equal(
    volume === undefined ? "" : `${short(volume.engineName)} ${pairs(volume.driverOpts)}`,
    "vol type=nfs o=addr=1 device=:/x k=1",
  );
  const secret = found.secrets.get("s");
  assert.equal(words(secret?.engineName, secret?.driver, secret?.templateDriver, secret?.file), "sec d t ./s");
  const model = found.models.get("m");
  assert.equal(words(model?.model, model?.contextSize, model?.runtimeFlags.items[0]), "ai/x 1024 --a");
  assert.equal(words(found.versions[0]), "3.8");
  assert.equal(found.versions[0]?.key?.start, 1);
  assert.deepEqual(problems(found), []);
});

test("what is of the wrong kind is refused, and never in the way", () => {
  for (const [yaml, expected] of [
    ["healthcheck: curl", "not-a-mapping!"],
    ["post_start: [a]", "not-a-mapping!"],
    ["post_start: a", "not-a-list!"],
    ["logging: {options: [a]}", "not-a-mapping!"],
    ["stop_grace_period: 10", "bad-value!"],
    ["stop_grace_period: ten", "bad-value!"],
    ["secrets: [{source: a, mode: '9'}]", "bad-value!"],
    ["networks: a", "not-a-list!"],
  ] as const) {
    assert.deepEqual(problems(project(inService(yaml))), [expected], yaml);
  }
});

test("files that are named by include and extends", () => {
  const text = `
include: [a.yml, {path: ["https://example.com/x.git", "\${DIR}/b.yml"]}]
services:
  s: {extends: {file: base.yml, service: b}}
  t: {extends: {file: "oci://example.com/x", service: b}}
  u: {extends: s}`;
  const found = project(text, { "a.yml": "services: {}", "base.yml": "services: {b: {image: i}}" });
  assert.deepEqual(
    found.references.map(({ by, path, remote }) => `${by} ${short(path)}${remote ? " remote" : ""}`),
    [
      "include a.yml",
      "include https://example.com/x.git remote",
      "include ?${DIR}/b.yml",
      "extends base.yml",
      "extends oci://example.com/x remote",
    ],
  );
  assert.equal(text.slice(found.references[0]?.path.at.start, found.references[0]?.path.at.end), "a.yml");
});

test("over several files: what is replaced, what is joined, what may be reset", () => {
  const rows: readonly (readonly [base: string, override: string, expected: string, form: (found: Service) => string])[] = [
    ["environment: {A: 1, B: 2}", "environment: {A: !reset null, C: 3}", "B=2 C=3", ({ environment }) => pairs(environment)],
    ["environment: [A=1]", "environment: {A: !reset null}", "A=1", ({ environment }) => pairs(environment)],
    ["labels: {a: 1}", "labels: {a: }", "a=-", ({ labels }) => pairs(labels)],
    ["storage_opt: {a: 1, b: 2}", "storage_opt: {a: , b: 3, c: 4}", "a=1 b=3 c=4", ({ storageOpt }) => pairs(storageOpt)],
    [
      "build: {no_cache_filter: x}",
      "build: {no_cache_filter: [y]}",
      "y",
      ({ build }) => (build === undefined ? "-" : shorts(build.noCacheFilter)),
    ],
    [
      "build: {no_cache_filter: [x]}",
      "build: {no_cache_filter: [y]}",
      "x | y",
      ({ build }) => (build === undefined ? "-" : shorts(build.noCacheFilter)),
    ],
    [
      "build: {additional_contexts: [a=./a, b=./b]}",
      "build: {additional_contexts: {a: !reset null}}",
      "b=./b",
      ({ build }) => (build === undefined ? "-" : pairs(build.additionalContexts)),
    ],
    ["build: ./x", "build: {target: t}", "./x t", ({ build }) => words(build?.context, build?.target)],
    [
      "provider: {type: t, options: {a: 1, b: [x]}}",
      "provider: {options: {a: 2, b: [y]}}",
      "a=2 b=x b=y",
      ({ provider }) => (provider === undefined ? "-" : pairs(provider.options)),
    ],
    ["gpus: all", "gpus: [{count: 1}]", "-1 1", ({ gpus }) => words(...gpus.items.map(({ count }) => count))],
    ["dns: 1.1.1.1", "dns: [2.2.2.2, 1.1.1.1]", "1.1.1.1 | 2.2.2.2", ({ dns }) => shorts(dns)],
    [
      "healthcheck: {test: [CMD, a], interval: 1s}",
      "healthcheck: {test: b, retries: 2}",
      "b 1000000000 2",
      ({ healthcheck }) =>
        `${healthcheck === undefined ? "-" : shorts(healthcheck.test)} ${words(healthcheck?.interval, healthcheck?.retries)}`,
    ],
    [
      "post_start: [{command: a}]",
      "post_start: [{command: b}]",
      "a b",
      ({ postStart }) => postStart.items.map(({ command }) => shorts(command)).join(" "),
    ],
    [
      "ports: ['9090:90']",
      "ports: [{target: 90, published: '9090'}]",
      "long",
      ({ ports }) => ports.items.map(({ syntax }) => syntax).join(" "),
    ],
    [
      "ports: ['9090:90']",
      "ports: [{target: 90, published: 9090}]",
      "short long",
      ({ ports }) => ports.items.map(({ syntax }) => syntax).join(" "),
    ],
    [
      "develop: {watch: [{path: a, action: sync}]}",
      "develop: {watch: [{path: b, action: sync}]}",
      "a b",
      ({ watch }) => words(...watch.items.map(({ path }) => path)),
    ],
    [
      "deploy: {resources: {limits: {pids: 1, cpus: 1}}}",
      "deploy: {resources: {limits: {pids: 2}}}",
      "2 1",
      ({ deploy }) => words(deploy?.limitsPids, deploy?.limitsCpus),
    ],
  ];
  for (const [base, override, expected, form] of rows) assert.equal(form(merged(base, override)), expected, `${base} <- ${override}`);
  const environment = {
    [uri]: inService("environment: {A: 1}"),
    [beside("1.yaml")]: inService("environment: {A: 2}"),
    [beside("2.yaml")]: inService("environment: {A: !reset null}"),
  };
  const [third] = resolve({ files: Object.keys(environment) }, sourcesOf(environment)).services.values();
  assert.equal(third === undefined ? "" : pairs(third.environment), "A=2", "two merged mappings are a list");
});

test("address pools: those of the last file, merged over the ones of the same subnet", () => {
  const texts = {
    [uri]: "networks: {n: {ipam: {config: [{subnet: 10.0.0.0/8, gateway: 10.0.0.1, ip_range: 10.1.0.0/16}, {subnet: 11.0.0.0/8}]}}}",
    [beside("1.yaml")]: "networks: {n: {ipam: {config: [{subnet: 12.0.0.0/8}, {subnet: 10.0.0.0/8, gateway: 10.0.0.2}]}}}",
  };
  const pools = resolve({ files: Object.keys(texts) }, sourcesOf(texts)).networks.get("n")?.ipam?.config.items ?? [];
  assert.deepEqual(
    pools.map(({ subnet, gateway, ipRange }) => words(subnet, gateway, ipRange)),
    ["12.0.0.0/8 - -", "10.0.0.0/8 10.0.0.2 10.1.0.0/16"],
  );
});
