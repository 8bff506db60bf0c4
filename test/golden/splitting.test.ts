import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonical } from "../../server/src/engine/model/canonical/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { type Files, layerings } from "../model/layered-files.js";
import { projectIn } from "../model/project-settings.js";
import { runs } from "../runs.js";
import { sourcesOf } from "../sources.js";
import { goldenAnswers } from "./answers.js";
import { type Case, caseFiles } from "./cases.js";
import { comparable, differences } from "./compare.js";

/** Compose looks for equal items as often as layers meet, so that a list with some of them is another when it is split. */
const repeated: ReadonlySet<string> = new Set(["equal-ports", "env-files"]);

/** The cases of one compose file that Compose accepts; those are left out in which `.env` says more than values of variables. */
const whole = [...caseFiles()].flatMap(([file, cases]) =>
  cases.flatMap((one) => {
    const answer = goldenAnswers(file).get(one.name);
    const yaml = [...one.texts.keys()].filter((path) => /\.ya?ml$/u.test(path));
    const text = one.texts.get(yaml[0] ?? "");
    const isPlain =
      !repeated.has(one.name) && yaml.length === 1 && one.files.length === 0 && one.texts.get(".env")?.includes("COMPOSE_") !== true;
    const project = isPlain && text !== undefined ? projectIn(text) : undefined;
    return answer !== undefined && "project" in answer && project !== undefined ? [{ one, project, answer: answer.project }] : [];
  }),
);

for (const [name, write] of Object.entries(layerings)) {
  test(`what Compose accepts in one file means the same in ${name}`, () => {
    assert.ok(whole.length > 100, `${whole.length} cases`);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.gen(), (index, draw) => {
        const chosen = whole[index];
        assert.ok(chosen);
        const split = write(draw, chosen.project);
        const shown = Object.entries(split.texts).map(([path, text]) => `--- ${path}\n${text}`);
        assert.deepEqual(differences(resolved(chosen.one, split), comparable(chosen.answer)), [], `${chosen.one.name}\n${shown.join("")}`);
      }),
      { numRuns: runs(200) },
    );
  });
}

/** As in a shell that sets no variable, and without the services that are only there to be extended. */
function resolved({ name, texts }: Case, split: Files): ReturnType<typeof canonical> {
  const folder = `file:///${name}/`;
  const all = [...texts, ...Object.entries(split.texts)].filter(([path]) => path in split.texts || !/\.ya?ml$/u.test(path));
  const sources = sourcesOf(Object.fromEntries(all.map(([path, text]) => [folder + path, text])));
  const project = resolve({ files: split.own.map((path) => folder + path), unsetIsEmpty: true }, sources);
  return canonical({ ...project, services: new Map([...project.services].filter(([service]) => !service.startsWith("base-"))) });
}
