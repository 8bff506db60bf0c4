import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, Engine } from "../../server/src/engine/index.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { corpus } from "../corpus.js";

const uri = "file:///project/compose.yml";

test("every file of the corpus is checked, and its fixes leave a file that Compose accepts", () => {
  const files = corpus();
  let findings = 0;
  files.forEach(({ path, text }, index) => {
    const engine = new Engine();
    engine.setText(uri, text);
    for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
    const report = engine.check(uri);
    assert.ok(!report.problems.some(({ code }) => code === "rule-failed"), path);
    findings += report.findings.length;
    // Every fix of every file would take minutes; a fixed fifth of them does not.
    if (index % 5 !== 0) return;
    const broken = fatal(text);
    for (const finding of report.findings) {
      for (const fix of finding.fixes()) assert.ok(fatal(applyEdits(text, fix.edits)) <= broken, `${path}: ${fix.title}`);
    }
  });
  assert.ok(files.length === 0 || findings > 1000, `${findings} findings`);
});

function fatal(text: string): number {
  return parse(uri, text).problems.filter((problem) => problem.fatal).length;
}
