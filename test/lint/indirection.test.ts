import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Checked } from "../../server/src/engine/lint/check.js";
import type { Place } from "../../server/src/engine/text/span.js";
import { runs } from "../runs.js";
import { type Flagged, flaggedFixtures } from "./flagged.js";
import { indirectedAt, indirections } from "./indirections.js";
import { checkSample, folder, main, type Sample, shown, spotsOf } from "./sample.js";

const fixtures = flaggedFixtures();

/** A secret in `.env` is where it belongs: to find it in the compose file is what that rule is about. */
const wellPlaced = { indirection: "variable of .env", rule: "secret-in-env" };

for (const [name, indirect] of Object.entries(indirections)) {
  test(`${name}: every flagged fixture says the same`, () => {
    let count = 0;
    for (const flagged of fixtures) {
      const before = checkSample(flagged.sample, flagged.preset);
      for (const spot of spotsOf(flagged.sample, main)) {
        const sample = indirect(flagged.sample, spot);
        if (sample === undefined) continue;
        checkSame(before, sample, flagged, name === wellPlaced.indirection ? wellPlaced.rule : undefined);
        count++;
      }
    }
    assert.ok(count > fixtures.length, `only ${count} variants`);
  });
}

/** What is left open for a rule that looks at where a value is written. */
function checkSame(before: Checked, sample: Sample, { name, preset }: Flagged, open?: string): void {
  const after = checkSample(sample, preset);
  const services = new Set(before.project.services.keys());
  const where = `${name}\n${shown(sample)}`;
  assert.deepEqual(said(after, services, open), said(before, services, open), where);
  assert.deepEqual(
    after.problems.map(({ message }) => message),
    before.problems.map(({ message }) => message),
    where,
  );
  checkPlaces(after, sample, where);
}

function said({ findings }: Checked, services: ReadonlySet<string>, open: string | undefined): readonly string[] {
  return findings
    .filter(({ rule, service }) => rule !== open && (service === undefined || services.has(service)))
    .map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`)
    .toSorted();
}

/** Each place lies in a text; a finding in one that is a project's own or is included, for those of a base are told of at its user. */
function checkPlaces({ project, findings }: Checked, { files }: Sample, where: string): void {
  const inText = ({ file, start, end }: Place) => start < end && end <= (files[file.slice(folder.length)] ?? "").length;
  for (const { at, related, message } of findings) {
    assert.ok(inText(at), `${message} at ${JSON.stringify(at)} of ${where}`);
    assert.ok(project.own.includes(at.file) || project.included.has(at.file), `${message} stands in ${at.file}: ${where}`);
    for (const one of related) assert.ok(inText(one.at), `${message}: ${one.message} at ${JSON.stringify(one.at)} of ${where}`);
  }
}

const steps = fc.array(fc.record({ by: fc.constantFrom(...Object.keys(indirections)), spot: fc.nat(999) }), { minLength: 2, maxLength: 5 });

test("several at once: every flagged fixture says the same", () => {
  fc.assert(
    fc.property(fc.nat(fixtures.length - 1), steps, (index, wanted) => {
      const flagged = fixtures[index];
      assert.ok(flagged);
      let { sample } = flagged;
      let open: string | undefined;
      for (const { by, spot } of wanted) {
        const next = indirectedAt(sample, by, spot);
        if (next !== undefined && by === wellPlaced.indirection) open = wellPlaced.rule;
        sample = next ?? sample;
      }
      checkSame(checkSample(flagged.sample, flagged.preset), sample, flagged, open);
    }),
    { numRuns: runs(500) },
  );
});
