import { constantFrom, subarray } from "fast-check";
import type { Tree, TreeMap } from "../yaml-tree.js";
import type { Draw, Setting, Settings } from "./setting.js";

/** A project by what its parts say. */
export interface RandomProject {
  readonly services: Readonly<Record<string, Settings>>;
  /** `networks`, `volumes`, `secrets` and `configs`. */
  readonly sections: Readonly<Record<string, Settings>>;
  /** What else stands at the top. */
  readonly others: TreeMap;
}

/** Draws some services with some attributes each. Everything that they name is defined. */
export function randomProject(draw: Draw): RandomProject {
  const names = draw(subarray, ["web", "db", "job"], { minLength: 1 });
  return { services: Object.fromEntries(names.map((name) => [name, service(draw)])), sections, others: {} };
}

type Attribute = (draw: Draw) => Setting;

function service(draw: Draw): Settings {
  const chosen = draw(subarray, Object.keys(attributes), { maxLength: 12 });
  const {
    network_mode: alone,
    networks: many,
    ...others
  } = Object.fromEntries(chosen.map((key): [string, Setting] => [key, attributes[key]?.(draw) ?? image(draw)]));
  // Compose takes one or the other.
  const network = many === undefined ? alone : undefined;
  return { image: image(draw), ...others, ...(many && { networks: many }), ...(network && { network_mode: network }) };
}

/** One value of some, the others being decoys. */
const text =
  (...values: readonly Tree[]): Attribute =>
  (draw) => {
    const value = draw(constantFrom, ...values);
    return { merge: "replace", value, decoys: values.filter((one) => one !== value), nullKeeps: typeof value === "string" };
  };

/** The same where a later null takes the value away, or is refused. */
const whole =
  (...values: readonly Tree[]): Attribute =>
  (draw) =>
    ({ ...text(...values)(draw), nullKeeps: false }) as Setting;

/** Some of these, each written in one of its ways; Compose takes none of them twice. */
const distinct =
  (...items: readonly (readonly [Tree, ...Tree[]])[]): Attribute =>
  (draw) => ({ merge: "append", items: draw(subarray, [...items], { minLength: 1 }).map((ways) => draw(constantFrom, ...ways)) });

/** An item in the ways in which it can be written, and others that it takes the place of. */
interface Choice {
  readonly ways: readonly Tree[];
  readonly decoys: readonly Tree[];
}

const keyed =
  (form: "list" | "variables" | "names", ...choices: readonly Choice[]): Attribute =>
  (draw) => {
    const items = draw(subarray, [...choices], { minLength: 1 });
    return {
      merge: "by key",
      form,
      items: items.map(({ ways, decoys: others }) => ({ item: draw(constantFrom, ...ways), decoys: others })),
    };
  };

const item = (...ways: readonly Tree[]): Choice => ({ ways, decoys: [] });
const decoyed = ({ ways }: Choice, ...others: readonly Tree[]): Choice => ({ ways, decoys: others });
const words = (...all: readonly string[]): readonly Choice[] => all.map((word) => item(word, `"${word}"`));
const variable = (name: string, value: string, decoy: string): Choice =>
  decoyed(item(`"${name}=${value}"`, `${name}=${value}`), `${name}=${decoy}`);

const deep =
  (fields: Readonly<Record<string, Attribute>>): Attribute =>
  (draw) => {
    const chosen = draw(subarray, Object.keys(fields), { minLength: 1 });
    return {
      merge: "deep",
      fields: Object.fromEntries(chosen.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key](draw)]]))),
    };
  };

const image = text("nginx:1.30", "example/app", '"postgres:17"');
const port = { target: "80", published: '"8080"' };
const mount = { type: "bind", source: "/etc", target: "/etc/app" };

const attributes: Readonly<Record<string, Attribute>> = {
  privileged: text("true", "false", '"yes"', '"off"'),
  read_only: text("true", "false"),
  user: text('"1000"', "root", '"1000:1000"', "www"),
  pid: text("host", '"host"'),
  ipc: text("host", "shareable", "private"),
  network_mode: text("host", "none", "bridge"),
  restart: text('"no"', "always", "unless-stopped"),
  init: text("true", "false"),
  hostname: text("one", "two"),
  mem_limit: text("64m", '"1g"', "1073741824"),
  stop_grace_period: text("10s", '"1m30s"'),
  command: whole(["serve"], '"serve --all"', ["sh", "-c", '"a; b"']),
  entrypoint: whole(["/start"], "/start"),
  cap_add: keyed("list", ...words("NET_ADMIN", "net_raw", "SYS_TIME", "CAP_CHOWN")),
  cap_drop: keyed("list", ...words("ALL", "MKNOD", "SETUID")),
  profiles: keyed("list", ...words("debug", "tools")),
  expose: keyed("list", item('"80"', "80"), item('"443"')),
  security_opt: distinct(["no-new-privileges:true"], ["seccomp=unconfined", '"seccomp=unconfined"'], ["label:disable"]),
  group_add: distinct(["docker"], ['"0"', "0"], ["audio"]),
  device_cgroup_rules: distinct(['"c 1:3 mr"'], ['"a *:* rwm"']),
  devices: keyed(
    "list",
    decoyed(item("/dev/fuse", "/dev/fuse:/dev/fuse"), "/dev/null:/dev/fuse"),
    decoyed(item("/dev/kvm:/dev/x:r", { source: "/dev/kvm", target: "/dev/x", permissions: "r" }), "/dev/sda:/dev/x"),
  ),
  ports: keyed(
    "list",
    decoyed(item('"8080:80"', "0.0.0.0:8080:80", { ...port, host_ip: "0.0.0.0" }), { ...port, mode: "host" }),
    item("81", '"81/tcp"', { target: "81" }),
    item("127.0.0.1:82:82/udp", { target: "82", published: '"82"', host_ip: "127.0.0.1", protocol: "udp" }),
    item('"[::1]:83:83"'),
  ),
  volumes: keyed(
    "list",
    decoyed(item("/etc:/etc/app:ro", { ...mount, read_only: "true" }), mount, "data:/etc/app"),
    decoyed(item("data:/data", { type: "volume", source: "data", target: "/data" }), "/:/data:rw"),
    decoyed(item("/var/run/docker.sock:/s"), "./s:/s:ro"),
    item("/x", { type: "volume", target: "/x" }),
  ),
  tmpfs: keyed("list", decoyed(item("/run:size=1m"), "/run:size=64m"), item("/tmp")),
  environment: keyed("variables", variable("A", "1", "x"), variable("PASSWORD", "secret", "other"), variable("EMPTY", "", "full")),
  labels: keyed("variables", variable("one.two", "x=y", "z"), variable("b", "true", "false")),
  sysctls: keyed("variables", variable("net.core.somaxconn", "1024", "1"), variable("kernel.sem", "1", "2")),
  extra_hosts: distinct(["one=10.0.0.1", '"one:10.0.0.1"'], ["two=10.0.0.2"]),
  dns: distinct(["1.1.1.1"], ['"9.9.9.9"']),
  networks: keyed("names", ...words("front", "back", "default")),
  secrets: keyed("list", item("key", { source: "key" }), item({ source: "key", target: "x", mode: "0o400" })),
  configs: keyed("list", item("conf", { source: "conf" })),
  ulimits: deep({ nofile: whole("1024", { soft: "1", hard: "2" }), nproc: whole("64", "65") }),
  build: deep({
    context: text(".", "./app"),
    dockerfile: text("D", "E"),
    args: keyed("variables", variable("X", "1", "2"), variable("Y", "a b", "c")),
    labels: keyed("variables", variable("l", "1", "2")),
    privileged: text("true", "false"),
    tags: distinct(["one:1"], ["two:2"]),
  }),
  deploy: deep({
    mode: text("replicated", "global"),
    labels: keyed("variables", variable("d", "1", "2")),
    resources: deep({ reservations: deep({ cpus: text('"0.5"', '"1"'), memory: text("20M", "1g") }) }),
  }),
  healthcheck: deep({
    test: whole(["CMD", "uptime"], '"curl -f x"', ["NONE"]),
    interval: text("10s", "1m"),
    retries: text("3", "5"),
  }),
};

/** What a service lacks, for decoys that are reset. */
export function decoys(draw: Draw): Settings {
  const { command: _command, entrypoint: _entrypoint, build: _build, network_mode: _mode, networks: _networks, ...simple } = attributes;
  const chosen = draw(subarray, Object.keys(simple), { maxLength: 3 });
  return Object.fromEntries(chosen.flatMap((key) => (simple[key] === undefined ? [] : [[key, simple[key](draw)]])));
}

const fixed = (value: Tree): Setting => ({ merge: "replace", value, decoys: [], nullKeeps: false });
const opposite = (value: string, decoy: string): Setting => ({ merge: "replace", value, decoys: [decoy], nullKeeps: true });

const sections: Readonly<Record<string, Settings>> = {
  networks: {
    front: { merge: "deep", fields: { driver: opposite("bridge", "overlay"), internal: opposite("true", "false") } },
    back: { merge: "deep", fields: { labels: { merge: "by key", form: "variables", items: [{ item: "n=1", decoys: ["n=2"] }] } } },
  },
  volumes: {
    data: {
      merge: "deep",
      fields: {
        driver: opposite("local", "other"),
        driver_opts: { merge: "deep", fields: { type: fixed("none"), o: fixed("bind"), device: opposite("/var/run/docker.sock", "./x") } },
      },
    },
  },
  secrets: { key: { merge: "deep", fields: { file: opposite("./key", "./other") } } },
  configs: { conf: { merge: "deep", fields: { content: opposite("one", "two") } } },
};
