import assert from "node:assert/strict";
import { after, test } from "node:test";
import { speak } from "../../server/src/engine/index.js";
import { flaggedFixtures } from "../lint/flagged.js";
import { checkSample } from "../lint/sample.js";
import { everyKey } from "./keys.js";

const keys = everyKey();

// Every test file is a process of its own; all the same nobody else hears this language.
after(() => speak({}));

test("every sentence of findings and fixes goes through the catalogue", () => {
  speak(Object.fromEntries(keys.map((key) => [key, `⟦${key}⟧`])));
  const left = new Set<string>();
  const note = (text: string | undefined) => {
    if (text !== undefined && !text.startsWith("⟦")) left.add(text);
  };
  for (const { sample, preset } of flaggedFixtures()) {
    for (const finding of checkSample(sample, preset).findings) {
      note(finding.message);
      for (const { message } of finding.related) note(message);
    }
  }
  assert.deepEqual([...left], []);
});

test("what is put into a sentence is looked up as well, and names stay", () => {
  speak({
    '"{0}" {1}, and "{2}" shares {3} with it: no wall stands between. Take them apart.': "{2} / {3} / {0} / {1}",
    "the network": "das Netz",
    "runs privileged": "ist privilegiert",
  });
  const messages = flaggedFixtures()
    .filter(({ rule }) => rule === "namespace-joined")
    .flatMap(({ sample, preset }) => checkSample(sample, preset).findings)
    .map(({ message }) => message);
  assert.ok(
    messages.some((message) => /^\S+ \/ das Netz \/ \S+ \/ ist privilegiert$/u.test(message)),
    messages.join("\n"),
  );
});

test("the keys are texts, each once", () => {
  assert.ok(keys.length > 900, String(keys.length));
  assert.equal(new Set(keys).size, keys.length);
  for (const key of keys) assert.doesNotMatch(key, /\bundefined\b|\[object/u, key);
});
