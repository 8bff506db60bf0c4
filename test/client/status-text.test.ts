import assert from "node:assert/strict";
import { test } from "node:test";
import { detailOf, isOver, type Say, textOf } from "../../client/src/status-text.js";
import type { StatusParams } from "../../server/src/lsp/protocol.js";

const english: Say = (text, ...put) => text.replaceAll(/\{(\d)\}/gu, (_, index) => String(put[Number(index)]));

const settings = "[Settings](command:watertight.openSettings)";
const status: StatusParams = {
  uri: "file:///compose.yml",
  state: "checked",
  counts: { error: 1, warning: 2, information: 3, hint: 4 },
  preset: "recommended",
  milliseconds: 3.2,
  reasons: [],
};
const none = { error: 0, warning: 0, information: 0, hint: 0 };

test("the status item tells counts, preset, team file, time and what is missing", () => {
  const rows: readonly (readonly [change: Partial<StatusParams>, text: string, detail: string])[] = [
    [{}, "Watertight: 10 findings", `1 error, 2 warnings · recommended preset · last check 4 ms · ${settings}`],
    [{ counts: none }, "Watertight: no findings", `recommended preset · last check 4 ms · ${settings}`],
    [{ counts: { ...none, warning: 1 } }, "Watertight: 1 finding", `1 warning · recommended preset · last check 4 ms · ${settings}`],
    [
      { counts: none, preset: "strict", config: ".watertight.json" },
      "Watertight: no findings",
      `strict preset, .watertight.json · last check 4 ms · ${settings}`,
    ],
    [
      { counts: none, state: "partial", reasons: ["It is not there."] },
      "Watertight: no findings, partly checked",
      `recommended preset · last check 4 ms · It is not there. · ${settings}`,
    ],
    [
      { counts: none, milliseconds: 1432 },
      "Watertight: no findings",
      `recommended preset · the last check took 1.4 s, which is more than it may · ${settings}`,
    ],
    [
      { counts: none, state: "failed", reasons: ["Too large."] },
      "Watertight: cannot read this file",
      `recommended preset · Too large. · ${settings}`,
    ],
    [{ state: "skipped" }, "Watertight: not a compose file", settings],
    [{ state: "off" }, "Watertight: off for this file", settings],
  ];
  for (const [change, text, detail] of rows)
    assert.deepEqual([textOf({ ...status, ...change }, english), detailOf({ ...status, ...change }, english)], [text, detail]);
});

test("a check is over its budget from one second on", () => {
  assert.deepEqual(
    [999, 1001].map((milliseconds) => isOver({ ...status, milliseconds })),
    [false, true],
  );
});

test("a name in a reason does not become a link that runs a command", () => {
  const reasons = ['"[click](command:workbench.action.quit)" is not there.'];
  assert.doesNotMatch(detailOf({ ...status, reasons }, english).replace(settings, ""), /\]\(/u);
});
