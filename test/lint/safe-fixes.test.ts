import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyEdits } from "../../server/src/engine/index.js";
import { differences } from "../../server/src/engine/text/differences.js";
import { runs } from "../runs.js";
import { engineWith, uri } from "./check.js";
import { flaggedFixtures } from "./flagged.js";

test("what is fixed on save drops no capability, ignores nothing and is done once", () => {
  for (const { sample, name, rule } of flaggedFixtures()) {
    // A name that is mended may be written again at the service, list and all.
    if (rule === "cap-unknown") continue;
    const text = sample.files["compose.yml"] ?? "";
    const engine = engineWith(text);
    const edits = engine.safeFixes(uri);
    if (edits.length === 0) continue;
    const after = applyEdits(text, edits);
    for (const word of ["cap_drop", "watertight-ignore", "security_opt"]) {
      assert.ok(after.split(word).length <= text.split(word).length, `${name} adds ${word}`);
    }
    engine.setText(uri, after);
    assert.deepEqual(engine.safeFixes(uri), [], name);
  }
});

test("between two changes nothing is touched", () => {
  const service = (name: string, line: string) => `  ${name}:\n    image: example/${name}:1\n    volumes:\n      - ${line}\n`;
  const before = `services:\n${service("a", "/lib/modules:/m")}${service("b", "data:/data")}${service("c", "/lib/modules:/m")}`;
  const engine = engineWith(before);
  const edits = engine.safeFixes(uri);
  assert.equal(applyEdits(before, edits), before.replaceAll("/m\n", "/m:ro\n"));
  assert.equal(edits.length, 2);
});

test("the edits between two texts make the one of the other", () => {
  const line = fc.constantFrom("a\n", "b\n", "\n", "c\r\n", "d: e\n", "  f\n");
  const lines = fc.array(line, { maxLength: 30 });
  const end = fc.constantFrom("", "g", "a");
  fc.assert(
    fc.property(lines, end, lines, end, (one, oneEnd, other, otherEnd) => {
      const before = one.join("") + oneEnd;
      const after = other.join("") + otherEnd;
      const edits = differences("file:///a", before, after);
      assert.equal(applyEdits(before, edits), after);
      if (before === after) assert.deepEqual(edits, []);
    }),
    { numRuns: runs(500) },
  );
});
