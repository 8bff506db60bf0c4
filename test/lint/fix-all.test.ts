import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, rules } from "../../server/src/engine/index.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { readFixture, withoutCarets } from "../rules/fixture.js";
import { engineWith, uri } from "./check.js";

function fixedAll(text: string, rule: string, preset: "recommended" | "strict" = "recommended") {
  const engine = engineWith(text, { preset, rules: { [rule]: "warning" } });
  const all = engine.fixAllOf(uri, rule);
  return all && { ...all, text: applyEdits(text, all.edits) };
}

const ports = (address: string) => `services:
  web:
    image: example/web:1
    ports:
      - "${address}9100:9100" # the metrics
      - ${address}9501:9501
  api:
    image: example/api:1
    ports: ["${address}9000:9000", "${address}9001:9001"]
`;

test("the best fix of every finding in one edit, with all that may break", () => {
  const all = fixedAll(ports(""), "port-all-interfaces");
  assert.equal(all?.text, ports("127.0.0.1:"));
  assert.equal(all?.mended, 4);
  assert.equal(all?.left, 0);
  assert.equal(all?.class, "check");
  assert.ok((all?.caveats.length ?? 0) > 0);
});

test("what has no fix is left, and said so", () => {
  const text = `services:
  a: {image: "example/a:1", privileged: true}
  b: {image: "docker:28-dind", privileged: true}
`;
  const all = fixedAll(text, "privileged-container");
  assert.ok(all);
  assert.ok(!all.text.includes('a:1", privileged: true'), all.text);
  assert.equal(all.mended + all.left, 2);
});

test("nothing is offered where nothing holds, or nothing is found", () => {
  assert.equal(fixedAll("services:\n  a:\n    image: example/a:1\n", "privileged-container"), undefined);
  assert.equal(fixedAll("services:\n  a:\n    image: example/a:1\n    use_api_socket: true\n", "hook-root-user"), undefined);
});

test("unused ignores go in bulk", () => {
  const text = `services:
  # watertight-ignore-service host-pid-ipc -- gone
  a:
    image: example/a:1
    cap_drop: [ALL] # watertight-ignore-line privileged-container, docker-socket-mount -- gone, too
    # a note that stays
    # watertight-ignore-next-line network-mode-host -- this one, too
    read_only: true
`;
  const all = fixedAll(text, "ignore-unused");
  assert.equal(all?.text, "services:\n  a:\n    image: example/a:1\n    cap_drop: [ALL]\n    # a note that stays\n    read_only: true\n");
  assert.equal(all?.left, 0);
});

test("in every fixture it mends what it says, and the text parses as before", () => {
  let tried = 0;
  for (const { id, absence, about } of rules) {
    for (const { info, text } of readFixture(id).blocks) {
      if (info !== "yaml" || about !== undefined) continue;
      const before = withoutCarets(text);
      const preset = absence === undefined ? "recommended" : "strict";
      const all = fixedAll(before, id, preset);
      if (all === undefined) continue;
      tried++;
      const count = (of: string) => {
        const { findings } = engineWith(of, { preset, rules: { [id]: "warning" } }).check(uri);
        return findings.filter(({ rule, folded }) => rule === id && folded === undefined).length;
      };
      assert.equal(count(before) - count(all.text), all.mended, `${id}\n${before}\n${all.text}`);
      assert.equal(count(all.text), all.left, id);
      assert.ok(all.mended > 0, id);
      assert.equal(parse(uri, all.text).problems.length, parse(uri, before).problems.length, all.text);
    }
  }
  assert.ok(tried > 100, `only ${tried}`);
});
