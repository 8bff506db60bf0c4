import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../server/src/engine/index.js";

const uri = "file:///project/compose.yml";
const env = "file:///project/.env";
const text = "services:\n  a:\n    image: x:1\n    privileged: ${P:-true}\n";

function codes(engine: Engine): readonly string[] {
  return engine.check(uri).findings.map(({ rule }) => rule);
}

test("what is wanted is asked for until it is answered", () => {
  const engine = new Engine();
  engine.setText(uri, text);
  const { wanted } = engine.check(uri);
  assert.ok(wanted.includes(env) && wanted.every((one) => one.startsWith("file:///project/")), wanted.join());
  for (const other of wanted) engine.provide(other, undefined);
  engine.provide(env, "P=false\n");
  assert.deepEqual(engine.check(uri).wanted, []);
  assert.ok(!codes(engine).includes("privileged-container"));
  engine.provide(env, undefined);
  assert.ok(codes(engine).includes("privileged-container"));
});

test("an open document wins over the disk, and what rests on it is checked again", () => {
  const engine = new Engine();
  engine.setText(uri, text);
  engine.provide(env, "P=true\n");
  assert.ok(codes(engine).includes("privileged-container"));
  engine.setText(env, "P=false\n");
  assert.ok(!codes(engine).includes("privileged-container"));
  engine.drop(env);
  assert.ok(codes(engine).includes("privileged-container"));
});

test("a report is kept as long as nothing it rests on changes", () => {
  const engine = new Engine();
  engine.setText(uri, text);
  engine.provide(env, undefined);
  const [first] = engine.check(uri).findings;
  engine.setText(uri, text);
  assert.equal(engine.check(uri).findings[0], first);
  engine.configure(uri, { preset: "recommended", rules: { "privileged-container": "hint" } });
  assert.equal(engine.check(uri).findings.find(({ rule }) => rule === "privileged-container")?.severity, "hint");
});

test("how far a file could be checked", () => {
  for (const [given, status] of [
    [text.replace("${P:-true}", "true"), "checked"],
    ["", "skipped"],
    ["apiVersion: v1\nkind: Pod\n", "skipped"],
    ["services:\n  a: {image: x\n", "partial"],
    ["include: [other.yml]\nservices: {a: {image: x}}\n", "partial"],
    ["\t{{{{\n", "failed"],
  ] as const) {
    const engine = new Engine();
    engine.setText(uri, given);
    for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
    assert.equal(engine.check(uri).status, status, given);
  }
});

test("a document that nobody set has nothing", () => {
  const engine = new Engine();
  assert.deepEqual(
    [engine.check(uri).status, engine.hover(uri, 0), engine.completions(uri, 0), engine.safeFixes(uri)],
    ["failed", undefined, [], []],
  );
});

test("secrets are known by their places, whatever the settings say", () => {
  const engine = new Engine();
  const secret = "services: {a: {image: x:1, environment: [DB_PASSWORD=hunter2]}}\n";
  engine.setText(uri, secret);
  engine.configure(uri, { preset: "recommended", rules: { "secret-in-env": "off" } });
  assert.deepEqual(
    engine.check(uri).secrets.map(({ start, end }) => secret.slice(start, end)),
    ["hunter2"],
  );
});

test("a file with the markers of a merge is not judged until they are gone", () => {
  const uri = "file:///project/compose.yml";
  const text = "services:\n  web:\n    image: example/web:1\n<<<<<<< HEAD\n    privileged: true\n=======\n    pid: host\n>>>>>>> other\n";
  const engine = new Engine();
  engine.setText(uri, text);
  for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
  const { status, findings, problems } = engine.check(uri);
  assert.equal(status, "failed");
  assert.deepEqual(findings, []);
  assert.ok(problems.some(({ message }) => message.startsWith("A merge has left its markers here.")));
  // The words in a text of the file are none.
  engine.setText(uri, "services:\n  web:\n    image: example/web:1\n    command: echo '<<<<<<< HEAD'\n");
  assert.notEqual(engine.check(uri).status, "failed");
});
