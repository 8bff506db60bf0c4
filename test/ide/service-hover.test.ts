import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, type Hover, type Settings } from "../../server/src/engine/index.js";
import { plainText } from "../../server/src/lsp/markdown.js";

type Files = Readonly<Record<string, string>>;

const at = (path: string) => new URL(path, "file:///work/app/").href;

/** The hover at `<|>`, which stands in one of the files; the others are read from the disk. */
function hoverIn(marked: Files, settings: Partial<Settings> = {}): { readonly hover: Hover | undefined; readonly text: string } {
  const [here = "", text = ""] = Object.entries(marked).find(([, content]) => content.includes("<|>")) ?? [];
  const files = new Map(Object.entries(marked).map(([path, content]) => [at(path), content.replace("<|>", "")]));
  const engine = new Engine();
  const offset = text.indexOf("<|>");
  engine.setText(at(here), files.get(at(here)) ?? "");
  engine.configure(at(here), { preset: "recommended", rules: {}, ...settings });
  for (let { wanted } = engine.check(at(here)); wanted.length > 0; { wanted } = engine.check(at(here))) {
    for (const uri of wanted) engine.provide(uri, files.get(uri));
  }
  return { hover: engine.hover(at(here), offset), text: files.get(at(here)) ?? "" };
}

/** The lines of the hover at `<|>`; the place of the name is checked on the way. */
function lines(marked: string | Files, name: string, settings: Partial<Settings> = {}): readonly string[] {
  const { hover, text } = hoverIn(typeof marked === "string" ? { "compose.yml": marked } : marked, settings);
  assert.ok(hover, JSON.stringify(marked));
  assert.ok(text.slice(hover.at.start, hover.at.end).includes(name), text.slice(hover.at.start, hover.at.end));
  const found = hover.markdown.split("\n");
  assert.ok(found.length <= 12, hover.markdown);
  assert.ok(found[0]?.startsWith(`\`${name}\`: `), hover.markdown);
  // What a file says stands in code, where Markdown is only text.
  assert.doesNotMatch(hover.markdown.replaceAll(/`[^`\n]*`/gu, ""), /[<[`]|command:/u);
  assert.doesNotMatch(plainText(hover.markdown), /`|\*\*/u);
  return found;
}

test("the first line answers", () => {
  const rows: readonly (readonly [attributes: string, expected: string])[] = [
    [
      "cap_drop: [ALL], cap_add: [CHOWN, KILL, SETUID, SETGID, FOWNER], user: root, ports: ['80:80']",
      "5 of 41 capabilities, root, writable root filesystem, published on every interface",
    ],
    [
      "cap_drop: [ALL], user: '1000', read_only: true, ports: ['127.0.0.1:80:80']",
      "no capabilities, user `1000`, read-only root filesystem, published on the host alone",
    ],
    ["privileged: true", "privileged, all 41 capabilities, the image's user, writable root filesystem, no published port"],
    ["network_mode: host, pid: host, user: '0'", "14 of 41 capabilities, root, the host's network and pid, writable root filesystem"],
    [
      "volumes: ['/var/run/docker.sock:/s'], ports: ['10.0.0.5:80:80']",
      "14 of 41 capabilities, the image's user, the host itself by `/var/run/docker.sock`, writable root filesystem, published on `10.0.0.5`",
    ],
    [
      "cap_add: ['${CAP}'], user: '${WHO}', read_only: '${RO}', ports: ['${IP}:80:80']",
      "capabilities not known, user not known, root filesystem not known, published where a variable decides",
    ],
  ];
  for (const [attributes, expected] of rows) {
    assert.equal(lines(`services: {we<|>b: {image: 'x:1', ${attributes}}}`, "web")[0], `\`web\`: ${expected}`);
  }
});

test("then come the reasons, one line each", () => {
  const rows: readonly (readonly [attributes: string, expected: RegExp])[] = [
    ["init: true", /^- \*\*Capabilities\*\*: Docker's default set of 14, nothing dropped$/mu],
    ["cap_drop: [MKNOD, NET_RAW], cap_add: [NET_ADMIN]", /Docker's default set of 14 without MKNOD, NET_RAW plus NET_ADMIN$/mu],
    ["cap_drop: [ALL], cap_add: [NET_ADMIN]", /none by `cap_drop: \[ALL\]` but NET_ADMIN$/mu],
    ["cap_drop: [ALL, MKNOD], cap_add: [ALL]", /all by `cap_add: \[ALL\]` without MKNOD$/mu],
    ["privileged: true, cap_drop: [ALL]", /\*\*Capabilities\*\*: all, because it is privileged$/mu],
    ["privileged: '${P}'", /the rest is not known: `\$\{P\}` decides$/mu],
    ["cap_add: ['${A}', '${B}']", /set of 14; the rest is not known: `\$\{A\}` and `\$\{B\}` decide$/mu],
    ["cap_drop: [ALL], cap_add: ['${A}', CHOWN]", /none by `cap_drop: \[ALL\]` but CHOWN; the rest is not known: `\$\{A\}` decides$/mu],
    ["user: '1000'", /holds none but by setuid programs\n- \*\*User\*\*: `1000`$/mu],
    ["user: '1000', security_opt: [no-new-privileges:true]", /holds none and gains none$/mu],
    ["user: '0:0'", /\*\*User\*\*: root, as `0:0`$/mu],
    ["user: '${WHO}'", /\*\*User\*\*: not known: `\$\{WHO\}` decides$/mu],
    ["init: true", /\*\*User\*\*: the image's own, root unless the image says otherwise$/mu],
    ["network_mode: 'service:db', ipc: host", /\*\*Namespaces\*\*: the network of `db`, the host's ipc$/mu],
    ["security_opt: ['seccomp=unconfined', 'apparmor=unconfined']", /no-new-privileges not set, seccomp off, AppArmor off$/mu],
    ["security_opt: ['no-new-privileges:false']", /no-new-privileges switched off$/mu],
    ["read_only: true", /\*\*Root filesystem\*\*: read-only$/mu],
    [
      "volumes: ['/var/run/docker.sock:/s:ro', './d:/d']",
      /`\/var\/run\/docker\.sock` the engine's socket: root on the host, and 1 of no special power$/mu,
    ],
    ["volumes: ['/etc:/e:ro'], volumes_from: [db]", /`\/etc` read-only, the mounts of `db`$/mu],
    ["devices: [/dev/fuse]", /\*\*Devices\*\*: `\/dev\/fuse`$/mu],
    [
      "ports: ['80:80', '443:443', '127.0.0.1:5432:5432', '53/udp']",
      /\*\*Published\*\*: 80, 443, any free port for 53\/udp to all who reach the host; 5432 to the host alone$/mu,
    ],
    ["ports: ['${IP}:80:80', '10.0.0.5:81:80']", /80 to those whom `\$\{IP\}` decides; 81 to all who reach `10\.0\.0\.5`$/mu],
    ["network_mode: host, ports: ['80:80']", /\*\*Published\*\*: whatever it listens on, since the network is the host's$/mu],
    ["network_mode: none", /\*\*Networks\*\*: none$/mu],
    ["profiles: [debug, dev]", /^- Runs only with the profile `debug` or `dev`$/mu],
  ];
  for (const [attributes, expected] of rows) {
    const text = lines(`services: {we<|>b: {image: 'x:1', ${attributes}}, db: {image: 'y:1'}}`, "web").join("\n");
    assert.match(text, expected, attributes);
  }
  assert.match(
    lines("services: {d<|>b: {image: 'postgres:17'}}", "db").join("\n"),
    /postgres needs CHOWN, DAC_OVERRIDE, SETGID, SETUID$/mu,
  );
  assert.match(lines("services: {d<|>b: {image: 'postgres:17'}}", "db").join("\n"), /^- \*\*Default capabilities are kept\*\*: /mu);
  assert.match(lines("services: {x<|>: {provider: {type: awesome}}}", "x")[0] ?? "", /there is no container/u);
});

test("what is not written in the file at hand is told with its origin", () => {
  const web = "services:\n  we<|>b:\n    image: x:1\n";
  const rows: readonly (readonly [files: Files, expected: RegExp])[] = [
    [
      { "compose.yml": web, "compose.override.yml": "services:\n  web:\n    pid: host\n" },
      /the host's pid \(from compose\.override\.yml:3\)/u,
    ],
    [
      { "compose.yml": "services:\n  web:\n    image: x:1\n    pid: host\n", "compose.override.yml": "services: {we<|>b: {ipc: host}}" },
      /the host's pid \(from compose\.yml:4\), the host's ipc$/mu,
    ],
    [
      { "compose.yml": `${web}    extends: base\n  base:\n    image: y:1\n    privileged: true\n` },
      /because it is privileged \(by extends `base`\)/u,
    ],
    [
      {
        "compose.yml": `${web}    extends: {file: ../common/base.yml, service: base}\n`,
        "../common/base.yml": "services:\n  base:\n    user: '7'\n",
      },
      /\*\*User\*\*: `7` \(by extends `base`, \.\.\/common\/base\.yml:3\)/u,
    ],
    [{ "compose.yml": `x-hard: &hard {read_only: true}\n${web}    <<: *hard\n` }, /read-only \(by the anchor `hard`\)/u],
    [{ "compose.yml": `${web}    user: "\${WHO:-7}"\n` }, /`7` \(default of `\$\{WHO\}`\)/u],
    [{ "compose.yml": `${web}    user: "\${WHO}"\n`, ".env": "WHO=8\n" }, /`8` \(by `\$\{WHO\}` of \.env\)/u],
    [
      {
        "compose.yml": `${web}    cap_add: [CHOWN, SYS_TIME]\n`,
        "compose.override.yml": "services:\n  web:\n    cap_add: [KILL, SYS_NICE, BPF]\n",
      },
      /plus SYS_TIME, SYS_NICE, BPF \(from compose\.override\.yml:3\)/u,
    ],
    [
      {
        "compose.yml": "include: [db/compose.yml]\nservices: {web: {image: 'x:1', depends_on: [d<|>b]}}",
        "db/compose.yml": "services:\n  db: {image: 'y:1', pid: host}\n",
      },
      /the host's pid \(from db\/compose\.yml:2\)/u,
    ],
  ];
  for (const [files, expected] of rows) {
    const { hover } = hoverIn(files);
    assert.match(hover?.markdown ?? "", expected, JSON.stringify(files));
  }
});

test("wherever a service is named", () => {
  const rest = "db: {image: 'y:1', user: '7'}";
  const rows: readonly (readonly [text: string, named: boolean])[] = [
    [`services: {d<|>b: {image: 'y:1', user: '7'}}`, true],
    [`services: {web: {image: 'x:1', depends_on: [d<|>b]}, ${rest}}`, true],
    [`services: {web: {image: 'x:1', depends_on: {d<|>b: {condition: service_started}}}, ${rest}}`, true],
    [`services: {web: {extends: d<|>b}, ${rest}}`, true],
    [`services: {web: {extends: {service: d<|>b}}, ${rest}}`, true],
    [`services: {web: {image: 'x:1', links: ['d<|>b:database']}, ${rest}}`, true],
    [`services: {web: {image: 'x:1', volumes_from: ['d<|>b:ro']}, ${rest}}`, true],
    [`services: {web: {image: 'x:1', network_mode: 'service:d<|>b'}, ${rest}}`, true],
    [`services: {web: {image: 'x:1', pid: 'service:d<|>b', ipc: 'service:db'}, ${rest}}`, true],
    [`x-web: &web {depends_on: [d<|>b]}\nservices: {web: {<<: *web, image: 'x:1'}, ${rest}}`, true],
    [`services:\n  web:\n    image: x:1\n    depends_on:\n      - "d<|>b"\n  db:\n    image: y:1\n`, true],
    [`services: {web: {image: 'x:1', depends_on: [d<|>bx]}, ${rest}}`, false],
    [`services: {web: {image: 'x:1', environment: {links: d<|>b}}, ${rest}}`, false],
    [`services: {web: {image: 'x:1', volumes_from: ['container:d<|>b']}, ${rest}}`, false],
    [`services: {web: {image: 'x:1', cap_drop: [ALL], security_opt: [no-new-privileges], hostname: d<|>b}, ${rest}}`, false],
    [`services: {web: {image: 'x:1'}, ${rest}}\nnetworks: {d<|>b: }`, false],
    [`services: !reset {d<|>b: {image: i}}`, false],
    [`apiVersion: v1\nservices: {d<|>b: {image: i}}`, false],
  ];
  for (const [text, named] of rows) {
    const { hover } = hoverIn({ "compose.yml": text });
    assert.equal(hover?.markdown.startsWith("`db`: ") ?? false, named, `${text}: ${hover?.markdown}`);
  }
});

test("a service of another file that is extended is resolved as that file says", () => {
  const files = {
    "compose.yml": "services:\n  web:\n    image: x:1\n    extends:\n      file: common/base.yml\n      service: ba<|>se\n",
    "common/base.yml": "services:\n  base: {image: 'y:1', user: \"${WHO}\", extends: root}\n  root: {pid: host}\n",
    ".env": "WHO=7\n",
    "common/.env": "WHO=9\n",
  };
  assert.deepEqual(lines(files, "base").slice(0, 4), [
    "`base`: 14 of 41 capabilities, user `7`, the host's pid, writable root filesystem, no published port",
    "- **Capabilities**: Docker's default set of 14, nothing dropped; its user holds none but by setuid programs",
    "- **User**: `7` (from common/base.yml:2, by `${WHO}` of .env)",
    "- **Namespaces**: the host's pid (by extends `root`, common/base.yml:3)",
  ]);
  assert.equal(
    hoverIn({ "compose.yml": "services: {web: {image: i, extends: {file: gone.yml, service: b<|>}}}" }).hover?.markdown.startsWith("`b`") ??
      false,
    false,
  );
});

test("of a service that stands only in part nothing is claimed that is not written", () => {
  const found = lines("services: {we<|>b: {pid: host, cap_add: [SYS_TIME], ports: ['80:80']}}", "web");
  assert.deepEqual(found, [
    "`web`: capabilities not known, user not known, the host's pid, root filesystem not known, published on every interface",
    "- **Capabilities**: Docker's default set, as far as is known plus SYS_TIME; the rest is not known",
    "- **Namespaces**: the host's pid",
    "- **Published**: 80 to all who reach the host",
    "- More of it stands in what is not read: what is not named here is not known.",
  ]);
});

test("a file of several projects says of which it speaks", () => {
  const files = {
    "base.yml": "services: {we<|>b: {image: 'x:1'}}",
    "a.yml": "services: {web: {pid: host}}",
    "b.yml": "services: {web: {ipc: host}}",
  };
  const projects = ["a.yml", "b.yml"].map((path) => ({ files: [at("base.yml"), at(path)] }));
  const found = lines(files, "web", { projects });
  assert.match(found.join("\n"), /the host's pid \(from a\.yml:1\)/u);
  assert.ok(found.includes("- As in `base.yml` + `a.yml`; this file is part of 1 more."));
});

test("many of a kind are counted, long and odd names are cut and cannot be read as Markdown", () => {
  const many = Array.from({ length: 50 }, (_, index) => `'${index + 1000}:80'`).join();
  const networks = Array.from({ length: 20 }, (_, index) => `n${index}`).join();
  const text = `services:
  "we<|>b":
    image: x:1
    ports: [${many}, {target: "[x](y)", published: "[x](y)", protocol: "[x](y)"}]
    networks: [${networks}]
    cap_add: ["[x](y)", SYS_TIME]
    user: "a\`*[x](command:y) ${"z".repeat(200)}"
`;
  const found = lines(text, "web").join("\n");
  assert.match(found, /1005, 45 more to all who reach the host/u);
  assert.match(found, /`n5`, 14 more/u);
  assert.ok(found.length < 1200, `${found.length} characters`);
  const { hover } = hoverIn({ "compose.yml": 'services: {"a`<b>*c<|>*": {image: "x:1"}}' });
  assert.match(hover?.markdown ?? "", /^`a'<b>\*c\*`: /u);
});

test("secrets are in no line", () => {
  const text = `services:\n  we<|>b:\n    image: x:1\n    environment: {DB_PASSWORD: hunter2}\n    command: [--token, abc-123]\n    labels: {key: abc-123}\n`;
  assert.doesNotMatch(lines(text, "web").join("\n"), /hunter2|abc-123/u);
});
