// `npm run oracle:corpus`: compares what we make of every project of the corpus with what Compose makes of it, live. Needs Go and the corpus.
import { readFileSync } from "node:fs";
import { comparable } from "../out/test/golden/compare.js";
import { corpusProjects, disk } from "../out/test/golden/corpus-projects.js";
import { judgeProject } from "../out/test/golden/ours.js";
import { askOracle } from "./ask-oracle.mjs";

/** Differences that have a reason: which project (or part of its name), which path (a regular expression), and why. */
const explained = JSON.parse(readFileSync(new URL("../test/golden/explained.json", import.meta.url), "utf8"));
const used = new Set();

const projects = corpusProjects();
const answers = askOracle(
  "projects",
  projects.map(({ id, directory, files }) => ({ id, directory, files })),
);
const counts = { projects: projects.length, agree: 0, refused: 0, services: 0, attributes: 0, differences: 0, explained: 0 };
const groups = new Map();
for (const [index, project] of projects.entries()) {
  const { id: _, ...answer } = answers[index];
  const differences = judgeProject({ files: project.uris }, disk, answer);
  if (answer.error !== undefined) counts.refused++;
  else count(comparable(answer.project));
  if (differences.length === 0) counts.agree++;
  for (const difference of differences) sort(project, difference);
}
for (const [cause, lines] of groups)
  console.log(`\n${cause}: ${lines.length}\n${lines.slice(0, 8).join("\n")}${lines.length > 8 ? "\n  ..." : ""}`);
console.log(
  `\n${counts.projects} projects (Compose refuses ${counts.refused}), ${counts.services} services, ${counts.attributes} attributes compared: ` +
    `${counts.agree} projects without a difference; ${counts.explained} differences explained, ${counts.differences} not`,
);
const idle = explained.filter((one) => !used.has(one));
for (const { project, path } of idle) console.log(`no longer needed in explained.json: ${project} ${path}`);
if (counts.differences > 0 || idle.length > 0) process.exitCode = 1;

function count({ services = {}, ...others }) {
  counts.services += Object.keys(services).length;
  for (const part of [...Object.values(services), ...Object.values(others)]) {
    counts.attributes += typeof part === "object" && part !== null ? Object.keys(part).length : 1;
  }
}

function sort({ id }, { path, ours, theirs }) {
  const reason = explained.find((one) => id.includes(one.project) && new RegExp(one.path, "u").test(path));
  if (reason !== undefined) {
    used.add(reason);
    counts.explained++;
    return;
  }
  counts.differences++;
  const cause =
    path === ""
      ? ours === "accepted"
        ? "Compose refuses it"
        : "we refuse it"
      : path.replaceAll(/\[\d+\]/gu, "[]").replace(/^(\w+)\.[^.]+/u, "$1.*");
  const lines = groups.get(cause) ?? [];
  lines.push(`  ${id} ${path}\n    ours   ${JSON.stringify(ours)}\n    theirs ${JSON.stringify(theirs)}`);
  groups.set(cause, lines);
}
