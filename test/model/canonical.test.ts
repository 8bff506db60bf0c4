import assert from "node:assert/strict";
import { test } from "node:test";
import { type CanonicalMap, type CanonicalNode, type Json, toJson } from "../../server/src/engine/model/canonical/node.js";
import { canonical } from "../../server/src/engine/model/canonical/project.js";
import type { ComposeProject } from "../../server/src/engine/model/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { sourcesOf } from "../sources.js";
import { inService, project, slice, uri } from "./check.js";

/** The part of a tree at the end of a path of keys and indices. */
function at(node: CanonicalNode | undefined, ...path: readonly (string | number)[]): CanonicalNode | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return node;
  if (node?.kind === "map") return at(node.entries.get(String(first)), ...rest);
  return at(node?.kind === "list" ? node.items[Number(first)] : undefined, ...rest);
}

function json(node: CanonicalNode | undefined): Json | undefined {
  return node === undefined ? undefined : toJson(node);
}

/** Attributes of the service of a text, as they are printed. */
function printed(tree: CanonicalMap, keys: readonly string[], service = "app"): Json {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = json(at(tree, "services", service, key));
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

const rows: readonly (readonly [attributes: string, expected: Json])[] = [
  // What is the same as nothing is left out, save where nothing means something else.
  ['privileged: false\nread_only: no\nuser: ""\ncap_add: []\nlabels: {}\nmem_limit: 0', {}],
  ["init: false\nattach: false\nscale: 0", { init: false, attach: false, scale: 0 }],
  ["command:", {}],
  ["command: []", { command: [] }],
  ['entrypoint: ""', { entrypoint: [] }],
  ["command: sh -c 'a b' | c", { command: ["sh", "-c", "a b"] }],
  // Units.
  ["mem_limit: 1.5g\nmemswap_limit: -1\nshm_size: 64", { mem_limit: "1610612736", memswap_limit: "-1", shm_size: "64" }],
  ["stop_grace_period: 90s", { stop_grace_period: "1m30s" }],
  ["stop_grace_period: 1d", { stop_grace_period: "24h0m0s" }],
  ["stop_grace_period: 1500ms", { stop_grace_period: "1.5s" }],
  ["stop_grace_period: 20us", { stop_grace_period: "20µs" }],
  ["stop_grace_period: 0s", { stop_grace_period: "0s" }],
  ['privileged: "yes"\ncpus: "0.5"', { privileged: true, cpus: 0.5 }],
  ["pull_policy: if_not_present", { pull_policy: "missing" }],
  // Lists and mappings.
  ["environment: [A=1, B, 'C=x=y']", { environment: { A: "1", B: null, C: "x=y" } }],
  ["environment: {A: 1.10, B: true, C: , D: 0777}", { environment: { A: "1.1", B: "true", C: null, D: "511" } }],
  ["labels: [a=b, c]", { labels: { a: "b", c: "" } }],
  ["sysctls: {net.core.somaxconn: 1024}", { sysctls: { "net.core.somaxconn": "1024" } }],
  ["dns: 1.1.1.1\ntmpfs: /run", { dns: ["1.1.1.1"], tmpfs: ["/run"] }],
  ["extra_hosts: ['h:1.2.3.4', 'a=[::1]', 'm=1.1.1.1,2.2.2.2']", { extra_hosts: ["a=::1", "h=1.2.3.4", "m=1.1.1.1", "m=2.2.2.2"] }],
  [
    "security_opt: ['seccomp:x.json', no-new-privileges, label=user:U]",
    { security_opt: ["seccomp:x.json", "no-new-privileges", "label=user:U"] },
  ],
  ["ulimits: {nproc: 5, nofile: {soft: 1, hard: 2}}", { ulimits: { nproc: 5, nofile: { soft: 1, hard: 2 } } }],
  ["logging: {driver: syslog, options: {n: 1, e: }}", { logging: { driver: "syslog", options: { n: "1", e: "" } } }],
  [
    "healthcheck: {test: echo hi, retries: 0, interval: 1m}",
    { healthcheck: { test: ["CMD-SHELL", "echo hi"], retries: 0, interval: "1m0s" } },
  ],
  ["healthcheck: {test: [NONE], disable: false}", { healthcheck: { test: ["NONE"] } }],
  ["provider: {type: t, options: {a: 1, b: [x, y]}}", { provider: { type: "t", options: { a: ["1"], b: ["x", "y"] } } }],
  ["models: [m]", { models: { m: null } }],
  ["env_file: [a.env, {path: /b.env, required: false}]", { env_file: [{ path: "/work/app/a.env" }, { path: "/b.env", required: false }] }],
  [
    "secrets: [s, {source: t, target: x, uid: '1', mode: 0440}]",
    {
      secrets: [
        { source: "s", target: "/run/secrets/s" },
        { source: "t", target: "x", uid: "1", mode: "0440" },
      ],
    },
  ],
  ["configs: [c]", { configs: [{ source: "c" }] }],
  ["gpus: all", { gpus: [{ count: -1 }] }],
  [
    "devices: ['/dev/a', '/dev/b:/dev/c:r']",
    {
      devices: [
        { source: "/dev/a", target: "/dev/a", permissions: "rwm" },
        { source: "/dev/b", target: "/dev/c", permissions: "r" },
      ],
    },
  ],
  ["post_start: [{command: a b}]", { post_start: [{ command: ["a", "b"] }] }],
  [
    "pre_start: [{command: a}, {command: b, image: j}]",
    {
      pre_start: [
        { command: ["a"], image: "i" },
        { command: ["b"], image: "j" },
      ],
    },
  ],
  [
    "develop: {watch: [{path: ./s, action: sync, ignore: n}]}",
    { develop: { watch: [{ path: "/work/app/s", action: "sync", ignore: ["n"] }] } },
  ],
  // Ports.
  ["ports: [80]", { ports: [{ mode: "ingress", target: 80, protocol: "tcp" }] }],
  [
    "ports: ['127.0.0.1:8080:80/UDP']",
    { ports: [{ mode: "ingress", host_ip: "127.0.0.1", target: 80, published: "8080", protocol: "udp" }] },
  ],
  [
    "ports: ['8000-8001:80-81']",
    { ports: [80, 81].map((target) => ({ mode: "ingress", target, published: String(target + 7920), protocol: "tcp" })) },
  ],
  ["ports: ['9-10']", { ports: [10, 9].map((target) => ({ mode: "ingress", target, protocol: "tcp" })) }],
  ["ports: ['8000-8010:80']", { ports: [{ mode: "ingress", target: 80, published: "8000-8010", protocol: "tcp" }] }],
  [
    "ports: ['80-81:80-81', '81:81']",
    { ports: [80, 81].map((target) => ({ mode: "ingress", target, published: String(target), protocol: "tcp" })) },
  ],
  ["ports: ['${P}:80']", { ports: [{ unresolved: "${P}:80" }] }],
  [
    "ports: ['127.0.0.1:${P}:80', '${IP}:80:80']",
    {
      ports: [
        { mode: "ingress", host_ip: "127.0.0.1", target: 80, published: { unresolved: "${P}" }, protocol: "tcp" },
        { mode: "ingress", host_ip: { unresolved: "${IP}" }, target: 80, published: "80", protocol: "tcp" },
      ],
    },
  ],
  // Volumes.
  [
    "volumes: [/data, x]",
    {
      volumes: [
        { type: "volume", target: "/data", volume: {} },
        { type: "volume", target: "x" },
      ],
    },
  ],
  [
    "volumes: ['./a/../b:/x/:ro,z']",
    { volumes: [{ type: "bind", source: "/work/app/b", target: "/x", read_only: true, bind: { selinux: "z" } }] },
  ],
  [
    "volumes: ['~/a:/x', '/a//b:/y:rshared']",
    {
      volumes: [
        { type: "bind", source: "~/a", target: "/x", bind: {} },
        { type: "bind", source: "/a//b", target: "/y", bind: { propagation: "rshared" } },
      ],
    },
  ],
  ["volumes: ['vol:/x:nocopy']", { volumes: [{ type: "volume", source: "vol", target: "/x", volume: { nocopy: true } }] }],
  [
    "volumes: [{type: bind, source: a, target: /x/, bind: {create_host_path: false}}]",
    { volumes: [{ type: "bind", source: "/work/app/a", target: "/x", bind: { create_host_path: false } }] },
  ],
  [
    "volumes: [{type: tmpfs, target: /x, tmpfs: {size: 1m, mode: 0700}}]",
    { volumes: [{ type: "tmpfs", target: "/x", tmpfs: { size: "1048576", mode: 448 } }] },
  ],
  ["volumes: ['${D}:/x']", { volumes: [{ unresolved: "${D}:/x" }] }],
  // Build.
  ["build: ./x", { build: { context: "/work/app/x", dockerfile: "Dockerfile" } }],
  ["build: {dockerfile_inline: FROM x}", { build: { context: "/work/app", dockerfile_inline: "FROM x" } }],
  ["build: https://example.com/x.git", { build: { context: "https://example.com/x.git", dockerfile: "Dockerfile" } }],
  [
    "build: {args: {A: 1, B: }, ssh: [default, k=./id], additional_contexts: {a: ../a, b: 'service:c'}}",
    {
      build: {
        context: "/work/app",
        dockerfile: "Dockerfile",
        args: { A: "1" },
        ssh: ["default", "k=/work/app/id"],
        additional_contexts: { a: "/work/a", b: "service:c" },
      },
    },
  ],
  // What Compose adds by itself.
  ["depends_on: [a]", { depends_on: { a: { condition: "service_started", required: true } } }],
  [
    "depends_on: {a: {condition: service_healthy, required: false, restart: true}}",
    { depends_on: { a: { condition: "service_healthy", required: false, restart: true } } },
  ],
  [
    "links: ['a:b']\nvolumes_from: [c, 'container:d']\nnetwork_mode: service:e",
    {
      links: ["a:b"],
      volumes_from: ["c", "container:d"],
      network_mode: "service:e",
      depends_on: {
        a: { condition: "service_started", restart: true, required: true },
        e: { condition: "service_started", restart: true, required: true },
        c: { condition: "service_started", required: true },
      },
    },
  ],
  [
    "deploy: {resources: {limits: {memory: 1g, cpus: '0.5'}, reservations: {devices: [{capabilities: [gpu]}]}}, replicas: 0}",
    {
      deploy: {
        replicas: 0,
        resources: { limits: { cpus: 0.5, memory: "1073741824" }, reservations: { devices: [{ capabilities: ["gpu"], count: -1 }] } },
      },
    },
  ],
];

test("each attribute in its long form", () => {
  for (const [attributes, expected] of rows) {
    const tree = canonical(project(inService(attributes)));
    const service = at(tree, "services", "app");
    const keys = service?.kind === "map" ? [...service.entries.keys()].filter((key) => key !== "image" && key !== "networks") : [];
    assert.deepEqual(printed(tree, keys), expected, attributes);
  }
});

test("services are in the default network when they name none", () => {
  const tree = canonical(
    project(
      "services: {a: {image: i}, b: {image: i, network_mode: host}, c: {image: i, networks: [n]}, d: {provider: {type: t}}}\nnetworks: {n: , x: {external: true}}",
    ),
  );
  assert.deepEqual(
    ["a", "b", "c", "d"].map((name) => json(at(tree, "services", name, "networks"))),
    [{ default: null }, undefined, { n: null }, undefined],
  );
  assert.deepEqual(json(at(tree, "networks")), {
    n: { name: "app_n" },
    x: { name: "x", external: true },
    default: { name: "app_default" },
  });
  assert.equal(json(at(canonical(project("services: {a: {image: i, networks: [n]}}")), "networks")), undefined);
});

test("what is declared at the top", () => {
  const tree = canonical(
    project(`
name: My App!
services: {a: {image: i, network_mode: none}}
networks: {n: {driver: bridge, internal: true, enable_ipv6: false, ipam: {config: [{subnet: 10.0.0.0/8}]}}}
volumes: {v: , d: {driver: local, driver_opts: {type: none, o: bind, device: ./d}}, e: {driver_opts: {type: none, o: "bind,ro", device: ./d}}, f: {external: {name: g}}}
secrets: {s: {file: ./s}, t: {environment: T}}
configs: {c: {content: x}}
models: {m: {model: ai/x, context_size: 1}}`),
  );
  assert.deepEqual(json(tree), {
    name: "myapp",
    services: { a: { image: "i", network_mode: "none" } },
    networks: {
      n: { name: "myapp_n", driver: "bridge", ipam: { config: [{ subnet: "10.0.0.0/8" }] }, internal: true, enable_ipv6: false },
    },
    volumes: {
      v: { name: "myapp_v" },
      d: { name: "myapp_d", driver: "local", driver_opts: { type: "none", o: "bind", device: "/work/app/d" } },
      e: { name: "myapp_e", driver_opts: { type: "none", o: "bind,ro", device: "./d" } },
      f: { name: "g", external: true },
    },
    secrets: { s: { name: "myapp_s", file: "/work/app/s" }, t: { name: "myapp_t", environment: "T" } },
    configs: { c: { name: "myapp_c", content: "x" } },
    models: { m: { model: "ai/x", context_size: 1 } },
  });
});

/** What each part of the text of a value is, and the way to it. */
function origin(texts: Readonly<Record<string, string>>, node: CanonicalNode | undefined): string {
  const { from, implied } = node ?? { from: undefined, implied: false };
  if (from === undefined) return "-";
  const way = from.via.map(({ kind, name }) => ` ${kind} ${name}`).join("");
  const variables = (from.variables ?? []).map(({ name, source }) => ` ${source} ${name}`).join("");
  return `${implied ? "implied " : ""}${slice(texts[from.at.file] ?? "", from.at)}${way}${variables}`;
}

test("every value knows its characters and its way", () => {
  const over = "file:///work/app/over.yaml";
  const texts = {
    [uri]: `
include: [inc.yaml]
x-a: &a {user: "7"}
services:
  app:
    <<: *a
    extends: {file: base.yaml, service: b}
    image: "x:\${TAG:-1}"
    ports: ["8080:80"]
    environment: {A: "\${E}", B: }
    command: &c [run]
  two: {image: i, command: *c}`,
    [over]: "services: {app: {cap_add: [B], privileged: true}}",
    "file:///work/app/base.yaml": "services: {b: {cap_add: [A], volumes: ['./d:/d']}}",
    "file:///work/app/inc.yaml": "services: {inc: {image: q}}",
    "file:///work/app/.env": "E=e\nB=b\n",
  };
  const found: ComposeProject = resolve({ files: [uri, over] }, sourcesOf(texts));
  const tree = canonical(found);
  const expected: readonly (readonly [path: readonly (string | number)[], origin: string])[] = [
    [["app", "user"], '"7" merge a'],
    [["app", "image"], '"x:${TAG:-1}" default TAG'],
    [["app", "ports", 0, "published"], "8080"],
    [["app", "ports", 0, "protocol"], 'implied "8080:80"'],
    [["app", "environment", "A"], '"${E}" env-file E'],
    [["app", "environment", "B"], "B env-file B"],
    [["app", "cap_add", 0], "A extends b"],
    [["app", "cap_add", 1], "B"],
    [["app", "privileged"], "true"],
    [["app", "volumes", 0, "source"], "./d extends b"],
    [["app", "networks", "default"], "implied app"],
    [["two", "command", 0], "run alias c"],
    [["inc", "image"], "q"],
  ];
  for (const [path, text] of expected) assert.equal(origin(texts, at(tree, "services", ...path)), text, path.join("."));
  assert.deepEqual(
    [at(tree, "services", "app", "privileged")?.from?.at.file, at(tree, "services", "inc", "image")?.from?.at.file],
    [over, "file:///work/app/inc.yaml"],
  );
  assert.equal(json(at(tree, "services", "app", "volumes", 0, "source")), "/work/app/d");
});

test("every leaf and item knows its text, save the name of a folder", () => {
  const tree = canonical(
    project(
      inService(
        rows
          .map(([attributes]) => attributes)
          .filter((one) => !/\n|command|entrypoint|\$/u.test(one))
          .filter((one, index, all) => all.findIndex((other) => other.split(":")[0] === one.split(":")[0]) === index)
          .join("\n"),
      ),
    ),
  );
  let leaves = 0;
  const open: (readonly [path: string, node: CanonicalNode])[] = [["", tree]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, node] = next;
    if (node.kind === "map") open.push(...[...node.entries].map(([key, value]) => [`${path}.${key}`, value] as const));
    else if (node.kind === "list") open.push(...node.items.map((value, index) => [`${path}.${index}`, value] as const));
    else {
      leaves++;
      assert.ok(node.from !== undefined || path === ".name", path);
    }
  }
  assert.ok(leaves > 60, `only ${leaves} leaves`);
});

test("ranges of ports that would fill the memory stay ranges", () => {
  const ports = Array.from({ length: 300 }, (_, index) => `"127.0.0.${index % 250}:1-65535:1-65535/${index < 250 ? "tcp" : "udp"}"`).join(
    ", ",
  );
  const found = at(canonical(project(inService(`ports: [${ports}]`))), "services", "app", "ports");
  assert.equal(found?.kind === "list" ? found.items.length : 0, 65_535 + 299);
});
