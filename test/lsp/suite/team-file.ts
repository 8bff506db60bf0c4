import assert from "node:assert/strict";
import type { CodeAction } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { apply as applyTo, codes, items, type Test, until } from "./check.js";
import { at, disk, published, pull, push, status } from "./disk.js";

const compose = "services:\n  web:\n    image: example/web:1\n    privileged: true\n    cap_drop: [ALL]\n";
const off = '{"rules": {"privileged-container": "off", "cap-redundant": "off", "hardening-missing": "off"}}';

export function teamFileTests(test: Test): void {
  test("the team's file counts, and a change of it at once", pull, async (editor) => {
    const { write, refreshed } = disk(editor, { ".watertight.json": off });
    editor.open(at("stack/compose.yml"), compose);
    assert.deepEqual(codes(await editor.pull(at("stack/compose.yml"))), []);
    write(".watertight.json", "{}");
    await until(() => refreshed() > 0);
    assert.ok(codes(await editor.pull(at("stack/compose.yml"))).includes("privileged-container"));
  });

  test("what is typed into it and not saved yet counts; while it is no JSON, what it said before does", pull, async (editor) => {
    const { refreshed } = disk(editor, { ".watertight.json": "{}" });
    editor.open(at("compose.yml"), compose);
    assert.ok(codes(await editor.pull(at("compose.yml"))).includes("privileged-container"));
    editor.open(at(".watertight.json"), "{}", "jsonc");
    editor.change(at(".watertight.json"), 2, off);
    await until(() => refreshed() > 0);
    assert.deepEqual(codes(await editor.pull(at("compose.yml"))), []);
    editor.change(at(".watertight.json"), 3, off.slice(0, -2));
    assert.deepEqual(codes(await editor.pull(at("compose.yml"))), []);
    assert.equal(items(await editor.pull(at(".watertight.json"))).length, 1);
    const last = (await status(editor, "compose.yml")).at(-1);
    assert.equal(last?.config, ".watertight.json");
    assert.match(last.reasons.join(), /^\.watertight\.json, line 1: /u);
  });

  test("counts when it is saved, where checks wait for that", { ...pull, settings: { run: "onSave" } }, async (editor) => {
    const team = at(".watertight.json");
    const { refreshed } = disk(editor, { ".watertight.json": "{}" });
    editor.open(team, "{}", "jsonc");
    editor.open(at("compose.yml"), compose);
    assert.ok(codes(await editor.pull(at("compose.yml"))).includes("privileged-container"));
    editor.change(team, 2, off);
    await until(() => refreshed() > 0);
    assert.ok(codes(await editor.pull(at("compose.yml"))).includes("privileged-container"));
    const before = refreshed();
    editor.notify("textDocument/didSave", { textDocument: { uri: team } });
    await until(() => refreshed() > before);
    assert.deepEqual(codes(await editor.pull(at("compose.yml"))), []);
  });

  for (const json of [true, false]) {
    test(`${json ? "leaves mistakes of syntax to an editor that tells them" : "tells mistakes of syntax"}`, {
      ...pull,
      options: { ...pull.options, json },
    }, async (editor) => {
      disk(editor, {});
      editor.open(at(".watertight.json"), '{"rules": {', "jsonc");
      assert.equal(items(await editor.pull(at(".watertight.json"))).length, json ? 0 : 1);
    });
  }

  test("its mistakes are its own diagnostics, with what is meant as a fix", pull, async (editor) => {
    disk(editor, {});
    const text = '{\n  "rules": { "privileged-contaner": "off" }\n}\n';
    editor.open(at(".watertight.json"), text, "jsonc");
    const [mistake, ...others] = items(await editor.pull(at(".watertight.json")));
    assert.equal(others.length, 0);
    assert.equal(mistake?.code, "team-file");
    assert.deepEqual(mistake?.range, { start: { line: 1, character: 13 }, end: { line: 1, character: 34 } });
    const [fix] = await editor.actions(at(".watertight.json"), mistake.range);
    assert.equal(fix?.title, 'Write "privileged-container"');
    assert.ok(applyTo(fix as CodeAction, text).includes('"privileged-container": "off"'));
  });

  test("a client that does not ask is told, too, and told when it is mended", push, async (editor) => {
    disk(editor, {});
    editor.open(at(".watertight.json"), '{"rule": {}}', "jsonc");
    await published(editor, ".watertight.json", (found) => found.length === 1);
    editor.change(at(".watertight.json"), 2, '{"rules": {}}');
    await published(editor, ".watertight.json", (found) => found.length === 0);
  });

  test("a finding's rule can be switched off in it, and its comments stay", pull, async (editor) => {
    const text = '{\n    // ours\n    "preset": "recommended" // enough\n}\n';
    disk(editor, { ".watertight.json": text });
    editor.open(at("compose.yml"), compose);
    const off = (await editor.actions(at("compose.yml"), { start: { line: 3, character: 6 }, end: { line: 3, character: 6 } })).find(
      ({ title }) => title.includes("team's file"),
    );
    assert.equal(off?.title, "Turn privileged-container off in the team's file");
    const [change] = off.edit?.documentChanges ?? [];
    assert.ok(change !== undefined && "edits" in change);
    assert.equal(change.textDocument.uri, at(".watertight.json"));
    const edits = change.edits.flatMap((one) => ("newText" in one ? [one] : []));
    const after = TextDocument.applyEdits(TextDocument.create("", "jsonc", 1, text), edits);
    assert.match(after, /\/\/ ours\n {4}"preset": "recommended",? ?\/\/ enough|"rules": \{\n {8}"privileged-container": "off"\n {4}\}/u);
    assert.ok(after.includes("// ours") && after.includes("// enough"), after);
  });

  test("a setting names the file", { ...pull, settings: { configFile: "conf/team.json" } }, async (editor) => {
    disk(editor, { "conf/team.json": off, ".watertight.json": "{}" });
    editor.open(at("compose.yml"), compose);
    assert.deepEqual(codes(await editor.pull(at("compose.yml"))), []);
  });

  test("settings take groups and patterns of rules", {
    ...pull,
    settings: { rules: { privilege: "off", "cap-*": "off", "hardening-missing": "off" } },
  }, async (editor) => {
    disk(editor, {});
    editor.open(at("compose.yml"), compose);
    assert.deepEqual(codes(await editor.pull(at("compose.yml"))), []);
  });
}
