import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { checkPlaces } from "./check.js";

const corpus = process.env["WATERTIGHT_CORPUS"] ?? path.resolve(import.meta.dirname, "../../../../shared/corpus");
const reason = existsSync(corpus) ? false : `no corpus at ${corpus}`;
if (reason !== false) console.log(`Not run: ${reason}.`);

test("every file of the corpus resolves, and every place lies inside the text", { skip: reason }, () => {
  const files = readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((name) => /\.ya?ml$/u.test(name));
  assert.ok(files.length > 300);
  let services = 0;
  for (const name of files) {
    const file = path.join(corpus, name);
    const text = readFileSync(file, "utf8");
    const project = resolve(parse(pathToFileURL(file).href, text), (uri) => readBeside(new URL(uri)));
    services += project.services.size;
    checkPlaces(project, text, name);
    if (project.kind !== "other")
      assert.ok(project.services.size > 0 || project.kind === "fragment" || project.partial, `${name} has no service`);
  }
  assert.ok(services > 1000, `${services} services`);
});

function readBeside(url: URL): { readonly text: string } | "absent" {
  return existsSync(url) ? { text: readFileSync(url, "utf8") } : "absent";
}
