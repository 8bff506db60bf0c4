import assert from "node:assert/strict";
import { editBuilder } from "../../server/src/engine/edit/builder.js";
import type { Change, Operation } from "../../server/src/engine/edit/change.js";
import type { ComposeProject, Service } from "../../server/src/engine/model/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { applyEdits } from "../../server/src/engine/text/span.js";
import { sourcesOf } from "../sources.js";

const uri = "file:///project/compose.yml";

export function projectOf(text: string): ComposeProject {
  return resolve({ files: [uri] }, sourcesOf({ [uri]: text }));
}

/** The first service of a project. */
export function first({ services }: ComposeProject): Service {
  const [service] = services.values();
  assert.ok(service, "there is a service");
  return service;
}

export type Wish = (service: Service, project: ComposeProject) => readonly Operation[];

export function changeOf(text: string, wish: Wish): Change {
  const project = projectOf(text);
  return editBuilder(project.files)
    .for(first(project))
    .change(...wish(first(project), project));
}

/** The text after operations on its first service; a second application changes nothing more. */
export function check(before: string, wish: Wish, after: string, note?: RegExp): void {
  const change = changeOf(before, wish);
  assert.ok("edits" in change, "refused" in change ? change.refused : "");
  assert.equal(applyEdits(before, change.edits), after);
  if (note !== undefined) assert.match(change.note ?? "", note);
}

/** The operations are refused, for a reason. */
export function refused(before: string, wish: Wish, reason: RegExp): void {
  const change = changeOf(before, wish);
  assert.ok("refused" in change, "there are edits");
  assert.match(change.refused, reason);
  assert.match(change.refused, /[.]$/u);
}

export const dropAll: Wish = ({ body }) => [{ op: "append", into: body, key: "cap_drop", items: ["ALL"] }];
export const addChown: Wish = ({ body }) => [{ op: "append", into: body, key: "cap_add", items: ["CHOWN"] }];
export const setUser: Wish = ({ body }) => [{ op: "set", into: body, key: "user", value: "1000:1000" }];

/** The items under `services.a`, indented as usual. */
export function service(lines: string): string {
  return `services:\n  a:\n${lines.replaceAll(/^(?=.)/gmu, "    ")}`;
}
