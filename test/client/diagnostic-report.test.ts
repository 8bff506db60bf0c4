import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnosticReport, type ReportParts } from "../../client/src/diagnostic-report.js";

const severities = ["error", "warning", "information", "hint", "off"];

const parts: ReportParts = {
  version: "1.2.3",
  editor: "Some Editor 1.101.0 (desktop)",
  serverState: "running",
  server: {
    version: "1.2.3",
    diagnostics: "pull",
    documents: 2,
    timings: [{ name: "hover", count: 3, median: 1.5, longest: 20 }],
  },
  workspace: "1 folders, file, trusted",
  documents: [
    {
      uri: "file:///home/ann/secret-project/compose.yml",
      state: "checked",
      counts: { error: 1, warning: 2, information: 0, hint: 4 },
      preset: "strict",
      milliseconds: 4.25,
      reasons: [],
    },
    {
      uri: "file:///home/ann/secret-project/other.yml",
      state: "partial",
      counts: { error: 1, warning: 0, information: 0, hint: 0 },
      preset: "strict",
      milliseconds: 1,
      reasons: ['"/home/ann/hidden.yml" is not there.'],
    },
  ],
  settings: [
    { key: "watertight.enable", value: true, from: "default", known: [], names: [] },
    { key: "watertight.preset", value: "strict", from: "user", known: ["recommended", "strict"], names: [] },
    { key: "watertight.run", value: "file:///home/ann/x", from: "user", known: ["onType"], names: [] },
    { key: "watertight.files.include", value: ["/home/ann/deploy/*.yml"], from: "folder", known: [], names: [] },
    {
      key: "watertight.rules",
      value: { "port-all-interfaces": "off", "ann-secret": "off", "user-not-set": "ann" },
      from: "workspace",
      known: severities,
      names: ["port-all-interfaces", "user-not-set"],
    },
    { key: "watertight.odd", value: { secret: 1 }, from: "workspace", known: severities, names: [] },
  ],
};

test("a diagnostic report tells versions, states, times and settings", () => {
  assert.equal(
    diagnosticReport(parts),
    `Watertight 1.2.3, Some Editor 1.101.0 (desktop)
Server: running, 1.2.3, pull diagnostics, 2 documents open
Workspace: 1 folders, file, trusted
Open files: 1 checked, 1 partial, 2 of severity error, 2 of severity warning, 0 of severity information, 4 of severity hint; the slowest last check took 4.3 ms

| request | count | median ms | longest ms |
| --- | --- | --- | --- |
| hover | 3 | 1.5 | 20 |

| setting | value | set in |
| --- | --- | --- |
| watertight.enable | true | default |
| watertight.preset | strict | user |
| watertight.run | another value | user |
| watertight.files.include | 1 entries | folder |
| watertight.rules | port-all-interfaces: off, 2 other entries | workspace |
| watertight.odd | 1 entries | workspace |
`,
  );
});

test("no word that a person wrote is in it", () => {
  assert.doesNotMatch(diagnosticReport(parts), /ann|secret|home|deploy|hidden|compose\.yml/u);
});

test("without an answer of the server the rest is still told", () => {
  const report = diagnosticReport({ ...parts, server: undefined, serverState: "stopped", documents: [] });
  assert.match(report, /^Server: stopped$/mu);
  assert.match(report, /^Open files: none$/mu);
});
