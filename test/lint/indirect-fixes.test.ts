import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Checked } from "../../server/src/engine/lint/check.js";
import type { Finding, OfferedFix } from "../../server/src/engine/lint/finding.js";
import { changedServices } from "../../server/src/engine/model/meaning.js";
import { applyEdits, type Edit } from "../../server/src/engine/text/span.js";
import { runs } from "../runs.js";
import { type Flagged, flaggedFixtures } from "./flagged.js";
import { indirectedAt, indirections } from "./indirections.js";
import { checkSample, folder, main, type Sample, type Spot, shown, spotsOf } from "./sample.js";

const fixtures = flaggedFixtures();

/** All that a service lacks is mended alike wherever its other lines stand: usually one of them is enough. */
const isCampaign = runs(0) > 0;

/** A fix that is offered for a finding. */
interface Repair {
  readonly message: string;
  /** Without where else it could be made, and whom it concerns too: that changes with the place of the value. */
  readonly title: string;
}

const repairs = new Map(
  fixtures.map((flagged) => {
    const found = checkSample(flagged.sample, flagged.preset).findings.filter(({ rule }) => rule === flagged.rule);
    return [flagged, found.flatMap(repairsOf)] as const;
  }),
);

function repairsOf(finding: Finding): readonly Repair[] {
  const offered = finding.fixes().filter(({ refused }) => refused === undefined);
  return offered.map(({ title }) => ({
    message: finding.message,
    title: title.replace(/ (?:at &|at the extended|\(also changes).*$/u, ""),
  }));
}

/**
 * Text that `.env` brings is not there to be changed, and what it says is no secret in the compose file; what stands in a variable's default
 * is not always to be changed in part.
 */
const elsewhere: ReadonlySet<string> = new Set(["variable of .env", "variable default"]);

/**
 * Each way takes a share of the fixtures, another one than the ways beside it; a campaign takes them all. That the very same fixes are offered is
 * asked in a campaign only: some depend on where a text stands, or on the order of the services.
 */
const share = 6;

for (const [turn, [name, indirect]] of Object.entries(indirections).entries()) {
  test(`${name}: what repairs a flagged fixture repairs it still`, () => {
    let count = 0;
    for (const [index, flagged] of fixtures.entries()) {
      if (!isCampaign && (index + turn) % share !== 0) continue;
      const before = checkSample(flagged.sample, flagged.preset);
      const wanted = elsewhere.has(name) || !isCampaign ? [] : (repairs.get(flagged) ?? []);
      const depths = new Set<number>();
      for (const spot of spotsOf(flagged.sample, main)) {
        const isKnown = depths.has(spot.path.length) && !isCampaign;
        const sample = !isKnown && concerns(before, flagged, spot) ? indirect(flagged.sample, spot) : undefined;
        if (sample === undefined) continue;
        depths.add(spot.path.length);
        checkFixes(sample, flagged, wanted);
        count++;
      }
    }
    assert.ok(count > 30, `only ${count} variants`);
  });
}

/** Whether what stands at a spot has to do with a finding of the rule; all of a service has to do with what it lacks. */
function concerns({ findings, project }: Checked, { rule }: Flagged, { path, ...spot }: Spot): boolean {
  const { start, end } = "entry" in spot ? spot.entry : spot.item;
  const evidence = findings
    .filter((finding) => finding.rule === rule)
    .flatMap(({ at, related, service }) => {
      const name = project.services.get(service ?? "")?.name.at;
      const isAbsence = name !== undefined && name.start === at.start;
      return [at, ...related.map((one) => one.at), ...(isAbsence && path[1] === service && path.length === 3 ? [{ start, end }] : [])];
    });
  return evidence.some((place) => place.start < end && start < place.end);
}

/** What the rule offers, and that those are offered which are `wanted`. */
function checkFixes(sample: Sample, { rule, name, preset }: Flagged, wanted: readonly Repair[]): void {
  const now = checkSample(sample, preset);
  const where = `${name}\n${shown(sample)}`;
  const findings = now.findings.filter((finding) => finding.rule === rule);
  const offered = findings.map((finding) => ({ finding, fixes: finding.fixes() }));
  for (const { finding, fixes } of offered) {
    assert.equal(new Set(fixes.map(({ title }) => title)).size, fixes.length, `two fixes of one name: ${where}`);
    for (const fix of fixes)
      if (fix.refused === undefined && (fix.fallbackFor === undefined || isCampaign)) checkFix(sample, now, finding, fix, preset, where);
  }
  for (const { message, title } of wanted) {
    const twins = offered.filter(({ finding }) => finding.message === message).flatMap(({ fixes }) => fixes);
    const why = twins.flatMap(({ refused }) => refused ?? []).join(" | ");
    const isStill = twins.some((fix) => fix.refused === undefined && fix.title.startsWith(title));
    assert.ok(isStill, `"${title}" is no longer offered: ${why} ${where}`);
  }
}

/** The finding is gone, and another service means the same unless the fix says so. */
function checkFix(sample: Sample, before: Checked, finding: Finding, fix: OfferedFix, preset: Flagged["preset"], where: string): void {
  const edits = editsOf(fix);
  if (edits === undefined) return;
  const after = edited(sample, edits);
  const then = checkSample(after, preset);
  const result = `${fix.title} (${fix.caveat ?? ""})\n${where}becomes\n${shown(after)}`;
  const count = ({ findings }: Checked) =>
    findings
      .filter(({ rule, service }) => rule === finding.rule && service === finding.service)
      .reduce((sum, { folded }) => sum + (folded?.length ?? 1), 0);
  assert.ok(count(then) < count(before), `the finding remains: ${result}`);
  const refused = before.refusals();
  for (const reason of then.refusals()) assert.ok(refused.has(reason), `Compose would refuse this: ${reason} ${result}`);
  for (const name of changedServices(before.project, then.project)) {
    if (name === finding.service) continue;
    assert.ok(fix.affects.includes(name), `"${name}" changes unsaid: ${result}`);
    const isSaid = fix.title.includes(`"${name}"`) || (fix.caveat ?? "").includes(`"${name}"`) || /network|others/u.test(fix.title);
    assert.ok(isSaid, `"${name}" is named nowhere: ${result}`);
    assert.ok(!fix.preferred && fix.class !== "safe", result);
  }
}

function editsOf({ edits, choose }: OfferedFix): readonly Edit[] | undefined {
  if (choose === undefined) return edits;
  const answer = choose.with(choose.candidates.filter(({ picked }) => picked).map(({ value }) => value));
  return "edits" in answer ? answer.edits : undefined;
}

function edited(sample: Sample, edits: readonly Edit[]): Sample {
  const files = Object.entries(sample.files).map(([path, text]) => {
    return [
      path,
      applyEdits(
        text,
        edits.filter(({ at }) => at.file === folder + path),
      ),
    ];
  });
  return { ...sample, files: Object.fromEntries(files) };
}

const steps = fc.array(fc.record({ by: fc.constantFrom(...Object.keys(indirections)), spot: fc.nat(999) }), { minLength: 1, maxLength: 5 });

test("several at once: every fix that is offered holds, and says what else it changes", () => {
  fc.assert(
    fc.property(fc.nat(fixtures.length - 1), steps, (index, wanted) => {
      const flagged = fixtures[index];
      assert.ok(flagged);
      const sample = wanted.reduce((one, { by, spot }) => indirectedAt(one, by, spot) ?? one, flagged.sample);
      checkFixes(sample, flagged, []);
    }),
    { numRuns: runs(100) },
  );
});
