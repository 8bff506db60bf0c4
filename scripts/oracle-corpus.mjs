// `npm run oracle:corpus`: compares what we make of the examples, and of every project of the corpus, with what Compose makes of them, live.
// Compose has to accept the examples. Needs Go and the corpus.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { comparable } from "../out/test/golden/compare.js";
import { corpusProjects, disk, missingVariables } from "../out/test/golden/corpus-projects.js";
import { exampleProjects } from "../out/test/golden/example-projects.js";
import { judgeProject } from "../out/test/golden/ours.js";
import { askOracle } from "./ask-oracle.mjs";

/** Differences by their causes. */
const groups = new Map();

const examples = compare("The examples", exampleProjects().map(asFound));
for (const { project } of examples.refused) sort(project, { path: "", ours: "accepted", theirs: "refused" });
const all = corpusProjects().map(asFound);
const { refused } = compare("As Compose finds them, with no variable set", all);
// Many are pieces of others, or cannot do without a variable.
const pieces = compare(
  "Those again, as pieces that may lack what others bring",
  refused.map((one) => ({ ...one, request: { ...one.request, incomplete: true } })),
);
const folder = realpathSync(mkdtempSync(join(tmpdir(), "oracle-")));
let open = pieces.refused;
for (const value of ["1", "true"]) {
  open = compare(
    `Those again, with every variable that nobody sets as "${value}"`,
    open.map((one, index) => withVariables(one, value, join(folder, `${value}-${index}.env`))),
  ).refused;
}
rmSync(folder, { recursive: true });

for (const [cause, lines] of groups)
  console.log(`\n${cause}: ${lines.length}\n${lines.slice(0, 8).join("\n")}${lines.length > 8 ? "\n  ..." : ""}`);
const differences = [...groups.values()].flat().length;
console.log(`${differences} differences`);
if (differences > 0) process.exitCode = 1;

function asFound(project) {
  return { project, request: project, given: { files: project.uris } };
}

/** Asks about projects, and answers which of them Compose refuses. */
function compare(title, asked) {
  const answers = askOracle(
    "projects",
    asked.map(({ project: { id, directory, files }, request: { incomplete = false, envFiles = [] } }) => ({
      id,
      directory,
      files,
      incomplete,
      envFiles,
    })),
  );
  const count = { refused: [], services: 0, attributes: 0, agree: 0 };
  for (const [index, one] of asked.entries()) {
    const { id: _, ...answer } = answers[index];
    const differences = judgeProject(one.given, disk, answer, one.request.incomplete);
    if (answer.error !== undefined) count.refused.push(one);
    else size(comparable(answer.project), count);
    if (differences.length === 0) count.agree++;
    for (const difference of differences) sort(one.project, difference);
  }
  console.log(
    `${title}: ${asked.length} projects, ${count.agree} agree. ` +
      `Compose refuses ${count.refused.length}; the others have ${count.services} services and ${count.attributes} attributes.`,
  );
  return count;
}

function withVariables({ project, request, given }, value, file) {
  writeFileSync(file, missingVariables(project.uris, value));
  const own = join(project.directory, ".env");
  const isThere = disk.read(pathToFileURL(own).href) !== "absent";
  const envFiles = [...(isThere ? [own] : []), file];
  return { project, request: { ...request, envFiles }, given: { ...given, envFiles: envFiles.map((path) => pathToFileURL(path).href) } };
}

function size({ services = {}, ...others }, count) {
  count.services += Object.keys(services).length;
  for (const part of [...Object.values(services), ...Object.values(others)]) {
    count.attributes += typeof part === "object" && part !== null ? Object.keys(part).length : 1;
  }
}

function sort({ id }, { path, ours, theirs }) {
  const lines = groups.get(causeOf(path, ours)) ?? [];
  lines.push(`  ${id} ${path}\n    ours   ${JSON.stringify(ours)}\n    theirs ${JSON.stringify(theirs)}`);
  groups.set(causeOf(path, ours), lines);
}

function causeOf(path, ours) {
  if (path === "") return ours === "accepted" ? "Compose refuses it" : "we refuse it";
  return path.replaceAll(/\[\d+\]/gu, "[]").replace(/^(\w+)\.[^.]+/u, "$1.*");
}
