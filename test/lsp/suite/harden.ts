import assert from "node:assert/strict";
import type { CodeAction } from "vscode-languageserver";
import { modern } from "../capabilities.js";
import { apply, at, named, push, type Test, uri } from "./check.js";

const text = `services:
  db:
    image: postgres:17.2
    ports:
      - "5432:5432"
  web:
    image: example/web:1.4 # ours
`;
const hardened = { ...push, capabilities: modern };

export function hardenTests(test: Test): void {
  test("hardening is offered on a service's name, and everywhere in it to who asks for refactorings", hardened, async (editor) => {
    editor.open(uri, text);
    const titles = async (line: number, ...only: string[]) =>
      (await editor.actions(uri, at(line, 3), only.length === 0 ? {} : { only }))
        .filter(({ kind }) => kind?.startsWith("refactor"))
        .map(({ title }) => title);
    assert.deepEqual(await titles(1), ['Harden "db"']);
    assert.deepEqual(await titles(2), []);
    assert.deepEqual(await titles(2, "refactor"), ['Harden "db"', "Harden this file"]);
    assert.deepEqual(await titles(6, "refactor.rewrite.watertight.harden.service"), ['Harden "web"']);
    assert.deepEqual(await titles(6, "refactor.rewrite.watertight.harden.file"), ["Harden this file"]);
  });

  test("one edit holds all parts; what suits most images is ticked, the rest asks to be checked first", hardened, async (editor) => {
    editor.open(uri, text);
    const action = named(await editor.actions(uri, at(1, 3)), /^Harden "db"/u);
    assert.equal(action.edit, undefined);
    const resolved = await editor.request<CodeAction>("codeAction/resolve", action);
    const annotations = Object.values(resolved.edit?.changeAnnotations ?? {});
    const confirmed = (label: string) => annotations.filter((one) => one.label === label).map(({ needsConfirmation }) => needsConfirmation);
    assert.ok(confirmed("Recommended").length > 0 && confirmed("Recommended").every((needs) => needs === false));
    assert.deepEqual(confirmed("Check first: who can connect"), [true]);
    assert.ok(annotations.every(({ description }) => description?.startsWith("db: ")));
    const after = apply(resolved, text);
    assert.match(after, /cap_drop: \[ALL\]/u);
    assert.match(after, /127\.0\.0\.1:5432:5432/u);
    assert.match(after, /image: example\/web:1\.4 # ours\n$/u);
  });

  test("the whole file is hardened at once", hardened, async (editor) => {
    editor.open(uri, text);
    const actions = await editor.actions(uri, at(0, 0), { only: ["refactor.rewrite.watertight.harden.file"] });
    const resolved = await editor.request<CodeAction>("codeAction/resolve", named(actions, /file/u));
    assert.equal(apply(resolved, text).match(/cap_drop: \[ALL\]/gu)?.length, 2);
  });

  test("a flat network is taken apart, with the plan to be confirmed", hardened, async (editor) => {
    const flat = text
      .replace("    image: example/web:1.4", "    image: example/web:1.4\n    ports: ['80:80']")
      .concat("  jobs:\n    image: example/jobs:1\n    depends_on: [db]\n");
    editor.open(uri, flat);
    const only = ["refactor.rewrite.watertight.segment"];
    const listed = named(await editor.actions(uri, at(2, 6), { only }), /^Segment networks$/u);
    assert.equal(listed.edit, undefined);
    const segment = await editor.request<CodeAction>("codeAction/resolve", listed);
    assert.deepEqual(
      Object.values(segment.edit?.changeAnnotations ?? {}).map(({ needsConfirmation }) => needsConfirmation),
      [true],
    );
    const after = apply(segment, flat);
    assert.match(after, /\n {2}jobs-db:\n {4}internal: true\n/u);
    editor.change(uri, 2, after);
    assert.deepEqual(await editor.actions(uri, at(2, 6), { only }), []);
  });

  test("a client without annotations chooses between what suits most images and everything", push, async (editor) => {
    editor.open(uri, text);
    await editor.published(uri, 1);
    const actions = await editor.actions(uri, at(1, 3));
    const some = apply(named(actions, /^Harden "db": what suits most images$/u), text);
    const all = apply(named(actions, /^Harden "db": everything \(check first\)$/u), text);
    assert.match(some, /cap_drop/u);
    assert.doesNotMatch(some, /127\.0\.0\.1/u);
    assert.match(all, /127\.0\.0\.1/u);
  });
}
