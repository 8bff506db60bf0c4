import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsRow, gapsRow, isOver, settingsRow } from "../../client/src/status-text.js";
import type { StatusParams } from "../../server/src/lsp/protocol.js";
import { english } from "./english.js";

const status: StatusParams = {
  uri: "file:///compose.yml",
  state: "checked",
  counts: { error: 1, warning: 2, information: 3, hint: 4 },
  preset: "recommended",
  milliseconds: 3.2,
  reasons: [],
};
const none = { error: 0, warning: 0, information: 0, hint: 0 };
const gap = '"gone.yml" does not exist.';

test("the language status tells counts in one row, preset, team file and time in another", () => {
  const fast = "last check 4 ms";
  const rows: readonly (readonly [change: Partial<StatusParams>, text: string, detail: string, settings: string, time: string])[] = [
    [{}, "Watertight: 10 findings", "1 error, 2 warnings", "Preset recommended", fast],
    [{ counts: none }, "Watertight: no findings", "", "Preset recommended", fast],
    [{ counts: { ...none, warning: 1 } }, "Watertight: 1 finding", "1 warning", "Preset recommended", fast],
    [
      { counts: none, preset: "strict", config: ".watertight.json" },
      "Watertight: no findings",
      "",
      "Preset strict, .watertight.json",
      fast,
    ],
    [{ state: "partial", reasons: [gap] }, "Watertight: 10 findings, partly checked", "1 error, 2 warnings", "Preset recommended", fast],
    [{ counts: none, milliseconds: 1432 }, "Watertight: no findings", "", "Preset recommended", "last check 1.4 s, more than it may take"],
    [{ state: "failed", reasons: ["Too large."] }, "Watertight: cannot read this file", "", "Preset recommended", ""],
    [{ state: "skipped" }, "Watertight: not a compose file", "", "Preset recommended", ""],
    [{ state: "off" }, "Watertight: off for this file", "", "Preset recommended", ""],
  ];
  for (const [change, text, detail, settings, time] of rows) {
    assert.deepEqual(findingsRow({ ...status, ...change }, english), { text, detail });
    assert.deepEqual(settingsRow({ ...status, ...change }, english), { text: settings, detail: time });
  }
});

test("what could not be read has a row of its own, no longer than is shown", () => {
  const row = (change: Partial<StatusParams>) => gapsRow({ ...status, ...change }, english);
  assert.equal(row({}), undefined);
  assert.equal(row({ state: "off", reasons: [gap] }), undefined);
  assert.deepEqual(row({ state: "partial", reasons: [gap] }), { text: gap, detail: "" });
  assert.deepEqual(row({ state: "failed", reasons: ["Too large.", "x", "y"] }), { text: "Too large.", detail: "and 2 more" });
  assert.equal(row({ state: "partial", reasons: ["x".repeat(200)] })?.text, `${"x".repeat(59)}…`);
});

test("a check is over its budget from one second on", () => {
  assert.deepEqual(
    [999, 1001].map((milliseconds) => isOver({ ...status, milliseconds })),
    [false, true],
  );
});

test("a name in a reason does not become a link that runs a command", () => {
  const reasons = ['"[click](command:workbench.action.quit)" is not there.'];
  for (const state of ["partial", "failed"] as const)
    assert.doesNotMatch(gapsRow({ ...status, state, reasons }, english)?.text ?? "](", /\]\(/u);
  assert.doesNotMatch(settingsRow({ ...status, config: "[a](command:b)" }, english).text, /\]\(/u);
});
