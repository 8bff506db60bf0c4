import assert from "node:assert/strict";
import { test } from "node:test";
import { rules } from "../../server/src/engine/index.js";
import { watertight } from "./run.js";

test("explain knows rules and capabilities, in any spelling", async () => {
  const rule = await watertight(["explain", "privileged-container"]);
  assert.equal(rule.code, 0);
  assert.match(rule.out, /^# Privileged container\n[\s\S]*## Why\n[\s\S]*## What to do\n[\s\S]*## References\n/u);
  for (const name of ["NET_ADMIN", "cap_net_admin", "Net_Admin"]) {
    const { code, out } = await watertight(["explain", name]);
    assert.equal(code, 0);
    assert.match(out, /^# NET_ADMIN\n/u);
  }
});

test("what nobody knows gets the nearest names and exit code 2", async () => {
  const { code, out, err } = await watertight(["explain", "privileged", "NET_ADMN"]);
  assert.equal(code, 2);
  assert.equal(out, "");
  assert.match(err, /Did you mean .*privileged-container/u);
  assert.match(err, /Did you mean NET_ADMIN\?/u);
});

test("rules lists every rule", async () => {
  const { out } = await watertight(["rules"]);
  for (const { id, severity } of rules) assert.match(out, new RegExp(`^${id} +${severity} `, "mu"));
  const listed = JSON.parse((await watertight(["rules", "--format", "json"])).out);
  assert.deepEqual(
    listed.map(({ id }: { id: string }) => id),
    rules.map(({ id }) => id),
  );
});

test("help and version go to standard output", async () => {
  for (const args of [["--help"], ["-h"], ["help"], []]) {
    const { code, out } = await watertight(args);
    assert.equal(code, 0);
    assert.match(out, /^Watertight finds insecure settings/u);
  }
  assert.match((await watertight(["help", "check"])).out, /--fail-on/u);
  assert.match((await watertight(["check", "--help"])).out, /--fail-on/u);
  assert.match((await watertight(["--version"])).out, /^watertight \d+\.\d+\.\d+\n$/u);
});

test("wrong words are answered on standard error with exit code 2", async () => {
  for (const [args, expected] of [
    [["chek"], "Did you mean check?"],
    [["check", "--fromat", "json"], "Did you mean --format?"],
    [["check", "--format", "sarif"], "--format is one of text, json"],
    [["check", "--preset", "lax"], "--preset is one of recommended, strict"],
    [["check", "--format"], "format"],
    [["rules", "--preset", "strict"], "takes no option --preset"],
    [["explain"], "Explain what?"],
  ] as const) {
    const { code, out, err } = await watertight(args);
    assert.equal(code, 2, args.join(" "));
    assert.equal(out, "");
    assert.ok(err.includes(expected), err);
  }
});
