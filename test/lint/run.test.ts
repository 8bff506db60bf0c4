import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../server/src/engine/index.js";
import { findings, shown, uri } from "./check.js";

const bare = "services:\n  app:\n    image: example/app:1\n";

test("what is absent folds into one hint, and the preset strict unfolds it", () => {
  assert.deepEqual(shown(bare), ["information cap-drop-missing", "hint hardening-missing"]);
  const unfolded = shown(bare, { preset: "strict", rules: { "user-not-set": "off" } });
  assert.deepEqual(
    unfolded,
    ["cap-drop-missing", "no-new-privileges-missing"].map((rule) => `information ${rule}`),
  );
  const [, hint] = findings(bare);
  assert.match(hint?.message ?? "", /^"app" lacks no-new-privileges/u);
});

test("a rule that is named in the settings is never folded", () => {
  assert.deepEqual(shown(bare, { rules: { "no-new-privileges-missing": "warning" } }), [
    "warning no-new-privileges-missing",
    "information cap-drop-missing",
  ]);
  assert.deepEqual(shown(bare, { rules: { "cap-drop-missing": "off", "hardening-missing": "off" } }), []);
  assert.deepEqual(shown(bare, { rules: { "no-such-rule": "error" } }).length, 2);
});

test("the worst comes first, then the order of the text", () => {
  const text = "services:\n  b:\n    image: x\n    pid: host\n    privileged: true\n  a:\n    image: y\n    privileged: true\n";
  const found = findings(text).map(({ severity, at }) => [severity, at.start] as const);
  const ranks = found.map(([severity]) => ["error", "warning", "information", "hint"].indexOf(severity));
  assert.deepEqual(ranks, ranks.toSorted());
  assert.ok((found[0]?.[1] ?? 0) < (found[1]?.[1] ?? 0));
});

test("a value that came from elsewhere is underlined at its use, and every step is related", () => {
  const text = "x-base: &base\n  privileged: true\nservices:\n  app:\n    <<: *base\n    image: x:1\n";
  const finding = findings(text).find(({ rule }) => rule === "privileged-container");
  assert.equal(text.slice(finding?.at.start, finding?.at.end), "<<: *base");
  assert.deepEqual(
    finding?.related.map(({ at, message }) => [text.slice(at.start, at.end), message]),
    [["privileged: true", "Written here, at the anchor &base."]],
  );
});

test("a squiggle ends with its first line", () => {
  const text = "services:\n  app:\n    image: x:1\n    volumes:\n      - {type: bind,\n         source: /etc,\n         target: /e}\n";
  for (const { at } of findings(text)) assert.ok(!text.slice(at.start, at.end).includes("\n"));
});

test("a file of another kind has no findings", () => {
  assert.deepEqual(shown("apiVersion: v1\nkind: Pod\nspec: {containers: [{securityContext: {privileged: true}}]}\n"), []);
  assert.deepEqual(shown("on: push\njobs:\n  a:\n    services: {db: {image: postgres}}\n"), []);
});

test("with every rule on, all that a bare service lacks is one hint", () => {
  const engine = new Engine();
  engine.setText(uri, bare);
  engine.configure(uri, { preset: "recommended", rules: {} });
  for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
  const hints = engine.check(uri).findings.filter(({ rule }) => rule === "hardening-missing");
  assert.equal(hints.length, 1);
  assert.match(hints[0]?.message ?? "", /^"app" lacks .*no-new-privileges.*read_only.* Each narrows/u);
});
