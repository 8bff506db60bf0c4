import assert from "node:assert/strict";
import { test } from "node:test";
import { workspaceSummary } from "../../client/src/workspace-text.js";
import type { CheckFilesResult } from "../../server/src/lsp/protocol.js";
import { english } from "./english.js";

const result: CheckFilesResult = {
  checked: 9,
  partial: 0,
  failed: 0,
  counts: { error: 1, warning: 0, information: 0, hint: 1 },
  isCancelled: false,
};

test("a check of all files is told in one line", () => {
  const rows: readonly (readonly [change: Partial<CheckFilesResult>, isCut: boolean, text: string])[] = [
    [{}, false, "9 compose files checked, 2 findings"],
    [{ checked: 1, counts: { ...result.counts, hint: 0 } }, false, "1 compose file checked, 1 finding"],
    [{ partial: 2, failed: 1 }, false, "11 compose files checked, 2 of them only partly, 1 could not be read, 2 findings"],
    [{ isCancelled: true }, false, "Cancelled: 9 compose files checked, 2 findings"],
    [{}, true, "9 compose files checked, 2 findings, more files than are checked were found"],
  ];
  for (const [change, isCut, text] of rows) assert.equal(workspaceSummary({ ...result, ...change }, isCut, english), text);
});
