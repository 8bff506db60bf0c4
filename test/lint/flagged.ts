import { rules } from "../../server/src/engine/rules/index.js";
import type { Preset } from "../../server/src/engine/rules/rule.js";
import { readFixture, withoutCarets } from "../rules/fixture.js";
import { type Sample, sampleOf } from "./sample.js";

/** A fixture in which a rule finds something. */
export interface Flagged {
  readonly rule: string;
  /** File and line of the fixture, for messages. */
  readonly name: string;
  readonly sample: Sample;
  /** The one under which the rule's own findings are shown. */
  readonly preset: Preset;
}

/** The flagged fixtures of all rules, but for those about ignores: their comments do not move along with what is written. */
export function flaggedFixtures(): readonly Flagged[] {
  return rules.flatMap(({ id, absence, about }) => {
    if (about !== undefined) return [];
    let env: string | undefined;
    return readFixture(id).blocks.flatMap(({ info, text, from }): readonly Flagged[] => {
      if (info === "dotenv") env = text;
      if (!/^yaml(?: clean)?$/u.test(info)) return [];
      const sample = sampleOf(withoutCarets(text), env);
      env = undefined;
      const name = `${id}.md:${from + 1}`;
      return info === "yaml" ? [{ rule: id, name, sample, preset: absence === undefined ? "recommended" : "strict" }] : [];
    });
  });
}
