import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { corpus } from "../corpus.js";
import { checkPlaces } from "./check.js";

test("every file of the corpus resolves, and every place lies inside the text", () => {
  const files = corpus();
  if (files.length === 0) return;
  assert.ok(files.length > 300);
  let services = 0;
  for (const { path: name, file } of files) {
    const project = resolve({ files: [pathToFileURL(file).href] }, { read: (uri) => readBeside(new URL(uri)), parse });
    services += project.services.size;
    checkPlaces(project, name);
    if (project.kind !== "other")
      assert.ok(project.services.size > 0 || project.kind === "fragment" || project.partial, `${name} has no service`);
  }
  assert.ok(services > 1000, `${services} services`);
});

function readBeside(url: URL): { readonly text: string } | "absent" {
  return existsSync(url) ? { text: readFileSync(url, "utf8") } : "absent";
}
