import assert from "node:assert/strict";
import { test } from "node:test";
import { type Fact, type Posture, posture } from "../../server/src/engine/ide/posture.js";
import { project } from "../model/check.js";

/** The posture of the last service of a text, or of one with these attributes. */
function postureOf(text: string): Posture {
  const found = project(text.includes("services:") ? text : `services: {a: {image: 'x:1', ${text}}}`);
  const service = [...found.services.values()].at(-1);
  assert.ok(service, text);
  return posture(found, service);
}

/** `?` stands for what is not known. */
function shown<T>({ value }: Fact<T>): string {
  return value === undefined ? "?" : String(value);
}

function check(rows: readonly (readonly [text: string, expected: string])[], form: (found: Posture) => string): void {
  for (const [text, expected] of rows) assert.equal(form(postureOf(text)), expected, text);
}

test("capabilities: how many, from where they start, what is dropped and added", () => {
  check(
    [
      ["init: true", "14 default - +"],
      ["cap_drop: [all]", "0 none - +"],
      ["cap_drop: [ALL], cap_add: [cap_chown, NET_ADMIN]", "2 none - +CHOWN,NET_ADMIN"],
      ["cap_drop: [MKNOD, SYS_TIME], cap_add: [SYS_PTRACE, CHOWN]", "14 default -MKNOD +SYS_PTRACE"],
      ["cap_drop: [NET_RAW], cap_add: [NET_RAW]", "14 default - +"],
      ["cap_drop: [ALL, NET_RAW], cap_add: [ALL]", "40 all -NET_RAW +"],
      ["cap_drop: [ALL], privileged: true", "41 all - +"],
      ["privileged: '${P}'", "? default - +"],
      ["privileged: '${P:-true}'", "41 all - +"],
      ["cap_add: ['${CAP}', NET_ADMIN]", "? default - +NET_ADMIN"],
      ["services: {a: {cap_add: [NET_ADMIN]}}", "? default - +NET_ADMIN"],
      ["services: {a: {privileged: true}}", "41 all - +"],
    ],
    ({ capabilities: { value, start, added, dropped } }) =>
      `${value?.length ?? "?"} ${start} -${dropped.map(shown).join()} +${added
        .filter((one) => one.value !== undefined)
        .map(shown)
        .join()}`,
  );
});

test("the user: root, another one, or what the image says", () => {
  check(
    [
      ["user: '0'", "root"],
      ["user: root:wheel", "root"],
      ["user: ':'", "root"],
      ["user: ':1000'", "root"],
      ["user: '1000:0'", "other 1000:0"],
      ["user: app", "other app"],
      ["user: ''", "image"],
      ["user: '${UID}'", "?"],
      ["user: '${UID:-1000}'", "other 1000"],
      ["services: {a: {image: 'nginx:1'}}", "image root"],
      ["services: {a: {image: 'nginxinc/nginx-unprivileged:1'}}", "image other"],
      ["services: {a: {image: 'nginx:1', build: .}}", "image"],
      ["services: {a: {cap_drop: [ALL]}}", "?"],
    ],
    ({ user }) => [shown(user), user.value === "other" ? user.written : user.image].filter((part) => part !== undefined).join(" "),
  );
});

test("namespaces that are the host's or another container's", () => {
  check(
    [
      ["ipc: shareable, pid: ''", ""],
      ["network_mode: host, pid: host, ipc: host, uts: host, userns_mode: host, cgroup: host", "network pid ipc uts userns cgroup"],
      ["network_mode: service:db, pid: container:x, ipc: '${IPC}'", "network=service db pid=container x ipc=?"],
      ["network_mode: Host", ""],
    ],
    ({ shared }) =>
      shared
        .map(({ key, whose }) => (whose?.kind === "host" ? key : `${key}=${whose === undefined ? "?" : `${whose.kind} ${whose.name}`}`))
        .join(" "),
  );
});

test("no-new-privileges, seccomp and AppArmor: the last word of each counts", () => {
  check(
    [
      ["init: true", "false default default"],
      ["security_opt: [no-new-privileges]", "true default default"],
      ["security_opt: ['no-new-privileges:true', 'no-new-privileges=0']", "false default default"],
      ["security_opt: ['seccomp:unconfined', 'apparmor=unconfined']", "false off off"],
      ["security_opt: ['seccomp=./x.json', 'apparmor=mine']", "false own profile own profile"],
      ["security_opt: ['seccomp=builtin', 'apparmor=docker-default']", "false default default"],
      ["privileged: true", "false off off"],
      ["privileged: true, security_opt: ['seccomp=./x.json']", "false own profile off"],
      ["privileged: '${P}'", "false ? ?"],
      ["security_opt: ['${OPT}']", "? ? ?"],
      ["security_opt: ['seccomp=${PROFILE}']", "false ? default"],
      ["services: {a: {security_opt: [no-new-privileges]}}", "true ? ?"],
    ],
    ({ noNewPrivileges, seccomp, appArmor }) => [noNewPrivileges, seccomp, appArmor].map((one: Fact<unknown>) => shown(one)).join(" "),
  );
});

test("what comes from the host, the most dangerous first", () => {
  check(
    [
      ["volumes: [./d:/d, data:/x]", "./d rw none"],
      ["volumes: [./d:/d, '/var/run/docker.sock:/s:ro']", "/var/run/docker.sock ro critical socket, ./d rw none"],
      ["volumes: ['/etc:/e:ro', '/:/h']", "/ rw critical, /etc ro high"],
      ["volumes: ['/etc:/e:${MODE}']", "/etc ? critical"],
      ["volumes: ['${WHERE}:/e']", ""],
      ["use_api_socket: true", "/var/run/docker.sock rw critical socket"],
      [
        "services: {a: {image: i, volumes: ['vol:/v']}}\nvolumes: {vol: {driver_opts: {o: bind, type: none, device: /root}}}",
        "/root rw critical",
      ],
    ],
    ({ mounts }) =>
      mounts
        .map(({ path, readOnly, gain, isSocket }) =>
          [path, readOnly.value === undefined ? "?" : readOnly.value ? "ro" : "rw", gain, ...(isSocket ? ["socket"] : [])].join(" "),
        )
        .join(", "),
  );
  check([["volumes_from: ['b:ro', c]", "b c"]], ({ mountsOf }) => mountsOf.map(shown).join(" "));
  check([["devices: ['/dev/fuse:/dev/fuse:r', '${DEV}']", "/dev/fuse ?"]], ({ devices }) => devices.map(shown).join(" "));
});

test("published ports: who reaches them", () => {
  check(
    [
      ["ports: ['80:80']", "80 every interface"],
      ["ports: ['0.0.0.0:80:80', '[::]:81:80', 82]", "80 every interface, 81 every interface, ? every interface"],
      ["ports: ['127.0.0.1:80:80', '127.8.0.1:81:80', '[::1]:82:80', '::1:83:80']", "80 host, 81 host, 82 host, 83 host"],
      ["ports: ['10.0.0.5:80:80', '[::2]:81:80']", "80 address, 81 address"],
      ["ports: ['${IP}:80:80', '${PORT}:80']", "80 ?, ? ?"],
      ["ports: [{target: 80, published: '8080', host_ip: 127.0.0.1, protocol: udp}]", "8080 host"],
    ],
    ({ ports }) => ports.map(({ published, reach }) => `${shown(published)} ${reach ?? "?"}`).join(", "),
  );
});

test("networks and profiles", () => {
  check(
    [
      ["init: true", "default"],
      ["network_mode: none", ""],
      ["network_mode: host", ""],
      ["network_mode: service:x", ""],
      ["network_mode: bridge", "bridge"],
      [
        "services: {a: {image: i, networks: [x, y, z]}}\nnetworks: {x: {internal: true}, y: {external: true}, z: }",
        "x internal, y external, z",
      ],
      ["services: {a: {image: i}}\nnetworks: {default: {internal: true}}", "default internal"],
      ["services: {a: {cap_add: [CHOWN]}}", ""],
    ],
    ({ networks }) =>
      networks
        .map(({ name, internal, external }) => [name, ...(internal ? ["internal"] : []), ...(external ? ["external"] : [])].join(" "))
        .join(", "),
  );
  check([["profiles: [dev, '${P}']", "dev ?"]], ({ profiles }) => profiles.map(shown).join(" "));
});

test("each fact knows its text", () => {
  const text = "services: {a: {image: 'x:1', privileged: true, cap_drop: [ALL], ports: ['80:80']}}";
  const { privileged, capabilities, ports, seccomp } = postureOf(text);
  for (const from of [privileged.from, capabilities.from, seccomp.from]) {
    assert.deepEqual(
      from.map(({ at }) => text.slice(at.start, at.end)),
      ["true"],
    );
  }
  assert.deepEqual(
    ports.flatMap(({ from }) => from.map(({ at }) => text.slice(at.start, at.end))),
    ["'80:80'"],
  );
});
