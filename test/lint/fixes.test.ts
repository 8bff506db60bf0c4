import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, defaultSettings, type Edit } from "../../server/src/engine/index.js";
import { type Checked, check } from "../../server/src/engine/lint/check.js";
import { offer } from "../../server/src/engine/lint/offer.js";
import { sourcesOf } from "../sources.js";
import { engineWith, findings, shown, uri } from "./check.js";

test("a fix that would leave its finding is refused", () => {
  const text =
    "services:\n  app:\n    image: x:1\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges:true]\n    privileged: true\n---\nservices:\n  app:\n    privileged: true\n";
  const finding = findings(text).find(({ rule }) => rule === "privileged-container");
  const removal = finding?.fixes().find(({ title }) => title === "Remove privileged: true");
  assert.ok(removal?.refused !== undefined || removal?.edits.length !== 0);
});

test("a fix that changes more than its rule says is refused, and told what", () => {
  const text = "services:\n  app:\n    image: postgres:17\n    ports: ['5432:5432']\n  other:\n    image: example/other:1\n";
  const checked = (one: string): Checked => check({ files: [uri] }, sourcesOf({ [uri]: one }), defaultSettings);
  const before = checked(text);
  const finding = before.findings.find(({ rule }) => rule === "port-datastore-exposed");
  assert.ok(finding);
  const at = (part: string): Edit["at"] => ({ file: uri, start: text.indexOf(part), end: text.indexOf(part) });
  const bind: Edit = { at: at("5432"), text: "127.0.0.1:" };
  const refusalWith = (more: readonly Edit[]) => {
    const fix = { title: "Bind it", class: "check", caveat: "Nobody else gets in.", change: { edits: [bind, ...more] } } as const;
    return offer(before, finding, [fix], (_, edits) => checked(applyEdits(text, edits)))[0]?.refused;
  };
  assert.equal(refusalWith([]), undefined);
  for (const [place, added, named] of [
    ["    ports", "    init: true\n", 'init of "app"'],
    ["    image: example/other", "    hostname: there\n", 'hostname of "other"'],
    ["  other", "  third:\n    image: example/third:1\n", 'the service "third"'],
    ["services", "volumes:\n  data:\n    external: true\n", "volumes.data.name"],
  ] as const) {
    assert.equal(refusalWith([{ at: at(place), text: added }]), `It would change more than it is meant to: ${named}.`);
  }
});

test("only a single answer is preferred, and never one that may stop a program", () => {
  const text =
    "services:\n  db:\n    image: postgres:17\n    read_only: true\n    cap_drop: [ALL]\n    cap_add: [CHOWN, DAC_OVERRIDE, SETGID, SETUID]\n    pid: host\n";
  for (const finding of findings(text)) {
    const fixes = finding.fixes();
    assert.ok(fixes.filter(({ preferred }) => preferred).length <= 1);
    for (const fix of fixes) if (fix.preferred) assert.notEqual(fix.class, "check", fix.title);
  }
  const hint = findings(text).find(({ rule }) => rule === "hardening-missing");
  assert.deepEqual(
    hint?.fixes().map(({ title, preferred }) => [title, preferred]),
    [["Add no-new-privileges:true", true]],
  );
});

test("safe fixes are applied together, and once", () => {
  const text =
    "version: '3'\nservices:\n  db:\n    image: postgres:17 # one\n    volumes: [/lib/modules:/m]\n  cache:\n    image: redis:7.4\n    volumes: [/lib/modules:/m]\n  own:\n    image: example/app:1\n";
  const engine = engineWith(text);
  const after = applyEdits(text, engine.safeFixes(uri));
  assert.equal(
    after,
    "services:\n  db:\n    image: postgres:17 # one\n    volumes: [/lib/modules:/m:ro]\n  cache:\n    image: redis:7.4\n    volumes: [/lib/modules:/m:ro]\n  own:\n    image: example/app:1\n",
  );
  engine.setText(uri, after);
  assert.deepEqual(engine.safeFixes(uri), []);
});

test("a safe fix leaves alone what somebody chose to ignore", () => {
  const text = "# watertight-ignore-file hardening-missing -- no\nservices:\n  db:\n    image: postgres:17\n";
  assert.deepEqual(engineWith(text).safeFixes(uri), []);
});

test("the capabilities that are chosen are granted, and nothing else", () => {
  const text = "services:\n  app:\n    image: example/app:1\n    privileged: true\n";
  const choose = findings(text)[0]
    ?.fixes()
    .find(({ choose }) => choose !== undefined)?.choose;
  assert.ok(choose);
  assert.equal(choose.candidates.length, 41);
  const answer = choose.with(["NET_RAW", "device:/dev/kvm"]);
  assert.ok("edits" in answer);
  assert.match(
    applyEdits(text, answer.edits),
    /cap_drop: \[ALL\]\n {4}cap_add: \[NET_RAW\]\n {4}devices:\n {6}- \/dev\/kvm:\/dev\/kvm\n$/u,
  );
  const none = choose.with([]);
  assert.ok("edits" in none);
  assert.match(applyEdits(text, none.edits), /image: example\/app:1\n {4}cap_drop: \[ALL\]\n$/u);
});

test("no secret is in anything that is said", () => {
  const text = "services:\n  app:\n    image: postgres:17\n    environment: {POSTGRES_PASSWORD: hunter2-xyz}\n";
  const engine = engineWith(text);
  const said = engine
    .check(uri)
    .findings.map(({ message, related, fixes }) => [
      message,
      related,
      fixes().map(({ title, caveat, refused }) => [title, caveat, refused]),
    ]);
  const offset = text.indexOf("hunter2");
  const hover = engine.hover(uri, offset);
  assert.ok(hover);
  assert.doesNotMatch(JSON.stringify([said, hover]), /hunter2/u);
  assert.ok(shown(text).includes("warning secret-in-env"));
});

test("closing the direct way to a service is offered, though the way by its neighbour shows then", () => {
  const socket = "/var/run/docker.sock:/var/run/docker.sock";
  const services = (port: string) =>
    `services:\n  a:\n    image: example/a:1\n    ports: ['${port}']\n    volumes: ['${socket}']\n  web:\n    image: example/web:1\n    ports: ['80:80']\n`;
  const neighbours = (port: string) => findings(services(port)).filter(({ rule }) => rule === "privileged-neighbour").length;
  assert.deepEqual([neighbours("9100:9100"), neighbours("127.0.0.1:9100:9100")], [0, 1]);
  const [open] = findings(services("9100:9100")).filter(({ rule, service }) => rule === "port-all-interfaces" && service === "a");
  const [fix] = open?.fixes() ?? [];
  assert.deepEqual([fix?.title, fix?.refused], ["Bind it to 127.0.0.1", undefined]);
});
