import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Json, toJson } from "../../server/src/engine/model/canonical/node.js";
import { canonical } from "../../server/src/engine/model/canonical/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { runs } from "../runs.js";
import { sourcesOf } from "../sources.js";
import { type Files, inOneFile, layerings } from "./layered-files.js";
import { randomProject } from "./random-project.js";

const folder = "file:///work/app/";

/** What files mean, without the services that are only there to be extended. */
function meaning({ own, texts }: Files): { readonly project: Json; readonly problems: readonly string[] } {
  const uris = Object.fromEntries(Object.entries(texts).map(([path, text]) => [folder + path, text]));
  const project = resolve({ files: own.map((path) => folder + path) }, sourcesOf(uris));
  const services = new Map([...project.services].filter(([name]) => !name.startsWith("base-")));
  return { project: toJson(canonical({ ...project, services })), problems: project.problems.map(({ message }) => message) };
}

function shown({ texts }: Files): string {
  return Object.entries(texts)
    .map(([path, text]) => `--- ${path}\n${text}`)
    .join("");
}

for (const [name, write] of Object.entries(layerings)) {
  test(`a random project in ${name} is the same project`, () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const project = randomProject(draw);
        const whole = inOneFile(draw, project);
        const split = write(draw, project);
        const expected = meaning(whole);
        assert.deepEqual(expected.problems, [], shown(whole));
        assert.deepEqual(meaning(split), expected, `${shown(whole)}\nas ${name}:\n${shown(split)}`);
      }),
      { numRuns: runs(200) },
    );
  });
}
