import assert from "node:assert/strict";
import { test } from "node:test";
import type { Items, Service } from "../../server/src/engine/model/project.js";
import type { Sourced } from "../../server/src/engine/model/sourced.js";
import { check, inService, problems, project, type Row, service, short, shorts } from "./check.js";

test("booleans: Compose casts texts, and nothing else", () => {
  check(
    [
      ["privileged: true", "true"],
      ["privileged: TRUE", "true"],
      ["privileged: yes", "true"],
      ['privileged: "on"', "true"],
      ["privileged: n", "false"],
      ["privileged: ${P:-true}", "true"],
      ["privileged: ${P}", "?${P}"],
      ["privileged: 1", "-"],
      ['privileged: ""', "-"],
      ["privileged: t", "-"],
      ["privileged:", "-"],
      ["tty: true", "-"],
    ],
    ({ privileged }) => short(privileged),
  );
});

test("a boolean that Compose refuses is a problem", () => {
  for (const value of ["1", '""', "t", "[true]", "", "${}"]) {
    assert.ok(
      problems(project(inService(`read_only: ${value}`))).some((code) => code.endsWith("!")),
      value,
    );
  }
  assert.deepEqual(problems(project(inService("use_api_socket: yes"))), ["not-a-boolean!"]);
  assert.deepEqual(problems(project(inService("use_api_socket: true\nread_only: yes"))), []);
});

test("a user is a text; an unquoted number is refused and read all the same", () => {
  check(
    [
      ['user: "1000"', "1000"],
      ["user: 1000:1000", "1000:1000"],
      ["user: 1000", "1000"],
      ['user: "${UID}:${GID}"', "?${UID}:${GID}"],
      ['user: ""', ""],
      ["user: root", "root"],
    ],
    ({ user }) => short(user),
  );
  assert.deepEqual(problems(project(inService("user: 1000"))), ["not-a-string!"]);
  assert.deepEqual(problems(project(inService('user: "1000"'))), []);
});

test("sizes and numbers", () => {
  check(
    [
      ["mem_limit: 512m", "536870912"],
      ["mem_limit: 1.5g", "1610612736"],
      ["mem_limit: 64kb", "65536"],
      ["mem_limit: 1024", "1024"],
      ['mem_limit: "10 MiB"', "10485760"],
      ['mem_limit: "${M:-1g}"', "1073741824"],
      ["mem_limit: lots", "-"],
      ["mem_limit: 0", "0"],
    ],
    ({ memLimit }) => short(memLimit),
  );
  check(
    [
      ["pids_limit: 100", "100"],
      ['pids_limit: "-1"', "-1"],
      ["pids_limit: many", "-"],
      ["pids_limit: ${P}", "?${P}"],
    ],
    ({ pidsLimit }) => short(pidsLimit),
  );
  check(
    [
      ["cpus: 0.5", "0.5"],
      ['cpus: "2"', "2"],
    ],
    ({ cpus }) => short(cpus),
  );
});

test("limits below deploy", () => {
  const { deploy } = service('deploy:\n  resources:\n    limits: {memory: 1g, cpus: "0.5", pids: 10}');
  assert.deepEqual([deploy?.limitsMemory, deploy?.limitsCpus, deploy?.limitsPids].map(short), ["1073741824", "0.5", "10"]);
  assert.equal(service("tty: true").deploy, undefined);
});

test("security options split at the first equals sign, else at the first colon", () => {
  const rows: readonly Row[] = [
    ["no-new-privileges", "no-new-privileges"],
    ["no-new-privileges:true", "no-new-privileges : true"],
    ["no-new-privileges=0", "no-new-privileges = 0"],
    ["seccomp:unconfined", "seccomp : unconfined"],
    ["seccomp=./a:b.json", "seccomp = ./a:b.json"],
    ["label:type:x", "label : type:x"],
    ["${OPT}", "?${OPT}"],
  ];
  for (const [option, expected] of rows) {
    const [item] = service(`security_opt:\n- ${option}`).securityOpt.items;
    assert.ok(item);
    const { value } = item;
    const shown =
      "unresolved" in value
        ? `?${value.unresolved}`
        : [value.key, value.separator, value.value].filter((one) => one !== undefined).join(" ");
    assert.equal(shown, expected);
  }
});

test("lists of texts", () => {
  const rows: readonly (readonly [yaml: string, expected: string, read: (found: Service) => Items<Sourced<unknown>>])[] = [
    ["cap_add: [net_admin, CAP_SYS_ADMIN, net_admin]", "net_admin | CAP_SYS_ADMIN", ({ capAdd }) => capAdd],
    ["cap_drop: [ALL]", "ALL", ({ capDrop }) => capDrop],
    ["cap_add: NET_ADMIN", "NET_ADMIN", ({ capAdd }) => capAdd],
    ['cap_add: "${CAPS}"', "?${CAPS}", ({ capAdd }) => capAdd],
    ['cap_add: ["${CAP:-CHOWN}"]', "CHOWN", ({ capAdd }) => capAdd],
    ["group_add: [docker, 0]", "docker | 0", ({ groupAdd }) => groupAdd],
    ["tmpfs: /tmp:exec", "/tmp:exec", ({ tmpfs }) => tmpfs],
    ["tmpfs: [/tmp, /run]", "/tmp | /run", ({ tmpfs }) => tmpfs],
    ["tmpfs: ['/x:size=1', '/x:size=2', /y]", "/x:size=2 | /y", ({ tmpfs }) => tmpfs],
    ['expose: ["80", 443]', "80 | 443", ({ expose }) => expose],
    ["env_file: .env", ".env", ({ envFile }) => ({ ...envFile, items: envFile.items.map(({ path }) => path) })],
    [
      "env_file: [a.env, {path: b.env, required: false}]",
      "a.env | b.env",
      ({ envFile }) => ({ ...envFile, items: envFile.items.map(({ path }) => path) }),
    ],
    ["depends_on: [a, b]", "a | b", ({ dependsOn }) => ({ ...dependsOn, items: dependsOn.items.map(({ name }) => name) })],
    [
      "depends_on: {a: {condition: service_started}, b: {}}",
      "a | b",
      ({ dependsOn }) => ({ ...dependsOn, items: dependsOn.items.map(({ name }) => name) }),
    ],
    ["profiles: [debug]", "debug", ({ profiles }) => profiles],
    ['extra_hosts: ["h:1.2.3.4"]', "h:1.2.3.4", ({ extraHosts }) => extraHosts],
    ["extra_hosts: {h: 1.2.3.4, k: [::1, ::2]}", "h=1.2.3.4 | k=::1 | k=::2", ({ extraHosts }) => extraHosts],
    ["device_cgroup_rules: ['a *:* rwm']", "a *:* rwm", ({ deviceCgroupRules }) => deviceCgroupRules],
    ["volumes_from: [other:ro]", "other:ro", ({ volumesFrom }) => volumesFrom],
  ];
  for (const [yaml, expected, read] of rows) assert.equal(shorts(read(service(yaml))), expected, yaml);
});

test("a shape that Compose refuses is a problem, and what can be read is read", () => {
  const rows: readonly Row[] = [
    ["cap_add: NET_ADMIN", "not-a-list!"],
    ["cap_add: {NET_ADMIN: 1}", "not-a-list!"],
    ["cap_add: [1]", "not-a-string!"],
    ["cap_add: [[NET_ADMIN]]", "not-a-scalar!"],
    ["cap_add: [~]", "empty-item!"],
    ["security_opt: [no-new-privileges: true]", "not-a-scalar!"],
    ["security_opt: [a=b, a=b]", "equal-items!"],
    ["security_opt: ['a=$X', 'a=$X']", ""],
    ["cap_add: [A, A]", ""],
    ["environment: A=1", "not-a-list!"],
    ["user: [a]", "not-a-scalar!"],
    ["volumes: [aa:bb:cc:dd]", "bad-mount!"],
    ['volumes: ["/a:"]', "bad-mount!"],
    ["volumes: [{type: bind, source: /a}]", "no-target!"],
    ["environment:", "empty-value!"],
    ["command:", ""],
    ["deploy:", ""],
  ];
  for (const [yaml, expected] of rows) assert.equal(problems(project(inService(yaml))).join(), expected, yaml);
});

test("environment and its kin, as list and as mapping", () => {
  const form = ({ environment }: Service) =>
    environment.items.map(({ name, value, form }) => `${form} ${name.value} ${short(value)}`).join(" | ");
  check(
    [
      ['environment: ["A=1", B, "C=", "D=x=y"]', "list A 1 | list B - | list C  | list D x=y"],
      ["environment: {A: 1, B: , C: '', D: true, E: 1.10}", "map A 1 | map B - | map C  | map D true | map E 1.1"],
      ['environment: ["A=$X", "B=${Y:-d}", "C=$$HOME"]', "list A ?$X | list B d | list C $HOME"],
      // Keys are never replaced.
      ['environment: {"$K": v}', "map $K v"],
      ['environment: ["$K=v"]', "list $K v"],
      ["environment: ['${LINE}']", "list ${LINE} ?${LINE}"],
      ['environment: ["A=1", "A=2"]', "list A 2"],
    ],
    form,
  );
  assert.equal(service("labels: {a.b: c}").labels.items[0]?.name.value, "a.b");
  assert.equal(short(service("sysctls: {net.core.somaxconn: 1024}").sysctls.items[0]?.value), "1024");
});

test("a variable of .env fills values, and entries without one", () => {
  const found = service('environment: {A: "${A}", B: }\nimage: "x:${TAG:-9}"', { ".env": "A=1\nB=2\nTAG=3" });
  assert.deepEqual(
    found.environment.items.map(({ value }) => short(value)),
    ["1", "2"],
  );
  assert.deepEqual(found.environment.items[0]?.value?.variables, [
    { name: "A", source: "env-file", set: { file: "file:///work/app/.env", line: 0, name: { start: 0, end: 1 } } },
  ]);
});

test("what env_file sets", () => {
  const files = {
    ".env": "P=project\n",
    "a.env": "\uFEFF# first\r\nA=1\r\nB=${A}-${P}-${S}-${UNSET:-d}\r\nP\r\nNO\r\nSHELL=$ELSEWHERE\r\n",
    "sub/b.env": "A=2\nC=${A} ${B}\nS=mine\n",
    "raw.env": "# note\n R='$A' # no note\nP\nNO\n",
    "broken.env": "G=1\nH I=2\nJ=3\n",
  };
  const read = (attributes: string) => {
    const { items, complete } = service(attributes, files).fileVariables;
    return `${items.map(({ name, value }) => `${name}=${short(value)}`).join(" | ")}${complete ? "" : " ..."}`;
  };
  const rows: readonly (readonly [yaml: string, expected: string])[] = [
    ["env_file: a.env", "A=1 | B=?${B} | P=project | SHELL=?${SHELL}"],
    ["env_file: a.env\nenvironment: {S: own, A: }", "B=1-project-own-d | P=project | SHELL=?${SHELL}"],
    ["env_file: [a.env, ./sub/b.env]\nenvironment: [S=own]", "A=2 | B=1-project-own-d | P=project | SHELL=?${SHELL} | C=2 1-project-own-d"],
    ["env_file: [{path: raw.env, format: raw}]", "R='$A' # no note | P=project"],
    ["env_file: [{path: raw.env, format: other}]", " ..."],
    ["env_file: absent.env", " ..."],
    ["env_file: [{path: absent.env, required: false}, sub/b.env]\nenvironment: {B: b}", "A=2 | C=2 b | S=mine"],
    ['env_file: ["${WHICH}.env"]', " ..."],
    ["env_file: broken.env", "G=1 ..."],
    ["environment: {A: 1}", ""],
  ];
  for (const [yaml, expected] of rows) assert.equal(read(yaml), expected, yaml);
  assert.deepEqual(service("env_file: [a.env, sub/b.env]", files).fileVariables.items[0]?.value.variables, [
    { name: "A", source: "env-file", set: { file: "file:///work/app/sub/b.env", line: 0, name: { start: 0, end: 1 } } },
  ]);
  assert.deepEqual(problems(project(inService("env_file: broken.env"), files)), ["env-file-unread"]);
  assert.deepEqual(problems(project(inService("env_file: absent.env"), files)), []);
});

test("devices", () => {
  const form = ({ devices }: Service) =>
    devices.items.map(({ source, target, permissions }) => [source, target, permissions].map(short).join(" ")).join(" | ");
  check(
    [
      ["devices: [/dev/sda]", "/dev/sda /dev/sda -"],
      ["devices: ['/dev/sda:/dev/x:r']", "/dev/sda /dev/x r"],
      ["devices: ['/dev/sda:r']", "/dev/sda r -"],
      ["devices: [vendor.com/gpu=all]", "vendor.com/gpu=all vendor.com/gpu=all -"],
      ["devices: [{source: /dev/a, target: /dev/b, permissions: rw}]", "/dev/a /dev/b rw"],
      ["devices: ['${D}:/dev/x']", "?${D} /dev/x -"],
    ],
    form,
  );
});

test("networks, secrets and configs", () => {
  assert.deepEqual(
    service("networks: [a, b]").networks.items.map(({ name }) => short(name)),
    ["a", "b"],
  );
  assert.deepEqual(
    service("networks: {a: , b: {aliases: [x]}}").networks.items.map(({ name }) => short(name)),
    ["a", "b"],
  );
  const uses = ({ secrets }: Service) => secrets.items.map(({ source, target }) => `${short(source)} ${short(target)}`).join(" | ");
  check(
    [
      ["secrets: [a, {source: b, target: /etc/b}]", "a - | b /etc/b"],
      ["secrets: [s, {source: t, target: /run/secrets/s}]", "t /run/secrets/s"],
    ],
    uses,
  );
});

test("build as text and as mapping", () => {
  assert.equal(short(service("build: ./app").build?.context), "./app");
  const { build } = service(
    "build:\n  context: .\n  dockerfile: D\n  network: host\n  privileged: yes\n  entitlements: [security.insecure]\n  args: {A: 1}",
  );
  assert.deepEqual([build?.context, build?.dockerfile, build?.network, build?.privileged].map(short), [".", "D", "host", "true"]);
  assert.equal(build === undefined ? "" : shorts(build.entitlements), "security.insecure");
  assert.equal(build?.args.items[0]?.name.value, "A");
});

test("a command is split into words, and cut at an operator", () => {
  check(
    [
      ["command: serve --port 80", "serve | --port | 80"],
      ["command: [serve, a b]", "serve | a b"],
      [`command: sh -c "echo 'a b' c"`, "sh | -c | echo 'a b' c"],
      ["command: a | b", "a"],
      ["command: a && b", "a"],
      ["command: a 2> b", "a"],
      ["command: a '|' \\; b\\ c", "a | | | ; | b c"],
      ["command: 'a $(b c) `d e`'", "a | $(b c) | `d e`"],
      ["command: --pw=${PW} x", "?--pw=${PW} | x"],
      ["command: --pw=$${PW} x", "--pw=${PW} | x"],
      ["command: |\n  a\n  b", "a | b"],
      ["command:", ""],
      ['command: ""', ""],
    ],
    ({ command }) => shorts(command),
  );
  assert.deepEqual(problems(project(inService("command: sh 'a"))), ["bad-command!"]);
});

test("top-level networks, volumes, secrets and configs", () => {
  const found = project(`
services: {a: {image: i}}
networks: {n: , m: {driver: bridge, internal: true}, x: {external: {name: y}}}
volumes: {v: , w: {external: yes}}
secrets: {s: {file: ./s}, t: {environment: T}}
configs: {c: {content: "x $Y"}}
name: App`);
  const network = (name: string) => found.networks.get(name);
  assert.deepEqual([short(network("m")?.driver), short(network("m")?.internal), short(network("x")?.external)], ["bridge", "true", "true"]);
  assert.equal(network("n")?.body, undefined);
  assert.equal(short(found.volumes.get("w")?.external), "true");
  assert.deepEqual([short(found.secrets.get("s")?.file), short(found.secrets.get("t")?.environment)], ["./s", "T"]);
  assert.equal(short(found.configs.get("c")?.content), "?x $Y");
  assert.equal(short(found.name), "App");
  assert.deepEqual(problems(found), []);
});
