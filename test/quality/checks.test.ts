import assert from "node:assert/strict";
import { test } from "node:test";
import { difference } from "../../server/src/engine/lint/offer.js";
import { fixChecks } from "./fixes.js";
import { everything, stateOf, type TriedFix } from "./trial.js";

const uri = "file:///none/compose.yml";
const text = "\uFEFFservices:\r\n  db:\r\n    image: postgres:17 # the data \r\n    ports:\r\n      - 5432:5432\r\n";

/** A trial of the fix for the published port, with some other text as its outcome. */
function outcome(after: string): TriedFix {
  const open = { uri, texts: new Map([[uri, text]]) };
  const before = { path: "compose.yml", open, ...stateOf(open, open.texts, everything) };
  const finding = before.findings.find(({ rule }) => rule === "port-datastore-exposed");
  const fix = finding?.fixes()[0];
  assert.ok(finding && fix);
  const edits = difference(uri, text, after);
  const changed = new Map([[uri, after]]);
  return { before, edits, changed, after: stateOf(open, changed, everything), finding, fix };
}

const fixed = text.replace("5432:5432", "127.0.0.1:5432:5432");

for (const [what, after, fault] of [
  ["an outcome as it ought to be has no fault", fixed, undefined],
  ["a text that is broken", fixed.replace("image:", "image: {"), /^The file is broken/u],
  ["a finding that stays", text.replace("5432:5432", '"5432:5432"'), /^The finding is still there/u],
  ["a finding that comes again", fixed.replace("ports:", "ports:\r\n      - 5432:5432"), /^The finding is still there/u],
  ["something worse", fixed.replace("    ports:", "    privileged: true\r\n    ports:"), /^Something worse came/u],
  ["another attribute", fixed.replace("    ports:", "    init: true\r\n    ports:"), /^It changes more than it declares: db init/u],
  ["another service", `${fixed}  other:\r\n    image: x\r\n`, /^It changes more than it declares: other/u],
  ["another line end", fixed.replace("\r\n    ports:", "\n    ports:"), /^Only the end of a line changes/u],
  ["blanks that go", fixed.replace("data \r\n", "data\r\n"), /^Only the end of a line changes/u],
  ["a byte order mark that goes", fixed.slice(1), /^The byte order mark changes/u],
  ["new lines with another end", fixed.replace("ports:\r\n      -", "ports:\r\n      # here\n      -"), /^Lines end in another way/u],
  ["a last line without its end", fixed.trimEnd(), /^(?:Only the end|The last line)/u],
] as const) {
  test(`fixes of the corpus: ${what}`, async () => {
    const trial = outcome(after);
    const faults = await Promise.all(fixChecks.map((check) => check(trial)));
    const found = faults.filter((one) => one !== undefined);
    if (fault === undefined) assert.deepEqual(found, []);
    else
      assert.ok(
        found.some((one) => fault.test(one)),
        found.join(" "),
      );
  });
}
