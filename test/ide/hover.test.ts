import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilities, Engine } from "../../server/src/engine/index.js";
import { hostPaths } from "../../server/src/engine/knowledge/host-paths.js";
import { namespaceModes } from "../../server/src/engine/knowledge/namespaces.js";
import { securityOptions } from "../../server/src/engine/knowledge/security-opts.js";
import { engineWith, uri } from "../lint/check.js";

/** The text of the hover at `<|>`. */
function hoverAt(marked: string): string | undefined {
  return engineWith(marked.replace("<|>", "")).hover(uri, marked.indexOf("<|>"))?.markdown;
}

/** The hover at `<|>` has each of the texts; none at all when none is given. */
function check(marked: string, ...expected: readonly RegExp[]): void {
  const markdown = hoverAt(marked);
  if (expected.length === 0) assert.equal(markdown, undefined, marked);
  for (const pattern of expected) assert.match(markdown ?? "", pattern, marked);
  assert.doesNotMatch((markdown ?? "").replaceAll(/`[^`\n]*`|\\</gu, ""), /<|command:/u);
}

const calm = "cap_drop: [ALL], security_opt: [no-new-privileges:true]";
const service = (attributes: string) => `services:\n  a:\n    image: x:1\n    ${attributes}\n`;

test("capabilities in every spelling", () => {
  for (const name of ["NET_ADMIN", "CAP_NET_ADMIN", "net_admin"]) {
    check(
      `services: {a: {image: x:1, ${calm}, cap_add: [${name.slice(0, 3)}<|>${name.slice(3)}]}}`,
      /^\*\*NET_ADMIN\*\* - /u,
      /Risk high; not in Docker's default set/u,
      /- Allows: .*interfaces/u,
      /- Without it: `ip link`/u,
      /- Narrower: /u,
      /man7\.org/u,
    );
  }
  check(`services: {a: {image: x:1, ${calm}, cap_add: ["NET_<|>RAW"]}}`, /^\*\*NET_RAW\*\*/u, /in Docker's default set/u);
});

test("of each of the 41 the first line answers, and risk, default, absence, system calls and sources are told", () => {
  for (const { name, dockerDefault, unlocks, without } of capabilities) {
    const text = hoverAt(service(`cap_add: [<|>${name}]`)) ?? "";
    const [first = "", second = ""] = text.split("\n");
    assert.ok(first.startsWith(`**${name}** - `) && first.length > name.length + 15, text);
    assert.match(second, dockerDefault ? /; in Docker's default set/u : /; not in Docker's default set/u);
    assert.ok(text.includes(`- Without it: ${without}`), text);
    for (const call of unlocks?.slice(0, 3) ?? []) assert.ok(text.includes(`\`${call}\``), `${name}: ${call}`);
    assert.match(text, /\n- Sources: \[/u);
  }
});

test("what the image at hand needs of a capability", () => {
  const of = (image: string, name: string) => `services: {a: {image: '${image}', cap_drop: [ALL], cap_add: [${name}]}}`;
  check(of("postgres:17", "<|>SETUID"), /postgres needs it\./u);
  check(of("postgres:17", "<|>FOWNER"), /postgres: only silences/u);
  check(of("postgres:17", "<|>SYS_TIME"), /postgres is not known to need it/u);
  assert.doesNotMatch(hoverAt(of("example/app:1", "<|>SYS_TIME")) ?? "", /needs it|known to need/u);
});

test("ALL says what is left", () => {
  check(
    "services: {a: {image: x:1, security_opt: [no-new-privileges:true], cap_add: [CHOWN, KILL], cap_drop: [A<|>LL]}}",
    /2 added back: CHOWN, KILL/u,
  );
  check("services: {a: {image: postgres:17, cap_add: [CHOWN], cap_drop: [A<|>LL]}}", /postgres needs DAC_OVERRIDE, SETGID, SETUID, too/u);
  check("services: {a: {image: x:1, cap_add: [all], cap_drop: [A<|>LL]}}", /drops nothing here: `cap_add: \[ALL\]` wins/u);
  check("services: {a: {image: x:1, privileged: true, cap_drop: [A<|>LL]}}", /drops nothing here: the service is privileged/u);
  check("services: {a: {image: x:1, cap_add: [A<|>LL]}}", /does not take it back/u);
});

test("privileged, images and findings", () => {
  check(service("privileged: tr<|>ue"), /^\*\*privileged\*\* - switches off/u, /seccomp/u, /Find out which single thing/u);
  check(service("privileged: fal<|>se"), /^\*\*Not privileged\*\* - the default/u);
  check(service("privileged: ${WHO_<|>KNOWS}"), /^`\$\{WHO_KNOWS\}` is not known here/u);
  check(
    "services: {a: {image: 'lscr.io/linuxserver/wireguard', privileged: tr<|>ue}}",
    /For [\w-]*wireguard[\w-]* this is enough: .*NET_ADMIN/u,
  );
  check(
    `services:\n  a: {image: post<|>gres:17, ${calm}}\n`,
    /^\*\*postgres\*\* - needs CHOWN, DAC_OVERRIDE, SETGID, SETUID/u,
    /`user: "999:999"`/u,
    /`read_only: true` and a tmpfs at `\/tmp`/u,
    /Evidence \(derived from the entrypoint\)/u,
    /Sources: \[docker-library: /u,
  );
  check(`services:\n  a: {image: "post<|>gres:17-alpine", ${calm}}\n`, /`user: "70:70"`/u);
  check(`services:\n  a: {image: "ngi<|>nx", ${calm}}\n`, /another image after each pull/u);
  check("services:\n  d<|>b:\n    image: postgres:17\n", /Default capabilities are kept/u, /postgres needs CHOWN/u);
});

test("each value of security_opt, and those that are rarer", () => {
  for (const { option, summary, weakens, neededBy, instead } of securityOptions) {
    const text = hoverAt(service(`security_opt: ["<|>${option}"]`)) ?? "";
    const [first = ""] = text.split("\n");
    assert.equal(first, `\`${option}\` - ${summary}.`);
    if (neededBy !== undefined) assert.ok(text.includes(neededBy), text);
    if (weakens && instead !== undefined) assert.ok(text.includes(`- Instead: ${instead}`), text);
  }
  check(service("security_opt: [no-new-<|>privileges]"), /^`no-new-privileges` - setuid programs and file capabilities give no rights/u);
  check(service("security_opt: ['no-new-<|>privileges=0']"), /lets setuid programs give rights/u);
  check(service("security_opt: ['apparmor:my-<|>profile']"), /^`apparmor:my-profile` - an AppArmor profile of this host/u);
  check(service("security_opt: ['label:dis<|>able']"), /switches SELinux separation off/u);
  check(service("security_opt: ['label=level:s0:<|>c1']"), /one part of the process's SELinux label/u);
  check(service('security_opt: [\'seccomp={"default<|>Action":"x"}\']'), /^`seccomp=\.\.\.` - a system call filter of your own/u);
  check(service("security_opt: ['no-such-<|>key=1']"));
});

test("each value of a namespace", () => {
  for (const { key, value, summary, effect } of namespaceModes) {
    const text = hoverAt(service(`${key}: "<|>${value.endsWith(":") ? `${value}nobody` : value}"`)) ?? "";
    const [first = ""] = text.split("\n");
    assert.ok(first.endsWith(` - ${summary}.`), `${key}: ${first}`);
    if (effect !== undefined) assert.ok(text.includes(`- ${effect}`), text);
    assert.ok(text.includes("docs.docker.com/reference/compose-file/services/#"), text);
  }
  check(service("network_mode: service:no<|>body"), /This project has no service `nobody`/u);
  check(
    "services: {a: {image: x:1, pid: 'service:<|>b'}, b: {image: x:1}}",
    /^`b`: 14 of 41 capabilities/u,
    /\*\*Joined\*\*: the processes of another service.*signals them/u,
  );
});

test("what a path of the host gives, as it is mounted", () => {
  check(
    service("volumes: ['/e<|>tc:/e']"),
    /^`\/etc` - a path of the host, writable: root in the container can add accounts/u,
    /read-only it is high/u,
  );
  check(service("volumes: ['/e<|>tc:/e:ro']"), /^`\/etc` - .*read-only: root in the container can read password hashes/u, /Instead: /u);
  check(service("volumes: [{type: bind, source: /e<|>tc, target: /e, read_only: true}]"), /read-only: root in the container can read/u);
  check(service("volumes: [{type: bind, source: /etc, target: /in<|>side}]"), /In the container it is `\/inside`/u);
  check(service("volumes: ['./da<|>ta:/d']"), /^`\.\/data` - a path of the project, writable: nothing is known/u, /`:ro` keeps/u);
  check(service("volumes: ['/var/run/doc<|>ker.sock:/s:ro']"), /control socket: .*root on the host, even read-only/u);
  check(service("volumes: ['${HOME}/.s<|>sh:/k:ro']"), /^`~\/\.ssh` - /u);
  check(`${service("volumes: [disk:/<|>d]")}volumes: {disk: {driver_opts: {type: none, o: bind, device: /etc}}}\n`, /bound to that path/u);
  check(service("volumes: [da<|>ta:/d]").concat("volumes: {data: {}}\n"));
});

test("every path that is known has a hover", () => {
  for (const { path, match } of hostPaths) {
    const mounted = `${path.replaceAll("*", "1000")}${match === "below" ? "/x" : ""}`;
    check(service(`volumes: [{type: bind, source: '<|>${mounted.replaceAll("$", "$$$$")}', target: /x}]`), /^`.+` - /u);
  }
});

test("devices, with the capability that they ask for", () => {
  check(
    service("devices: ['/dev/m<|>em:/dev/mem']"),
    /^`\/dev\/mem` - Physical memory/u,
    /does nothing without SYS_RAWIO, which the service lacks/u,
  );
  check(service("devices: ['/dev/m<|>em']\n    cap_add: [SYS_RAWIO]"), /asks for SYS_RAWIO, which the service has/u);
  check(service("devices: ['/dev/s<|>da:/dev/sda:r']"), /rights `r`: read\./u);
  check(service("devices: ['/dev/my-<|>own']"));
});

test("who reaches a port, and what is there", () => {
  const rows: readonly (readonly [entry: string, ...expected: readonly RegExp[]])[] = [
    [
      "'54<|>32:5432'",
      /^\*\*5432\*\* - open to everyone who reaches this host, past ufw/u,
      /PostgreSQL listens/u,
      /`127\.0\.0\.1:5432:5432`/u,
    ],
    ["'127.0.0.1:80<|>80:80'", /^\*\*8080\*\* - open to programs of this host alone/u, /before 28\.0/u],
    ["'[::1]:80<|>80:80'", /programs of this host alone/u],
    ["'10.0.0.1:80<|>80:80'", /those who reach the address `10\.0\.0\.1`/u],
    ["'${IP}:80<|>80:80'", /not known: `\$\{IP\}` decides/u],
    ["'90<|>00'", /^A free port of the host - open to everyone/u],
    ["{target: 53, published: '53', protocol: u<|>dp}", /^\*\*53\*\* - open to everyone/u, /port 53\/udp/u, /`127\.0\.0\.1:53:53\/udp`/u],
    ["{target: 80, published: '80<|>80', host_ip: 127.0.0.1}", /programs of this host alone/u],
  ];
  for (const [entry, ...expected] of rows) check(service(`ports: [${entry}]`), ...expected);
  check(service("network_mode: host\n    ports: ['80<|>80:80']"), /not published: on the host's network/u);
});

const at = (path: string) => new URL(path, "file:///project/").href;

/** The hover at `<|>` of compose.yml beside other files. */
function beside(marked: string, files: Readonly<Record<string, string>>): string {
  const engine = new Engine();
  engine.setText(uri, marked.replace("<|>", ""));
  for (let { wanted } = engine.check(uri); wanted.length > 0; { wanted } = engine.check(uri)) {
    for (const one of wanted) engine.provide(one, Object.entries(files).find(([path]) => at(path) === one)?.[1]);
  }
  return engine.hover(uri, marked.indexOf("<|>"))?.markdown ?? "";
}

test("a variable: its value, and the file and line that set it", () => {
  const env = { ".env": "# first\nTAG=17\nEMPTY=\nIP=10.0.0.1\n" };
  const rows: readonly (readonly [text: string, expected: RegExp])[] = [
    ["${T<|>AG}", /^`\$\{TAG\}` is `17`: set in `\.env`, line 2\./u],
    ["$T<|>AG", /^`\$\{TAG\}` is `17`: set in `\.env`, line 2\./u],
    ["x-${T<|>AG}-y", /is `17`/u],
    ["${EMP<|>TY}", /is the empty text: set in `\.env`, line 3/u],
    ["${EMP<|>TY:-z}", /^`\$\{EMPTY\}` is `z`: its default/u],
    ["${N<|>O:-z}", /^`\$\{NO\}` is `z`: its default\.\n- No file/u],
    ["${NO:-${I<|>P}}", /^`\$\{IP\}` is `10\.0\.0\.1`: set in `\.env`, line 4/u],
    ["${N<|>O:-${IP}}", /^`\$\{NO\}` is `10\.0\.0\.1`: its default/u],
    ["${TA<|>G:+yes}", /is `yes`: its alternative, since it is set in `\.env`, line 2/u],
    ["${N<|>O}", /is not known here/u],
    ["${N<|>O:?say}", /Compose stops/u],
    ["${COMPOSE_PROJECT_<|>NAME}", /is `project`: the name of the project/u],
  ];
  for (const [text, expected] of rows) assert.match(beside(`services: {a: {image: x, hostname: "${text}"}}`, env), expected, text);
  assert.equal(beside('services: {a: {image: x, hostname: "$$T<|>AG"}}', env), "");
});

test("a variable in an included file has that file's surroundings", () => {
  const engine = new Engine();
  const text = "services: {b: {image: 'x:${TAG}'}}\n";
  const files: Readonly<Record<string, string>> = {
    [uri]: "include: [sub/part.yml]\nservices: {a: {image: x}}\n",
    [at("sub/part.yml")]: text,
    [at("sub/.env")]: "\n\nTAG=3\n",
  };
  for (const one of [uri, at("sub/part.yml")]) engine.setText(one, files[one] ?? "");
  for (const one of [uri, at("sub/part.yml")]) {
    for (let { wanted } = engine.check(one); wanted.length > 0; { wanted } = engine.check(one)) {
      for (const other of wanted) engine.provide(other, files[other]);
    }
  }
  assert.match(engine.hover(at("sub/part.yml"), text.indexOf("TAG"))?.markdown ?? "", /is `3`: set in `\.env`, line 3/u);
});

test("a variable that may be a secret is not shown, whatever tells so", () => {
  const value = "sw0rdfish-9";
  const rows: readonly string[] = [
    "environment: {X: '${DB_PASSW<|>ORD}'}",
    "environment: {DB_PASSWORD: '${PLA<|>IN}'}",
    "environment: ['DB_PASSWORD=${PLA<|>IN}']",
    "hostname: '${PLA<|>IN}', environment: {DB_PASSWORD: '${PLAIN}'}",
    "environment: {URL: 'postgres://me:${PLA<|>IN}@db/x'}",
    "command: [redis-server, --requirepass, '${PLA<|>IN}']",
    "command: 'redis-server --requirepass ${PLA<|>IN}'",
    "environment: {DB_PASSWORD: '${NO<|>BODY:-sw0rdfish-9}'}",
    "environment: {X: '${NOBODY:-${PLA<|>IN}}', DB_PASSWORD: '${PLAIN}'}",
  ];
  for (const row of rows) {
    const text = beside(`services: {a: {image: x, ${row}}}`, { ".env": `PLAIN=${value}\nDB_PASSWORD=${value}\n` });
    assert.match(text, /hidden, since it may be a secret/u, row);
    assert.ok(!text.includes(value), text);
  }
});

test("env_file: how many variables, which of them are secrets, and no value", () => {
  const files = { "web.env": "A=1\nB=2\nAPI_TOKEN=abcdef123\n", "other.env": "B=3\n" };
  const text = beside("services: {a: {image: x, env_file: we<|>b.env}}", files);
  assert.match(text, /^`web\.env` - sets 3 variables of `a`\.\n- One of them looks like a secret: `API_TOKEN`\./u);
  assert.doesNotMatch(text, /abcdef123/u);
  assert.match(beside("services: {a: {image: x, env_file: [we<|>b.env, other.env]}}", files), /sets 2 variables/u);
  assert.match(beside("services: {a: {image: x, env_file: [{path: oth<|>er.env, required: false}]}}", files), /sets 1 variable of/u);
  assert.match(beside("services: {a: {image: x, env_file: [no<|>ne.env]}}", files), /not known/u);
});

test("what stands at an anchor, in an extension field or in a base is explained by who uses it", () => {
  check("x-caps: &caps [NET_<|>ADMIN]\nservices: {a: {image: x:1, cap_add: *caps}}\n", /^\*\*NET_ADMIN\*\*/u);
  check("x-one: &one {cap_drop: [A<|>LL]}\nservices: {a: {<<: *one, image: x:1}}\n", /^\*\*ALL\*\* - drops/u);
  check("x-mode: &mode host\nservices: {a: {image: x:1, pid: *mo<|>de}}\n", /^\*\*host\*\* - every process/u);
  assert.match(
    beside("services: {a: {image: x, cap_add: [NET_<|>RAW]}}", { "compose.override.yml": "services: {a: {cap_add: !override [KILL]}}" }),
    /^\*\*NET_RAW\*\*/u,
  );
});

test("nothing is said of what other extensions explain", () => {
  check(`services:\n  a: {ima<|>ge: x:1, ${calm}}\n`);
  check(`services:\n  a: {image: exam<|>ple/app:1, ${calm}}\n`);
  check(service("privi<|>leged: true"));
  check(service("privileged:<|> true"));
  check(service("cap_a<|>dd: [SYS_ADMIN]"));
  check(service("po<|>rts: ['5432:5432']"));
  check(service("volumes: [{so<|>urce: /etc, type: bind, target: /x}]"));
  check("# comm<|>ent\nservices: {}\n");
  check("apiVersion: v1\nspec: {privil<|>eged: true}\n");
  check("apiVersion: v1\nspec: {image: 'x:${T<|>AG}'}\n");
});

test("names that somebody chose have their findings", () => {
  check("services: {a: {image: x:1, environment: {DB_PASS<|>WORD: hunter2-x}}}", /^\*\*.+\*\* - .*/u, /Sources: /u);
});
