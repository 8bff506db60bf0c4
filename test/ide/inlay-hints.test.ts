import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, type InlayKind, inlayKinds } from "../../server/src/engine/index.js";

const at = (path: string) => new URL(path, "file:///project/").href;

function engineFor(main: string, files: Readonly<Record<string, string>>): Engine {
  const engine = new Engine();
  engine.setText(at(main), files[main] ?? "");
  for (let { wanted } = engine.check(at(main)); wanted.length > 0; { wanted } = engine.check(at(main))) {
    for (const uri of wanted) engine.provide(uri, Object.entries(files).find(([path]) => at(path) === uri)?.[1]);
  }
  return engine;
}

/** The text with the hints in it, as it is seen. */
function seen(files: string | Readonly<Record<string, string>>, kinds: readonly InlayKind[], main = "compose.yml"): string {
  const all = typeof files === "string" ? { [main]: files } : files;
  const text = all[main] ?? "";
  let shown = text;
  for (const hint of engineFor(main, all).inlayHints(at(main), { start: 0, end: text.length }, kinds).toReversed()) {
    shown = `${shown.slice(0, hint.at)}${hint.apart ? " " : ""}«${hint.label}»${shown.slice(hint.at)}`;
  }
  return shown;
}

test("how many capabilities each service has", () => {
  const rows: readonly (readonly [attributes: string, label: string])[] = [
    ["image: x", " «14 capabilities»"],
    ["image: x, cap_drop: [ALL]", " «no capabilities»"],
    ["image: x, cap_drop: [ALL], cap_add: [CHOWN]", " «1 capability»"],
    ["image: x, cap_add: [NET_ADMIN]", " «15 capabilities»"],
    ["image: x, privileged: true", " «all 41 capabilities»"],
    ["image: x, cap_add: ['${CAP}']", ""],
    ["cap_add: [CHOWN]", ""],
    ["provider: {type: model}", ""],
  ];
  for (const [attributes, label] of rows) {
    const text = `services:\n  a: {${attributes}}\n  b: {image: x, cap_drop: [ALL]}\n`;
    assert.equal(seen(text, ["capabilities"]), text.replace("a:", `a:${label}`).replace("b:", "b: «no capabilities»"), attributes);
  }
});

test("the tooltip names them, and who holds them", () => {
  const hint = (user: string) =>
    engineFor("compose.yml", {
      "compose.yml": `services: {a: {image: x, user: '${user}', cap_drop: [ALL], cap_add: [KILL, CHOWN]}}`,
    }).inlayHints(at("compose.yml"), { start: 0, end: 100 }, ["capabilities"])[0]?.markdown;
  assert.equal(hint("0"), "CHOWN, KILL\n\nRoot in the container holds them.");
  assert.equal(hint("1000"), "CHOWN, KILL\n\nIts user holds none of them; a setuid program may give them.");
});

test("the address that a short port leaves out, and no other's", () => {
  const rows: readonly (readonly [entry: string, shown: string])[] = [
    ["80:80", "«0.0.0.0:»80:80"],
    ["'80:80'", "'«0.0.0.0:»80:80'"],
    ['"53:53/udp"', '"«0.0.0.0:»53:53/udp"'],
    ["8000-8010:8000-8010", "«0.0.0.0:»8000-8010:8000-8010"],
    ["'80'", "'«0.0.0.0::»80'"],
    ["3000", "«0.0.0.0::»3000"],
    ["127.0.0.1:80:80", "127.0.0.1:80:80"],
    ["0.0.0.0:80:80", "0.0.0.0:80:80"],
    ["'${IP}:80:80'", "'${IP}:80:80'"],
    ["{target: 80, published: 80}", "{target: 80, published: 80}"],
  ];
  for (const [entry, shown] of rows) {
    const text = (one: string) => `services:\n  a:\n    image: x\n    ports:\n      - ${one}\n`;
    assert.equal(seen(text(entry), ["bindAddress"]), text(shown), entry);
  }
  const host = "services: {a: {image: x, network_mode: host, ports: ['80:80']}}";
  assert.equal(seen(host, ["bindAddress"]), host);
  for (const mode of ["none", "service:b", "container:c", "${MODE}"]) {
    const alone = `services: {a: {image: x, network_mode: '${mode}', ports: ['80:80']}, b: {image: x}}`;
    assert.equal(seen(alone, ["bindAddress"]), alone, mode);
  }
  const given = (address: string) =>
    `services: {a: {image: x, ports: ['80:80', '81']}}\nnetworks: {default: {driver_opts: {com.docker.network.bridge.host_binding_ipv4: '${address}'}}}`;
  assert.equal(
    seen(given("127.0.0.1"), ["bindAddress"]),
    given("127.0.0.1").replace("80:80", "«127.0.0.1:»80:80").replace("81", "«127.0.0.1::»81"),
  );
  assert.equal(seen(given("${IP}"), ["bindAddress"]), given("${IP}"));
  const shared = "x-p: &p ['80:80']\nservices: {a: {image: x, ports: *p}, b: {image: x, ports: *p}}";
  assert.equal(seen(shared, ["bindAddress"]), shared.replace("80:80", "«0.0.0.0:»80:80"));
});

test("what comes by an anchor, a merge key or extends, and what has its own word is not told", () => {
  const text = [
    "x-one: &one",
    "  image: x:1",
    "  cap_drop: [ALL]",
    "  restart: always",
    "  read_only: true",
    "  init: true",
    "x-caps: &caps [CHOWN]",
    "services:",
    "  web:",
    "    <<: *one",
    "    image: y:1",
    "    cap_add: *caps",
    "  base:",
    "    image: z",
    "    cap_add: [KILL]",
    "  db:",
    "    extends: base",
    "    cap_add: [SETUID]",
    "  far:",
    "    extends: {file: sub/other.yml, service: f}",
    "",
  ].join("\n");
  const files = { "compose.yml": text, "sub/other.yml": "services:\n  f:\n    image: q\n    pid: host\n" };
  assert.equal(
    seen(files, ["inheritedValues"]),
    text
      .replace("<<: *one", "<<: *one «from line 3: cap_drop, restart, …»")
      .replace("cap_add: *caps", "cap_add: *caps «from line 7»")
      .replace("extends: base", "extends: base «from line 14: image, cap_add»")
      .replace("service: f}", "service: f} «from sub/other.yml:3: image, pid»"),
  );
});

test("the place is told first, and no more names than editors show", () => {
  const base = (folder: string) => ({
    "compose.yml": `services:\n  a:\n    extends: {file: ${folder}/base.yml, service: web}\n`,
    [`${folder}/base.yml`]: "services:\n  web: {image: x, environment: [A=1], healthcheck: {disable: true}, stop_grace_period: 1s}\n",
  });
  const label = (folder: string) =>
    engineFor("compose.yml", base(folder)).inlayHints(at("compose.yml"), { start: 0, end: 200 }, ["inheritedValues"])[0]?.label;
  assert.equal(label("sub"), "from sub/base.yml:2: image, environment, …");
  assert.equal(label("deploy/production/common"), "from deploy/production/common/base.yml:2");
  assert.equal(label("deploy/production/common/services"), "from base.yml:2: image, environment, …");
});

test("what another file of the project adds or decides, seen from each of them", () => {
  const files = {
    "compose.yml": "services:\n  web:\n    image: x\n    ports: ['127.0.0.1:1:1']\n",
    "compose.override.yml": "services:\n  web:\n    image: y\n    ports: ['127.0.0.1:2:2']\n    pid: host\n",
  };
  assert.match(seen(files, ["inheritedValues"]), /web: «from compose\.override\.yml:3: image, …»\n/u);
  assert.match(seen(files, ["inheritedValues"], "compose.override.yml"), /web: «from compose\.yml:4: ports»\n/u);
});

test("extends leads to its base, and not on to where that has it from", () => {
  const text = "x-one: &one {init: true}\nservices:\n  base:\n    <<: *one\n    pid: host\n  a: {image: x, extends: base}\n";
  assert.match(seen(text, ["inheritedValues"]), /extends: base «from line 5: (?:init, pid|pid, init)»/u);
});

test("the place that the words lead to is where it is written", () => {
  const text = "x-caps: &caps [CHOWN]\nservices: {a: {image: x, cap_add: *caps}}";
  const [hint] = engineFor("compose.yml", { "compose.yml": text }).inlayHints(at("compose.yml"), { start: 0, end: 100 }, [
    "inheritedValues",
  ]);
  assert.equal(text.slice(hint?.target?.start, hint?.target?.end), "[CHOWN]");
});

test("only what is within the span, and nothing in files of another kind", () => {
  const text = "services:\n  a: {image: x}\n  b: {image: x}\n  c: {image: x}\n";
  const engine = engineFor("compose.yml", { "compose.yml": text });
  const hints = engine.inlayHints(at("compose.yml"), { start: text.indexOf("b:"), end: text.indexOf("c:") }, inlayKinds);
  assert.deepEqual(
    hints.map((hint) => text.slice(hint.at - 2, hint.at)),
    ["b:"],
  );
  assert.deepEqual(engine.inlayHints(at("compose.yml"), { start: 0, end: 100 }, []), []);
  assert.equal(seen("apiVersion: v1\nspec: {ports: ['80:80']}\n", inlayKinds), "apiVersion: v1\nspec: {ports: ['80:80']}\n");
});

test("lenses: what is found in each service, and whether it can be hardened", () => {
  const text = [
    "services:",
    "  bad: {image: 'x:1', privileged: true}",
    "  good:",
    "    image: x:1@sha256:0123456789012345678901234567890123456789012345678901234567890123",
    "    user: '1000'",
    "    read_only: true",
    "    cap_drop: [ALL]",
    "    security_opt: ['no-new-privileges:true']",
    "    mem_limit: 1g",
    "    cpus: 1",
    "    pids_limit: 100",
    "",
  ].join("\n");
  const lenses = engineFor("compose.yml", { "compose.yml": text }).codeLenses(at("compose.yml"));
  assert.deepEqual(
    lenses.map(({ service }) => service),
    ["bad"],
  );
  const [bad] = lenses;
  assert.equal(text.slice(bad?.at.start, bad?.at.end), "bad");
  assert.match(bad?.found ?? "", /^1 error\b/u);
  const soft = engineFor("compose.yml", { "compose.yml": "services: {a: {image: 'x:1'}}" }).codeLenses(at("compose.yml"));
  assert.equal(soft[0]?.hardenable, true);
  assert.match(soft[0]?.found ?? "", /^\d info.*, \d hint/u);
});
