import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Engine, inlayKinds, rules } from "../../server/src/engine/index.js";
import { readFixture, withoutCarets } from "../rules/fixture.js";

const uri = "file:///project/compose.yml";

/** The two examples, and the longest block of each of eight rules' fixtures: ten files that differ in kind. */
function files(): readonly (readonly [string, string])[] {
  const examples = ["insecure", "hardened"].map(
    (name) => [name, readFileSync(new URL(`../../../examples/${name}/compose.yml`, import.meta.url), "utf8")] as const,
  );
  const fixtures = rules.map(({ id }) => {
    const longest = readFixture(id).blocks.toSorted((a, b) => b.text.length - a.text.length)[0];
    return [id, withoutCarets(longest?.text ?? "")] as const;
  });
  return [...examples, ...fixtures.toSorted(([, a], [, b]) => b.length - a.length).slice(0, 8)];
}

for (const [name, text] of files()) {
  test(`${name}: every prefix, as it is typed, is answered`, () => {
    const engine = new Engine();
    engine.provide("file:///project/.env", undefined);
    for (let end = 0; end <= text.length; end++) {
      engine.setText(uri, text.slice(0, end));
      const { findings, problems } = engine.check(uri);
      assert.ok(!problems.some(({ code }) => code === "rule-failed"), `${problems[0]?.message} at ${end}`);
      for (const { at } of findings) assert.ok(at.start <= at.end && at.end <= end, `a finding leaves the text at ${end}`);
      engine.hover(uri, end);
      engine.completions(uri, end);
      if (end % 5 === 0) engine.resolved(uri);
      if (end % 40 === 0) engine.inlayHints(uri, { start: 0, end }, inlayKinds);
      if (end % 40 === 0) engine.codeLenses(uri);
      if (end % 40 === 0) for (const finding of findings) finding.fixes();
    }
  });
}

test("ten files are typed", () => {
  assert.equal(files().length, 10);
});
