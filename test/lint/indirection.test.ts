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

/**
 * Rules that look at other services, at the layers of one, at the order of a list, or at the way a value is written: what they say may change
 * when a text moves into a service of its own or into a variable, and their fixtures say how.
 */
const placed: ReadonlySet<string> = new Set([
  "cap-redundant",
  "credential-unset-empty",
  "datastore-beside-front",
  "debug-exposed",
  "flat-network",
  "gpu-all",
  "include-remote-unpinned",
  "namespace-joined",
  "net-raw-with-neighbours",
  "override-weakens",
  "privileged-neighbour",
  "tls-verification-off",
  "volume-shared-writable",
  "volumes-from",
]);

/** It names the first of the neighbours, and an include together with a base brings another one to the front. */
const namesNeighbour = "docker-host-tcp";

/** A secret in `.env` is where it belongs: to find it in the compose file is what those rules are about. */
const wellPlaced = {
  indirection: "variable of .env",
  isOpen: (rule: string) => /^(?:secret-|default-credential|password-)/u.test(rule),
};

/** What a file with variables sets is told once, at the first service that takes it: a base of the same file may come before it. */
function isToldOnce({ sample: { files } }: Flagged): boolean {
  return Object.keys(files).some((path) => path.endsWith(".env"));
}

/** A number of runs is asked for. */
const isCampaign = runs(0) > 0;

/** Each way takes a share of the fixtures, another one than the ways beside it; a campaign takes them all. */
const share = 6;

for (const [turn, [name, indirect]] of Object.entries(indirections).entries()) {
  test(`${name}: every flagged fixture says the same`, () => {
    let count = 0;
    for (const [index, flagged] of fixtures.entries()) {
      if (!isCampaign && (index + turn) % share !== 0) continue;
      const isOpen =
        placed.has(flagged.rule) || isToldOnce(flagged) || (name === wellPlaced.indirection && wellPlaced.isOpen(flagged.rule));
      if (isOpen) continue;
      const before = checkSample(flagged.sample, flagged.preset);
      for (const spot of spotsOf(flagged.sample, main)) {
        const sample = indirect(flagged.sample, spot);
        if (sample === undefined) continue;
        checkSame(before, sample, flagged);
        count++;
      }
    }
    assert.ok(count > fixtures.length / share, `only ${count} variants`);
  });
}

function checkSame(before: Checked, sample: Sample, { name, preset, rule }: Flagged): void {
  const after = checkSample(sample, preset);
  const services = new Set(before.project.services.keys());
  const where = `${name}\n${shown(sample)}`;
  assert.deepEqual(said(after, services, rule), said(before, services, rule), where);
  assert.deepEqual(
    after.problems.map(({ message }) => message),
    before.problems.map(({ message }) => message),
    where,
  );
  checkPlaces(after, sample, where);
}

/** What a rule says of the services that were there before. */
function said({ findings }: Checked, services: ReadonlySet<string>, of: string): readonly string[] {
  return findings
    .filter(({ rule, service }) => rule === of && (service === undefined || services.has(service)))
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
      let isOpen = placed.has(flagged.rule) || isToldOnce(flagged) || flagged.rule === namesNeighbour;
      for (const { by, spot } of wanted) {
        const next = indirectedAt(sample, by, spot);
        isOpen ||= next !== undefined && by === wellPlaced.indirection && wellPlaced.isOpen(flagged.rule);
        sample = next ?? sample;
      }
      if (!isOpen) checkSame(checkSample(flagged.sample, flagged.preset), sample, flagged);
    }),
    { numRuns: runs(500), includeErrorInReport: true },
  );
});
