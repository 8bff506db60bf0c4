import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, Engine, type HardeningPart, type Settings } from "../../server/src/engine/index.js";

const uri = "file:///project/compose.yml";

function hardened(
  text: string,
  service?: string,
  settings: Partial<Settings> = {},
): { readonly parts: readonly HardeningPart[]; readonly text: string } {
  const engine = new Engine();
  engine.setText(uri, text);
  engine.configure(uri, { preset: "recommended", rules: {}, ...settings });
  for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
  const parts = engine.harden(uri, service);
  return {
    parts,
    text: applyEdits(
      text,
      parts.flatMap(({ edits }) => edits),
    ),
  };
}

const stack = `services:
  cache:
    image: redis:7.4 # the sessions
    ports: ["6379:6379"]
  web:
    image: example/web:1.4
`;

test("hardening one service leaves the others alone, and a second time changes nothing", () => {
  const once = hardened(stack, "cache");
  assert.ok(once.parts.length >= 3);
  assert.ok(once.parts.every(({ service }) => service === "cache"));
  assert.ok(once.text.endsWith("  web:\n    image: example/web:1.4\n"));
  assert.match(once.text, /image: redis:7\.4 # the sessions\n/u);
  assert.deepEqual(hardened(once.text, "cache").parts, []);
});

test("every part can be left out and the rest still holds", () => {
  const { parts } = hardened(stack);
  for (const left of parts) {
    const text = applyEdits(
      stack,
      parts.filter((part) => part !== left).flatMap(({ edits }) => edits),
    );
    assert.deepEqual(
      hardened(text).parts.map(({ rule, service }) => `${service} ${rule}`),
      [`${left.service} ${left.rule}`],
    );
  }
});

test("what a person ignores or switches off is not hardened", () => {
  const ignored = stack.replace("  web:\n", "  # watertight-ignore-service cap-drop-missing -- needs them all\n  web:\n");
  const rulesOf = (parts: readonly HardeningPart[]) => parts.filter(({ service }) => service === "web").map(({ rule }) => rule);
  assert.ok(rulesOf(hardened(stack).parts).includes("cap-drop-missing"));
  assert.ok(!rulesOf(hardened(ignored).parts).includes("cap-drop-missing"));
  assert.ok(!rulesOf(hardened(stack, undefined, { rules: { "cap-drop-missing": "off" } }).parts).includes("cap-drop-missing"));
});

test("flow style is kept, and a service that shares an anchor is hardened at itself", () => {
  const flow = hardened('services: {web: {image: "example/web:1.4"}}\n');
  assert.match(flow.text, /^services: \{web: \{image: "example\/web:1\.4", .*cap_drop: \[ALL\].*\}\}\n$/u);
  const shared = "x-base: &base\n  image: example/web:1.4\nservices:\n  a:\n    <<: *base\n  b:\n    <<: *base\n";
  const { text } = hardened(shared, "a");
  assert.ok(text.startsWith("x-base: &base\n  image: example/web:1.4\nservices:\n"));
  assert.ok(text.endsWith("  b:\n    <<: *base\n"));
});

test("a service that others take from is hardened with a word about them", () => {
  const text =
    "services:\n  a: &a\n    image: example/web:1.4\n    ports: ['9600:9600']\n  b:\n    <<: *a\n    read_only: true\n  c:\n    image: example/web:1.4\n";
  const { parts } = hardened(text, "a");
  const told = parts.map(({ title, caveat }) => [/ \(also changes "b"\)$/u.test(title), / Also changes "b"\.$/u.test(` ${caveat}`)]);
  assert.ok(told.length > 2);
  assert.deepEqual(
    told,
    parts.map(({ rule }) => (rule === "rootfs-writable" ? [false, false] : [true, true])),
  );
  assert.ok(hardened(text, "c").parts.every(({ title }) => !title.includes("also")));
});
