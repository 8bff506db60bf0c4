import assert from "node:assert/strict";
import { test } from "node:test";
import type { Service } from "../../server/src/engine/model/project.js";
import { check, inService, problems, project, type Row, service, short } from "./check.js";

test("short ports", () => {
  const rows: readonly Row[] = [
    ['"8080:80"', "- 8080 80 -"],
    ["8080:80", "- 8080 80 -"],
    ["80", "- - 80 -"],
    ['"80"', "- - 80 -"],
    ['"127.0.0.1:8080:80"', "127.0.0.1 8080 80 -"],
    ['"127.0.0.1::80"', "127.0.0.1 - 80 -"],
    ['"0.0.0.0:8080:80/udp"', "0.0.0.0 8080 80 udp"],
    ['"[::1]:8080:80"', "::1 8080 80 -"],
    ['"::1:8080:80"', "::1 8080 80 -"],
    ['"[::]:8080:80"', ":: 8080 80 -"],
    ['"::80"', "- - 80 -"],
    ['":80"', "- - 80 -"],
    ['"3000-3005:3000-3005"', "- 3000-3005 3000-3005 -"],
    ['"8000-9000:80"', "- 8000-9000 80 -"],
    ['"53:53/udp"', "- 53 53 udp"],
    ['"${BIND:-127.0.0.1}:${PORT-8080}:80"', "127.0.0.1 8080 80 -"],
    ['"${BIND}:8080:80"', "?${BIND} 8080 80 -"],
    ['"127.0.0.1:${PORT}:80"', "127.0.0.1 ?${PORT} 80 -"],
    // The variable may be an address, or one with a port.
    ['"${PORT}:80"', "?${PORT} ?${PORT} 80 -"],
    ['"${ALL}"', "?${ALL} ?${ALL} ?${ALL} -"],
    ['"8080:${PORT}"', "- 8080 ?${PORT} -"],
  ];
  check(
    rows.map(([port, expected]) => [`ports:\n- ${port}`, expected]),
    ({ ports }) =>
      ports.items.map(({ hostIp, published, target, protocol }) => [hostIp, published, target, protocol].map(short).join(" ")).join(" | "),
  );
});

test("long ports, and which entries take another's place", () => {
  const form = ({ ports }: Service) =>
    ports.items
      .map((port) => `${port.syntax} ${[port.hostIp, port.published, port.target, port.protocol].map(short).join(" ")}`)
      .join(" | ");
  check(
    [
      ['ports: [{target: 80, published: "8080", host_ip: 127.0.0.1, protocol: udp}]', "long 127.0.0.1 8080 80 udp"],
      ["ports: [{target: 80}]", "long - - 80 -"],
      ['ports: ["8080:80", "0.0.0.0:8080:80/tcp"]', "short 0.0.0.0 8080 80 tcp"],
      ['ports: ["8080:80", "127.0.0.1:8080:80"]', "short - 8080 80 - | short 127.0.0.1 8080 80 -"],
      ['ports: "8080:80"', "short - 8080 80 -"],
    ],
    form,
  );
});

test("what is no port is a problem", () => {
  for (const port of ['"localhost:80:80"', '"80:http"', '"8080:"', "{published: 80}", "[80]", '"80:80:80:80:80"']) {
    assert.ok(
      problems(project(inService(`ports:\n- ${port}`))).some((code) => code.endsWith("!")),
      port,
    );
  }
});

test("short mounts", () => {
  const rows: readonly Row[] = [
    ["/var/run/docker.sock:/var/run/docker.sock", "bind /var/run/docker.sock /var/run/docker.sock - host /var/run/docker.sock"],
    ["/etc:/etc:ro", "bind /etc /etc true host /etc"],
    ["/etc:/etc:readonly", "bind /etc /etc - host /etc"],
    ["/etc:/etc:RO", "bind /etc /etc - host /etc"],
    ["/etc:/etc:ro,z,rw", "bind /etc /etc false host /etc"],
    ["/a:/b:rshared", "bind /a /b - rshared host /a"],
    ["./data/:/data/", "bind ./data/ /data - host ./data"],
    [".:/app", "bind . /app - host ."],
    ["../../../../..:/up", "bind ../../../../.. /up - host /"],
    ["../shared:/s", "bind ../shared /s - host /work/shared"],
    ["./a/../../../etc:/s", "bind ./a/../../../etc /s - host /etc"],
    ["~/.ssh:/root/.ssh", "bind ~/.ssh /root/.ssh - host ~/.ssh"],
    ["//var//run/../run/docker.sock/:/s", "bind //var//run/../run/docker.sock/ /s - host /var/run/docker.sock"],
    ["/etc/..:/s", "bind /etc/.. /s - host /"],
    ["data:/data", "volume data /data - host -"],
    ["/data", "volume - /data - host -"],
    ["x:/x", "volume - x:/x - host -"],
    ["a:b:c", "bind a:b c - host ./a:b"],
    ["C:\\Users\\me\\..\\you:/c", "bind C:\\Users\\me\\..\\you /c - host C:/Users/you"],
    [
      "\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\docker_engine",
      "bind \\\\.\\pipe\\docker_engine \\\\.\\pipe\\docker_engine - host \\\\.\\pipe\\docker_engine",
    ],
    ["${SOCK:-/var/run/docker.sock}:/s", "bind /var/run/docker.sock /s - host /var/run/docker.sock"],
    ["${DATA}:/s", "unknown ?${DATA} /s - host -"],
    ["${DATA}/etc:/s", "bind ?${DATA}/etc /s - host -"],
    ["/srv/${NAME}:/s", "bind ?/srv/${NAME} /s - host -"],
    ["${SSH_AUTH_SOCK}:/agent", "unknown ?${SSH_AUTH_SOCK} /agent - host $SSH_AUTH_SOCK"],
    ["$SSH_AUTH_SOCK/x:/agent", "bind ?$SSH_AUTH_SOCK/x /agent - host $SSH_AUTH_SOCK/x"],
    ["$HOME/.ssh:/s", "bind ?$HOME/.ssh /s - host ~/.ssh"],
    ["${HOME}:/s", "unknown ?${HOME} /s - host ~"],
    ["${PWD}/x:/s", "bind ?${PWD}/x /s - host ./x"],
    ["${HOME}y/x:/s", "bind ?${HOME}y/x /s - host -"],
    ["$XDG_RUNTIME_DIR/docker.sock:/s", "bind ?$XDG_RUNTIME_DIR/docker.sock /s - host $XDG_RUNTIME_DIR/docker.sock"],
    ["${ALL}", "unknown - ?${ALL} - host -"],
    ["/etc:/etc:${MODE}", "bind /etc /etc ?${MODE} ?${MODE} host /etc"],
    ["/etc:/${T}", "bind /etc ?/${T} - host /etc"],
  ];
  check(
    rows.map(([mount, expected]) => [`volumes:\n- ${mount}`, expected]),
    ({ mounts }) => mounts.items.map(mountForm).join(" | "),
  );
});

function mountForm({ type, source, target, readOnly, propagation, hostPath }: Service["mounts"]["items"][number]): string {
  const spread = propagation === undefined ? "" : ` ${short(propagation)}`;
  return `${type} ${[source, target, readOnly].map(short).join(" ")}${spread} host ${hostPath ?? "-"}`;
}

test("long mounts", () => {
  const rows: readonly Row[] = [
    ["{type: bind, source: /etc, target: /host, read_only: true}", "bind /etc /host true host /etc"],
    ["{type: bind, source: data, target: /d}", "bind data /d - host ./data"],
    ['{type: bind, source: "", target: /d}', "bind  /d - host ."],
    ["{type: bind, source: ~/x, target: /d, bind: {propagation: shared}}", "bind ~/x /d - shared host ~/x"],
    ["{type: volume, source: data, target: /d}", "volume data /d - host -"],
    ["{type: tmpfs, target: /d}", "tmpfs - /d - host -"],
    [
      "{type: npipe, source: '\\\\.\\pipe\\docker_engine', target: /d}",
      "npipe \\\\.\\pipe\\docker_engine /d - host \\\\.\\pipe\\docker_engine",
    ],
    ["{type: '${T}', source: /etc, target: /d}", "unknown /etc /d - host /etc"],
    ["{type: bind, source: '${S}', target: /d, read_only: '${R}'}", "bind ?${S} /d ?${R} host -"],
  ];
  check(
    rows.map(([mount, expected]) => [`volumes:\n- ${mount}`, expected]),
    ({ mounts }) => mounts.items.map(mountForm).join(" | "),
  );
});

test("of mounts with one target the last counts", () => {
  check([["volumes: [/a:/t:ro, data:/u, /b:/t/]", "bind /b /t - host /b | volume data /u - host -"]], ({ mounts }) =>
    mounts.items.map(mountForm).join(" | "),
  );
});

test("a named volume may be a bind in disguise", () => {
  const rows: readonly Row[] = [
    ["driver_opts: {type: none, o: bind, device: /etc}", "/etc"],
    ["driver: local, driver_opts: {type: none, o: 'rbind,ro', device: ./c}", "./c"],
    ["driver_opts: {type: none, o: 'ro, bind', device: /var/../}", "/"],
    ["driver_opts: {type: nfs, o: addr=1.2.3.4, device: ':/x'}", "-"],
    ["driver: other, driver_opts: {type: none, o: bind, device: /etc}", "-"],
    ["external: true, driver_opts: {type: none, o: bind, device: /etc}", "-"],
    ["driver_opts: {type: none, o: bind, device: '${D}'}", "-"],
    ["driver_opts: {type: none, o: bind, device: '${PWD}/data'}", "./data"],
  ];
  for (const [volume, expected] of rows) {
    const [mount] = service(`services: {app: {image: i, volumes: [vol:/v]}}\nvolumes: {vol: {${volume}}}`).mounts.items;
    assert.equal(mount?.hostPath ?? "-", expected, volume);
    assert.equal(mount?.backing !== undefined, expected !== "-", volume);
  }
});
