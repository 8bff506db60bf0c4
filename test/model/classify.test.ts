import assert from "node:assert/strict";
import { test } from "node:test";
import { classify } from "../../server/src/engine/model/classify.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { problems, project, uri } from "./check.js";

test("what a file is by its content", () => {
  const rows: readonly (readonly [text: string, kind: string])[] = [
    ["services: {a: {image: i}}", "compose"],
    ["services: {a: {build: .}}\nname: x", "compose"],
    ["services:\n", "compose"],
    ["services:\n  web:\n", "compose"],
    ["services:\n  web:\n    ima", "compose"],
    ["services:\n  web:\n    ima:", "fragment"],
    ["services: {}", "compose"],
    ["services: {db: 'postgres:14'}", "compose"],
    ["include: [a.yaml]", "compose"],
    ["services: {a: {extends: {file: b.yaml, service: b}}}", "compose"],
    ["services: {a: {privileged: true}}", "fragment"],
    ["volumes: {a: }", "fragment"],
    ["version: '3'\nnetworks: {a: {driver: overlay}}", "fragment"],
    ["x-a: &a {}\nservices: {a: {<<: *a}}", "compose"],
    ["strange: 1\nservices: {a: {image: i}}", "compose"],
    ["strange: 1\nservices: {a: {color: red}}", "other"],
    ["", "other"],
    ["# nothing\n", "other"],
    ["text", "other"],
    ["- a", "other"],
    ["name: x\nversion: '3'", "other"],
    ["x-a: 1", "other"],
    ["name: x\n---\nx-a: 1", "other"],
    ["x-a: 1\n---\nservices: {a: {image: i}}", "compose"],
    ["volumes: [a]", "other"],
    ["apiVersion: v1\nkind: Pod\nspec: {}", "other"],
    ["apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: Pod", "other"],
    ["on: push\njobs: {a: {services: {db: {image: i}}}}", "other"],
    ["image: i\nservices: [postgres]\njob: {script: x}", "other"],
    ["services: {_defaults: {autowire: true}, App\\: {resource: ../src}}", "other"],
    ["parameters: {a: b}\nservices: {a: {class: C}}", "other"],
    ["services: {mailer: {class: C, arguments: []}}", "other"],
    ["definitions: {services: {docker: {memory: 1}}}\npipelines: {}", "other"],
    ["openapi: 3.0.0\npaths: {}", "other"],
    ["web: {image: i}\ndb: {build: .}", "other"],
  ];
  for (const [text, kind] of rows) assert.equal(classify(parse(uri, text)), kind, text);
});

test("the format of docker-compose 1 is named", () => {
  assert.deepEqual(problems(project("web: {image: i}\ndb: {build: .}")), ["compose-v1!"]);
  for (const text of ["job: {image: i, script: [x]}", "postgres: {image: {repository: x}}", "a: 1"])
    assert.deepEqual(problems(project(text)), [], text);
});

test("a file of another kind has no services", () => {
  const found = project("on: push\njobs: {}\nservices: {a: {image: i, privileged: true}}");
  assert.deepEqual([found.kind, found.services.size], ["other", 0]);
});
