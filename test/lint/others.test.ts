import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../server/src/engine/index.js";
import { applyEdits } from "../../server/src/engine/text/span.js";
import { engineWith, uri } from "./check.js";
import { checkSample, folder, type Sample } from "./sample.js";

/** The offered fixes of the first finding of a rule: title, class, caveat's end. */
function offered(sample: Sample, rule: string) {
  const finding = checkSample(sample, "recommended").findings.find((one) => one.rule === rule);
  assert.ok(finding, rule);
  return finding.fixes();
}

function titles(sample: Sample, rule: string): readonly string[] {
  return offered(sample, rule)
    .filter(({ refused, fallbackFor, choose }) => refused === undefined && fallbackFor === undefined && choose === undefined)
    .map(({ title }) => title);
}

const alone = (text: string): Sample => ({ own: ["compose.yml"], files: { "compose.yml": text } });

test("a value of a shared anchor or base is overridden at the service first, and at its origin with all whom that concerns", () => {
  const merged =
    "x-b: &b {pid: host}\nservices:\n  a:\n    <<: *b\n    image: x:1\n  b:\n    <<: *b\n    image: x:1\n  c:\n    image: x:1\n";
  assert.deepEqual(titles(alone(merged), "host-pid-ipc"), ["Remove pid: host", 'Remove pid: host at &b (also changes "b")']);
  const extended =
    "services:\n  a:\n    extends: base\n  base:\n    image: x:1\n    pid: host\n  c:\n    extends: base\n  d:\n    extends: base\n";
  const fixes = offered(alone(extended), "host-pid-ipc");
  assert.deepEqual(
    fixes.map(({ title }) => title),
    ["Remove pid: host", 'Remove pid: host at the extended service "base" (also changes 3 other services)'],
  );
  assert.match(fixes[1]?.caveat ?? "", /Also changes "base", "c" and "d"\.$/u);
  assert.deepEqual(
    fixes.map(({ preferred }) => preferred),
    [false, false],
  );
});

test("a change to a service that others extend or merge says so", () => {
  const text = "services:\n  a: &a\n    image: x:1\n    pid: host\n  b:\n    <<: *a\n  c:\n    extends: a\n    pid: !reset null\n";
  assert.deepEqual(titles(alone(text), "host-pid-ipc"), ['Remove pid: host (also changes "b")']);
});

test("a safe fix is safe only for the service that it is for", () => {
  const text =
    "services:\n  db:\n    image: postgres:17\n    cap_add: [CHOWN]\n  other:\n    extends: db\n    image: example/app:1\n    cap_drop: [ALL]\n";
  const [fix] = offered(alone(text), "cap-redundant");
  assert.deepEqual([fix?.title, fix?.class], ['Remove CHOWN (also changes "other")', "check"]);
  assert.deepEqual(engineWith(text).safeFixes(uri), []);
});

test("a value that another layer says, too, goes in all of them", () => {
  const sample: Sample = {
    own: ["compose.yml", "over.yml"],
    files: {
      "compose.yml": "services:\n  a:\n    extends: {file: base.yml, service: b}\n    pid: host # one\n",
      "over.yml": "services:\n  a:\n    # two\n    pid: host\n    init: true\n",
      "base.yml": "services: {b: {image: x:1, pid: host}}\n",
    },
  };
  const [fix] = offered(sample, "host-pid-ipc");
  assert.ok(fix !== undefined && fix.refused === undefined, fix?.refused);
  const after = Object.entries(sample.files).map(([path, text]) =>
    applyEdits(
      text,
      fix.edits.filter(({ at }) => at.file === folder + path),
    ),
  );
  assert.deepEqual(after, [
    "services:\n  a:\n    extends: {file: base.yml, service: b}\n    pid: !reset null\n",
    "services:\n  a:\n    # two\n    init: true\n",
    sample.files["base.yml"],
  ]);
});

test("what Compose would refuse is not offered, though it can be read", () => {
  const text = "services:\n  a:\n    image: x:1\n    volumes: [/var/run/docker.sock:/s]\n  b:\n    extends: a\n    network_mode: host\n";
  const proxy = offered(alone(text), "docker-socket-mount").find(({ title }) => title.startsWith("Put a socket proxy"));
  assert.match(proxy?.refused ?? "", /Compose would not accept/u);
});

test("version stays in a file that is named for Swarm", () => {
  const engine = new Engine();
  const rulesIn = (name: string): readonly string[] => {
    engine.setText(folder + name, 'version: "3.9"\nservices:\n  a:\n    image: x:1\n');
    return engine.check(folder + name).findings.map(({ rule }) => rule);
  };
  assert.ok(rulesIn("compose.yml").includes("version-obsolete"));
  assert.ok(!rulesIn("docker-stack.yml").includes("version-obsolete"));
  assert.ok(!rulesIn("docker-compose.swarm.yml").includes("version-obsolete"));
});
