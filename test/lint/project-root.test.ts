import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine } from "../../server/src/engine/index.js";

/** The rules that speak of a mount in a project whose compose file lies in `/home/me/shop/docker`. */
function rulesFor(source: string): readonly string[] {
  const uri = "file:///home/me/shop/docker/compose.yml";
  const engine = new Engine();
  engine.setText(uri, `services:\n  app:\n    image: example/app:1\n    volumes: ["${source}:/app"]\n`);
  engine.configure(uri, { preset: "strict", rules: {} });
  for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
  return engine
    .check(uri)
    .findings.map(({ rule }) => rule)
    .filter((rule) => /^(?:project-root|host-)/u.test(rule));
}

test("folders above the compose file are the project, up to a home or a system folder", () => {
  for (const [source, expected] of [
    [".", ["project-root-mount"]],
    ["..", ["project-root-mount"]],
    ["../docker/..", ["project-root-mount"]],
    ["../..", ["host-path-disclosure"]],
    ["../../..", ["host-path-disclosure"]],
    ["../../../..", ["host-root-writable"]],
    ["../src", []],
    ["../../other", []],
    ["/home/me/shop", []],
  ] as const) {
    assert.deepEqual(rulesFor(source), expected, source);
  }
});
