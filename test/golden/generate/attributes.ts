import type { Random } from "./random.js";
import { list, type Mapping, mapping, type Piece, scalar } from "./yaml-text.js";

/** What chance may write at an attribute of a service. */
export type Attribute = (random: Random) => Piece;

const texts =
  (...from: readonly [string, ...string[]]): Attribute =>
  (random) =>
    scalar(random.pick(from));

const listOf =
  (...from: readonly [string, ...string[]]): Attribute =>
  (random) =>
    list(random.some(from, 0, 3));

/** No item twice, since Compose refuses that. */
const setOf =
  (...from: readonly [string, ...string[]]): Attribute =>
  (random) =>
    list([...new Set(random.some(from, 1, 3))]);

const flags: Attribute = (random) => scalar(random.pick<string | boolean>([true, false, "yes", "no", "on", "False"]));

/** `NAME=value` in a list, or a mapping. */
const pairs =
  (names: readonly [string, ...string[]], values: readonly [string, ...string[]], withoutValue: boolean): Attribute =>
  (random) => {
    const chosen = random.some(names, 0, 3);
    if (random.oneIn(2)) return list(chosen.map((name) => (withoutValue && random.oneIn(5) ? name : `${name}=${random.pick(values)}`)));
    const value = () => (withoutValue && random.oneIn(5) ? null : random.oneIn(4) ? random.below(100) : random.pick(values));
    return mapping(Object.fromEntries(chosen.map((name) => [name, value()])));
  };

const ports: Attribute = (random) =>
  list(Array.from({ length: random.below(4) }, () => (random.oneIn(4) ? longPort(random) : shortPort(random))));

function longPort(random: Random): Piece {
  return mapping({
    target: 80 + random.below(4),
    ...(random.oneIn(3) ? {} : { published: random.pick(["8080", "8081", "8080-8082"]) }),
    ...(random.oneIn(3) ? { host_ip: random.pick(["127.0.0.1", "0.0.0.0", "::1"]) } : {}),
    ...(random.oneIn(3) ? { protocol: random.pick(["tcp", "udp"]) } : {}),
    ...(random.oneIn(4) ? { mode: "host" } : {}),
  });
}

function shortPort(random: Random): Piece {
  const port = 80 + random.below(4);
  const host = random.pick(["", "8080:", "127.0.0.1:8080:", "0.0.0.0:8080:", "[::1]:8081:", "127.0.0.1::", ":"]);
  if (host === "" && random.oneIn(3)) return scalar(port);
  const range = random.oneIn(6) ? `3000-3002:${port}00-${port}02` : `${host}${port}`;
  return scalar(range + (random.oneIn(5) ? random.pick(["/udp", "/tcp", "/TCP"]) : ""));
}

const mounts: Attribute = (random) => {
  const one = (): Piece => {
    const target = random.pick(["/data", "/etc/app", "/data/", "/x/../y", "/logs"]);
    const source = random.pick(["./conf", "../up", ".", "/srv//x", "~/home", "data", "cache", "./a/../b", "/"]);
    const isVolume = /^\w/u.test(source);
    if (random.oneIn(6)) return scalar(target);
    if (random.oneIn(3)) {
      return mapping({
        type: isVolume ? "volume" : "bind",
        source,
        target: target.replace(/\/$/u, ""),
        ...(random.oneIn(2) ? { read_only: random.pick<string | boolean>([true, false, "yes"]) } : {}),
        ...(random.oneIn(3) ? (isVolume ? { volume: mapping({ nocopy: true }) } : { bind: mapping({ propagation: "rshared" }) }) : {}),
      });
    }
    const options = random.pick(["", "", ":ro", ":rw", ":ro,z", ":z,rw,ro", ":rslave", ":nocopy", ":RO"]);
    return scalar(`${source}:${target}${options}`);
  };
  return list(Array.from({ length: random.below(4) }, one));
};

const devices: Attribute = (random) => {
  const one = (): Piece => {
    const path = random.pick(["/dev/fuse", "/dev/kvm", "/dev/dri"]);
    if (random.oneIn(4)) return mapping({ source: path, target: random.pick(["/dev/fuse", "/dev/x"]), permissions: "r" });
    return scalar(random.pick([path, `${path}:${path}`, `${path}:/dev/x`, `${path}:/dev/x:rw`]));
  };
  return list(Array.from({ length: random.below(3) }, one));
};

const uses =
  (names: readonly [string, ...string[]]): Attribute =>
  (random) =>
    list(
      random
        .some(names, 0, 3)
        .map((source) =>
          random.oneIn(3) ? mapping({ source, ...(random.oneIn(2) ? { target: random.pick(["one", "/abs"]) } : {}), mode: 0o400 }) : source,
        ),
    );

const networks: Attribute = (random) => {
  if (random.oneIn(2)) return list([...new Set(random.some(["front", "back", "default"], 0, 2))]);
  const settings = (): Piece => {
    if (random.oneIn(2)) return scalar(null);
    return mapping({ aliases: list(random.some(["a", "b"], 1, 2)), ...(random.oneIn(2) ? { priority: random.below(9) } : {}) });
  };
  return mapping(Object.fromEntries(random.some(["front", "back", "default"], 1, 2).map((name) => [name, settings()])));
};

const dependencies: Attribute = (random) => {
  if (random.oneIn(2)) return list(["db"]);
  const conditions = ["service_started", "service_healthy", "service_completed_successfully"] as const;
  return mapping({ db: mapping({ condition: random.pick(conditions), ...(random.oneIn(2) ? { required: random.oneIn(2) } : {}) }) });
};

const build: Attribute = (random) => {
  if (random.oneIn(3)) return scalar(random.pick([".", "./dir", "../up", "https://github.com/a/b.git"]));
  return mapping({
    ...(random.oneIn(2) ? { context: random.pick(["./dir", "."]) } : {}),
    ...(random.oneIn(3) ? { dockerfile: "D" } : {}),
    ...(random.oneIn(2) ? { args: buildArguments(random) } : {}),
    ...(random.oneIn(4) ? { privileged: random.pick<string | boolean>([true, "no"]), network: "host" } : {}),
    ...(random.oneIn(4) ? { entitlements: list(["security.insecure"]) } : {}),
    target: "t",
  });
};

const buildArguments = pairs(["ARG", "OTHER"], ["1", "x=y"], false);

const deploy: Attribute = (random) => {
  const limits = mapping({ memory: random.pick(["64m", "1g"]), ...(random.oneIn(2) ? { pids: 1 + random.below(9) } : {}) });
  return mapping({
    ...(random.oneIn(3) ? {} : { resources: mapping({ limits }) }),
    ...(random.oneIn(2) ? { labels: deployLabels(random) } : {}),
    mode: "replicated",
  });
};

const deployLabels = pairs(["x", "y"], ["1", "2"], false);

const healthcheck: Attribute = (random): Mapping =>
  mapping({
    test: random.pick<Piece>([scalar("curl -f x"), list(["CMD", "a b", "c"]), list(["NONE"])]),
    ...(random.oneIn(2) ? { interval: random.pick(["10s", "1m30s"]) } : {}),
    ...(random.oneIn(2) ? { retries: 1 + random.below(5) } : {}),
  });

const logging: Attribute = (random): Mapping =>
  mapping({
    ...(random.oneIn(4) ? {} : { driver: random.pick(["json-file", "syslog"]) }),
    options: mapping({ [random.pick(["max-size", "tag"])]: random.pick(["10m", "x"]) }),
  });

const command: Attribute = (random) =>
  random.oneIn(2)
    ? list(random.some(["run", "--flag", "a b", "$$HOME"], 0, 3))
    : scalar(random.pick(["run --flag 'a b'", 'sh -c "x y" z', "a; b", "one\\ two", "x && y", ""]));

const hooks: Attribute = (random) =>
  list(
    random.some(["a b", "c"], 0, 2).map((words) =>
      mapping({
        command: random.oneIn(2) ? words : list([words]),
        ...(random.oneIn(2) ? { user: "root", privileged: random.pick<string | boolean>([true, "no"]) } : {}),
        ...(random.oneIn(3) ? { environment: hookVariables(random) } : {}),
      }),
    ),
  );

const hookVariables = pairs(["A", "B"], ["1", ""], false);

const watch: Attribute = (random) => {
  const one = (path: string): Piece => mapping({ path, action: "sync", target: "/t", ignore: random.oneIn(2) ? "a" : list(["b"]) });
  return mapping({ watch: list(random.some(["./src", "x.json"], 0, 2).map(one)) });
};

const gpus: Attribute = (random) => {
  const one = (driver: string): Piece => mapping({ driver, ...(random.oneIn(2) ? { count: random.below(3) } : {}) });
  return list(random.some(["nvidia", "amd"], 1, 2).map(one));
};

const devicesOf = (key: string): Piece => list([mapping({ path: "/dev/sda", [key]: key === "weight" ? 100 : "1mb" })]);

const blkio: Attribute = (random) =>
  mapping({
    ...(random.oneIn(2) ? { weight: 10 + random.below(9) } : {}),
    ...(random.oneIn(2) ? { weight_device: devicesOf("weight") } : {}),
    device_read_bps: devicesOf("rate"),
  });

/** The attributes by their names, `image` and what decides over the network aside. */
export const attributes: Readonly<Record<string, Attribute>> = {
  user: texts("0", "root", "1000:1000", "nobody", ""),
  privileged: flags,
  read_only: flags,
  init: flags,
  tty: flags,
  pid: texts("host", "service:db", "container:x"),
  ipc: texts("host", "shareable", "private"),
  uts: texts("host"),
  userns_mode: texts("host"),
  cgroup: texts("host", "private"),
  runtime: texts("runc", "runsc"),
  hostname: texts("one", "two"),
  restart: texts("no", "always", "on-failure:3"),
  working_dir: texts("/w", "/v"),
  stop_grace_period: texts("10s", "1m30s"),
  shm_size: (random) => scalar(random.pick<string | number>(["64m", "1gb", 1048576])),
  mem_reservation: (random) => scalar(random.pick<string | number>(["1.5m", "100k", 4096])),
  oom_score_adj: (random) => scalar(random.pick<string | number>([0, -500, "10"])),
  cap_add: listOf("NET_ADMIN", "net_admin", "CAP_NET_ADMIN", "SYS_TIME", "ALL", "CHOWN"),
  cap_drop: listOf("ALL", "NET_RAW", "MKNOD", "all"),
  security_opt: setOf(
    "no-new-privileges:true",
    "no-new-privileges=false",
    "seccomp=unconfined",
    "apparmor:unconfined",
    "label=disable",
    "label:type:x",
  ),
  group_add: setOf("docker", "0", "44", "video"),
  device_cgroup_rules: setOf("c 1:3 mr", "a *:* rwm", "b 8:* r"),
  devices,
  volumes: mounts,
  ports,
  expose: listOf("80", "81-82", "83/udp"),
  tmpfs: (random) => (random.oneIn(3) ? scalar("/run") : listOf("/run", "/tmp:size=1m", "/var")(random)),
  dns: (random) => (random.oneIn(3) ? scalar("1.1.1.1") : listOf("1.1.1.1", "8.8.8.8")(random)),
  profiles: listOf("dev", "test"),
  environment: pairs(["MODE", "TOKEN", "EMPTY", "SET"], ["prod", "a b", "x=y", "", "$$X", "#1"], true),
  labels: pairs(["one", "two.three"], ["1", "a=b", "`x`"], false),
  annotations: pairs(["one", "two"], ["1", "2"], false),
  sysctls: pairs(["net.core.somaxconn", "kernel.msgmax"], ["1024", "1"], false),
  extra_hosts: (random) =>
    random.oneIn(2) ? mapping({ [random.pick(["h", "k"])]: "1.1.1.1" }) : listOf("h=1.1.1.1", "k:2.2.2.2", "h:3.3.3.3")(random),
  ulimits: (random) => mapping({ nofile: random.oneIn(2) ? 1024 : mapping({ soft: 1, hard: 2 }), nproc: random.below(9) }),
  secrets: uses(["token", "key"]),
  configs: uses(["conf", "other"]),
  env_file: (random) =>
    random.oneIn(2)
      ? scalar(random.pick(["a.env", "./b.env"]))
      : list([...new Set(random.some(["a.env", "b.env"], 1, 2)), mapping({ path: "c.env", required: false })]),
  depends_on: dependencies,
  networks,
  build,
  deploy,
  healthcheck,
  logging,
  attach: flags,
  stdin_open: flags,
  oom_kill_disable: flags,
  platform: texts("linux/amd64", "linux/arm64"),
  pull_policy: texts("always", "missing", "if_not_present", "every_12h"),
  mac_address: texts("02:42:ac:11:00:02"),
  cgroup_parent: texts("p"),
  stop_signal: texts("SIGINT"),
  cpu_shares: (random) => scalar(random.pick<string | number>([2, "1024"])),
  cpuset: texts("0,1"),
  memswap_limit: (random) => scalar(random.pick<string | number>([-1, "1g"])),
  dns_opt: listOf("x=1", "x=2", "y"),
  dns_search: (random) => (random.oneIn(3) ? scalar("a") : listOf("a", "b")(random)),
  links: listOf("db", "db:alias"),
  volumes_from: setOf("db", "db:ro", "container:x"),
  external_links: setOf("x", "y:z"),
  storage_opt: (random) => mapping({ [random.pick(["size", "other"])]: random.pick(["1G", "2G"]) }),
  credential_spec: (random) => mapping({ [random.pick(["file", "registry"])]: "x" }),
  label_file: (random) => (random.oneIn(2) ? scalar("a.labels") : listOf("a.labels", "./b.labels")(random)),
  blkio_config: blkio,
  gpus,
  post_start: hooks,
  pre_stop: hooks,
  develop: watch,
  command,
  entrypoint: command,
};
