import assert from "node:assert/strict";
import { test } from "node:test";
import type { SecurityReport } from "../../server/src/engine/report/report.js";
import type { EnginePosture } from "../../server/src/engine/rules/engine-posture.js";
import { reportOf } from "./report-of.js";

/** Every path in short: `outside > web -network> agent > host`. */
function pathsOf({ paths, services }: SecurityReport): readonly string[] {
  const names = new Map(services.map(({ id, name }) => [id, name]));
  return paths.map(({ steps }) =>
    [
      "outside",
      ...steps.map(({ kind, to }) => `${kind === "enter" || kind === "takeover" ? "" : `-${kind}`}> ${names.get(to) ?? to}`),
    ].join(" "),
  );
}

type Row = readonly [what: string, text: string, expected: readonly string[]];

function check(rows: readonly Row[], engine?: EnginePosture): void {
  for (const [what, text, expected] of rows) assert.deepEqual(pathsOf(reportOf(text, engine)), expected, what);
}

const web = "web: {image: w, ports: ['80:80']}";
const agent = (grant: string): string => `services: {${web}, agent: {image: a, ${grant}}}`;
const found = ["outside > web -network> agent > host"];

test("each grant that opens the host ends a path", () => {
  check([
    ["privileged", agent("privileged: true"), found],
    ["a socket", agent("volumes: ['/var/run/docker.sock:/s']"), found],
    ["a socket, read-only", agent("volumes: ['/var/run/docker.sock:/s:ro']"), found],
    ["the folder of a socket", agent("volumes: ['/run:/run:ro']"), found],
    ["use_api_socket", agent("use_api_socket: true"), found],
    ["a capability", agent("cap_add: [cap_sys_admin]"), found],
    ["every capability", agent("cap_add: [ALL]"), found],
    ["a writable path", agent("volumes: ['/etc:/host']"), found],
    ["a disk", agent("devices: [/dev/sda]"), found],
    ["a device rule", agent("device_cgroup_rules: ['b *:* rwm']"), found],
    ["the host's processes with SYS_PTRACE", agent("pid: host, cap_add: [SYS_PTRACE]"), found],
    ["an engine over TCP", agent("environment: {DOCKER_HOST: 'tcp://172.17.0.1:2375'}"), found],
    [
      "the mounts of another service",
      `services: {${web}, agent: {image: a, volumes_from: [store]}, store: {image: s, network_mode: none, volumes: ['/var/run/docker.sock:/s']}}`,
      ["outside > web -network> agent > host"],
    ],
    [
      "an open socket proxy",
      agent(
        "image: tecnativa/docker-socket-proxy, environment: {CONTAINERS: 1, POST: 1}, volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']",
      ).replace("image: a, ", ""),
      found,
    ],
  ]);
});

test("what does not open the host ends none", () => {
  check([
    ["nothing", agent("read_only: true"), []],
    ["privileged: false", agent("privileged: false"), []],
    ["a variable", agent("privileged: '${P}'"), []],
    ["a capability that ends at the container", agent("cap_add: [SYS_PTRACE]"), []],
    ["a capability that nobody can hold", agent("cap_add: [DAC_READ_SEARCH], user: '1000', security_opt: [no-new-privileges:true]"), []],
    ["a path for reading", agent("volumes: ['/etc:/host:ro']"), []],
    ["a disk for reading", agent("devices: ['/dev/sda:/dev/sda:r']"), []],
    ["the host's processes alone", agent("pid: host"), []],
    [
      "a careful socket proxy",
      agent("volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro'], environment: {CONTAINERS: 1}").replace(
        "image: a",
        "image: tecnativa/docker-socket-proxy",
      ),
      [],
    ],
    ["a provider", agent("provider: {type: x}, privileged: true").replace("image: a, ", ""), []],
  ]);
});

const one = (attributes: string, rest = ""): string => `services: {app: {image: a, privileged: true, ${attributes}}}${rest}`;

test("each way in from outside begins a path", () => {
  const direct = ["outside > app > host"];
  check([
    ["every interface", one("ports: [80]"), direct],
    ["an address for all", one("ports: ['[::]:80:80']"), direct],
    ["one address", one("ports: ['10.0.0.5:80:80']"), direct],
    ["the host's network", one("network_mode: host"), direct],
    ["a machine of the LAN", one("networks: [lan]", "\nnetworks: {lan: {driver: macvlan}}"), direct],
    ["the host alone", one("ports: ['127.0.0.1:80:80']"), []],
    ["an address that a variable decides", one("ports: ['${BIND}:80:80']"), []],
    ["no port", one("expose: [80]"), []],
    ["a port on an internal network", one("ports: [80], networks: [in]", "\nnetworks: {in: {internal: true}}"), []],
    ["no network", one("ports: [80], network_mode: none"), []],
  ]);
});

test("each connection leads on, and only the way that it goes", () => {
  const two = (front: string, power: string, rest = ""): string =>
    `services: {web: {image: w, ports: [80], ${front}}, agent: {image: a, privileged: true, ${power}}}${rest}`;
  const apart = "networks: [a]";
  const nets = "\nnetworks: {a: {}, b: {}}";
  check([
    ["two networks", two(apart, "networks: [b]", nets), []],
    ["a network in common", two(apart, "networks: [b, a]", nets), found],
    [
      "a network that keeps its services apart",
      two(apart, apart, '\nnetworks: {a: {driver_opts: {com.docker.network.bridge.enable_icc: "false"}}}'),
      [],
    ],
    [
      "a volume that the front writes",
      two(`${apart}, volumes: ['data:/v']`, "networks: [b], volumes: ['data:/v:ro']", `${nets}\nvolumes: {data: {}}`),
      ["outside > web -share> agent > host"],
    ],
    [
      "a volume that the front reads",
      two(`${apart}, volumes: ['data:/v:ro']`, "networks: [b], volumes: ['data:/v']", `${nets}\nvolumes: {data: {}}`),
      [],
    ],
    [
      "a folder of the host in common",
      two(`${apart}, volumes: ['./d:/v']`, "networks: [b], volumes: ['./d:/x']", nets),
      ["outside > web -share> agent > host"],
    ],
    ["a joined network", two(apart, "network_mode: 'service:web'", nets), found],
    ["joined processes", two(`${apart}, pid: 'service:agent'`, "networks: [b]", nets), ["outside > web -share> agent > host"]],
    ["processes that the other joins", two(apart, "networks: [b], pid: 'service:web'", nets), []],
    ["joined memory", two(apart, "networks: [b], ipc: 'service:web'", nets), ["outside > web -share> agent > host"]],
    [
      "the host's network reaches each bridge",
      two("network_mode: host", "networks: [b]", nets).replace("ports: [80], ", ""),
      ["outside > web -host network> agent > host"],
    ],
    ["networks that a variable decides", two(apart, "networks: ['${N}']", nets), []],
  ]);
});

test("the shortest way is told, by the service that says it needs the next", () => {
  const text = `
services:
  a: {image: a, ports: [80], networks: [x]}
  b: {image: b, ports: [81], networks: [x], depends_on: [c]}
  c: {image: c, networks: [x, y]}
  d: {image: d, networks: [y], privileged: true}
networks: {x: {}, y: {internal: true}}
`;
  check([["a need wins over the order", text, ["outside > b -network> c -network> d > host"]]]);
  assert.deepEqual(
    reportOf(text).services.map(({ name, hops }) => `${name} ${hops}`),
    ["a 0", "b 0", "c 1", "d 2"],
  );
});

test("an engine with fewer rights takes paths away", () => {
  const all = agent("privileged: true");
  const capability = agent("cap_add: [SYS_ADMIN]");
  check(
    [
      ["privileged", all, found],
      ["a capability", capability, []],
      ["a disk", agent("devices: [/dev/sda]"), []],
    ],
    "rootless",
  );
  check(
    [
      ["privileged", all, found],
      ["a capability", capability, found],
    ],
    "desktop",
  );
  check(
    [
      ["mapped users", capability, []],
      ["mapping switched off", agent("cap_add: [SYS_ADMIN], userns_mode: host"), found],
      ["an engine over TCP", agent("environment: {DOCKER_HOST: 'tcp://172.17.0.1:2375'}"), found],
    ],
    "userns-remap",
  );
});

test("each step says what it rests on, and where that is written", () => {
  const text =
    "services:\n  web:\n    image: w\n    ports:\n      - '80:80'\n      - '443:443'\n  agent:\n    image: a\n    privileged: true\n";
  const [path] = reportOf(text).paths;
  assert.deepEqual(
    path?.steps.map((step) => `${step.at.path}:${step.at.line + 1} ${step.text}`),
    [
      'compose.yaml:5 Any machine that reaches the host reaches "web" by the ports 80 and 443.',
      'compose.yaml:7 From "web", every port of "agent" is reached by the network "default".',
      'compose.yaml:9 "agent" runs privileged: root in it is root on the host.',
    ],
  );
  const premises = (source: string): readonly (string | undefined)[] =>
    reportOf(source).paths.flatMap(({ steps }) => steps.map(({ premise }) => premise));
  assert.deepEqual(premises(one("network_mode: host")), ['"app" listens on more than 127.0.0.1', undefined]);
  assert.deepEqual(premises(one("ports: [80], user: '1000', volumes: ['/var/run/docker.sock:/s']").replace("privileged: true, ", "")), [
    undefined,
    "its user may open the socket",
  ]);
});

test("what the file does not tell is said", () => {
  const unknown = (attributes: string): readonly string[] =>
    reportOf(`services: {app: {image: a, ${attributes}}}`).unknown.map(({ text }) => text);
  assert.deepEqual(unknown("read_only: true"), []);
  assert.deepEqual(unknown("ports: ['${BIND}:80:80']"), ['Who reaches port 80 of "app" is not known: ${BIND} decides.']);
  assert.deepEqual(unknown("privileged: '${P}'"), ['Whether "app" runs privileged is not known: ${P} decides.']);
  assert.deepEqual(unknown("cap_add: ['${C}']"), ['Which capabilities "app" has is not known: ${C} decides.']);
  assert.deepEqual(unknown("network_mode: '${N}'"), ['Which networks "app" is on is not known: ${N} decides.']);
  assert.deepEqual(unknown("volumes: ['${A}/${B}:/x']"), ['What "app" mounts is not known: ${A} and ${B} decide.']);
  assert.deepEqual(unknown("user: '${U}'"), ['Whom "app" runs as is not known: ${U} decides.']);
});

test("secrets are not in it", () => {
  const secret = "ghp_0123456789abcdefghijklmnopqrstuvwxyzAB";
  const text = `services: {app: {image: a, ports: [80], privileged: true, user: '${secret}', volumes: ['./${secret}:/x', 'data:/v'], profiles: ['${secret}'], environment: {TOKEN: '${secret}'}}, b: {image: b, volumes: ['./${secret}:/x']}}\nvolumes: {data: {}}`;
  assert.ok(!JSON.stringify(reportOf(text)).includes(secret));
});
