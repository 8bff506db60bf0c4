import assert from "node:assert/strict";
import { test } from "node:test";
import { goldenAnswers } from "./answers.js";
import { caseFiles } from "./cases.js";
import { judge } from "./ours.js";

for (const [file, cases] of caseFiles()) {
  const answers = goldenAnswers(file);
  for (const one of cases) {
    test(`${file}: ${one.name} is what Compose says`, () => {
      const answer = answers.get(one.name);
      assert.ok(answer, "no answer yet: npm run oracle");
      assert.deepEqual(judge(one, answer), []);
    });
  }
  test(`${file}: every answer has its case, and no two have one name`, () => {
    assert.deepEqual(
      cases.map(({ name }) => name),
      [...answers.keys()],
    );
  });
}
