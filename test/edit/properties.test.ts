import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { editBuilder } from "../../server/src/engine/edit/builder.js";
import type { Operation } from "../../server/src/engine/edit/change.js";
import type { ComposeProject, Service } from "../../server/src/engine/model/project.js";
import { known } from "../../server/src/engine/model/sourced.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { applyEdits } from "../../server/src/engine/text/span.js";
import { corpus } from "../corpus.js";
import { projectOf } from "./change.js";

const uri = "file:///project/compose.yml";

/** Everything that the fixes of the rules do to a service. */
function wishes({ body, privileged, capAdd, image, networkMode }: Service): readonly (readonly Operation[])[] {
  const drop: Operation = { op: "append", into: body, key: "cap_drop", items: ["ALL"] };
  const add: Operation = { op: "append", into: body, key: "cap_add", items: ["CHOWN", "SETUID"] };
  return [
    [drop],
    [drop, add, { op: "append", into: body, key: "devices", items: ["/dev/fuse:/dev/fuse"] }],
    [{ op: "append", into: body, key: "security_opt", items: ["no-new-privileges:true"] }],
    [{ op: "set", into: body, key: "user", value: "1000:1000" }, drop],
    ...(privileged === undefined ? [] : [[{ op: "remove", target: privileged } as const, drop]]),
    ...(networkMode === undefined ? [] : [[{ op: "remove", target: networkMode } as const]]),
    ...capAdd.items.map((target) => [{ op: "remove", target } as const, add]),
    ...(image === undefined ? [] : [[{ op: "replace", target: image, value: "example/other:1" } as const]]),
  ];
}

/** Whether other services may take a part of this one, so that a change reaches them, too; `lint` tells of that. */
function isShared(text: string): boolean {
  return /&\w|^ +extends:/mu.test(text.slice(text.search(/^services:/mu)));
}

/** What has to hold after any change: the text parses, comments outside the edits stand, all else means what it meant. */
function checkChange(project: ComposeProject, service: Service, operations: readonly Operation[], where: string): void {
  const [file] = project.files;
  assert.ok(file);
  const change = editBuilder(project.files)
    .for(service)
    .change(...operations);
  if ("refused" in change) return;
  const after = applyEdits(file.text, change.edits);
  const parsed = parse(uri, after);
  const wasBroken = file.problems.filter(({ fatal }) => fatal).length;
  assert.ok(parsed.problems.filter(({ fatal }) => fatal).length <= wasBroken, `${where}: the result does not parse\n${after}`);
  const kept = file.comments.filter(({ start, end }) => !change.edits.some(({ at }) => at.start <= start && end <= at.end));
  assert.ok(parsed.comments.length >= kept.length, `${where}: a comment is lost`);
  const others = (found: ComposeProject) =>
    [...found.services].filter(([name]) => name !== service.name.value).map(([name, one]) => [name, meaning(one)]);
  if (change.origin === undefined && !isShared(file.text))
    assert.deepEqual(others(projectOf(after)), others(project), `${where}: another service has changed`);
}

function meaning({ image, privileged, user, capAdd, capDrop, securityOpt, ports, mounts, environment }: Service): unknown {
  return [
    image?.value,
    privileged?.value,
    user?.value,
    capAdd.items.map(known),
    capDrop.items.map(known),
    securityOpt.items.length,
    ports.items.length,
    mounts.items.length,
    environment.items.length,
  ];
}

test("the fixes' operations keep every file of the corpus in order", () => {
  let done = 0;
  for (const { path, text } of corpus()) {
    const project = projectOf(text);
    // One service of each file: files repeat themselves, and a change costs two readings of the file.
    const [service] = project.services.values();
    if (service === undefined || project.kind === "other") continue;
    for (const operations of wishes(service)) checkChange(project, service, operations, path);
    done++;
  }
  assert.ok(done === 0 || done > 200, `${done} files`);
});

const value = fc.constantFrom(
  "nginx",
  "'a b'",
  '"80:80"',
  "[A, B]",
  "[]",
  "{A: b}",
  "*x",
  "true",
  "|\n      text\n      more",
  "&y z # c",
  "!override [A]",
  "",
);
const key = fc.constantFrom(
  "image",
  "cap_add",
  "cap_drop",
  "privileged",
  "security_opt",
  "ports",
  "environment",
  "user",
  "network_mode",
  "<<",
  "devices",
);
const entry = fc.tuple(key, value, fc.constantFrom("", " # comment", "\n    # own line", "\n"));
const text = fc
  .tuple(
    fc.uniqueArray(entry, { selector: ([name]) => name, minLength: 1, maxLength: 6 }),
    fc.constantFrom("\n", "\r\n"),
    fc.boolean(),
    fc.constantFrom("", "\n  # end\n  b:\n    image: x\n    cap_drop: *x"),
  )
  .map(([entries, eol, open, rest]) => {
    const lines = entries.map(([name, given, comment]) => `    ${name}: ${given}${given.includes("\n") ? "" : comment}`);
    const all = `x-one: &x [A]\nservices:\n  a:\n${lines.join("\n")}${rest}${open ? "" : "\n"}`;
    return all.replaceAll("\n", eol);
  });

test("the fixes' operations keep random services in order", () => {
  fc.assert(
    fc.property(text, (given) => {
      const project = projectOf(given);
      const service = project.services.get("a");
      if (service === undefined) return;
      for (const operations of wishes(service)) checkChange(project, service, operations, given);
    }),
    { numRuns: 1500 },
  );
});

test("what an operation asks for is what the file then says", () => {
  fc.assert(
    fc.property(text, (given) => {
      const project = projectOf(given);
      const service = project.services.get("a");
      if (service === undefined) return;
      const change = editBuilder(project.files).change({ op: "append", into: service.body, key: "cap_drop", items: ["ALL"] });
      if ("refused" in change) return;
      const after = projectOf(applyEdits(given, change.edits));
      assert.ok(after.services.get("a")?.capDrop.items.map(known).includes("ALL"), given);
      const again = after.services.get("a");
      const second = again && editBuilder(after.files).change({ op: "append", into: again.body, key: "cap_drop", items: ["ALL"] });
      assert.deepEqual(second, { edits: [] });
    }),
    { numRuns: 1500 },
  );
});
