import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  capabilities,
  capabilityPage,
  defaultSettings,
  inWords,
  isWorse,
  mainFileNames,
  nearest,
  type ProjectFiles,
  reportMermaid,
  reportPage,
  ruleById,
  rulePageText,
  rules,
  type Severity,
  teamFileName,
} from "../engine/index.js";
import { decodeText } from "../file-text.js";
import { teamFileTemplate } from "../team-file-template.js";
import { type CheckArguments, type ProjectArguments, type ReportArguments, type ResolveArguments, readArguments } from "./args.js";
import { type CheckedFile, checkInputs, fromHere, uriOf } from "./check.js";
import { type Input, readInputs } from "./files.js";
import { helpText } from "./help.js";
import { becomeServer } from "./language-server.js";
import { jsonReport } from "./report/json.js";
import { originsIn } from "./report/origin.js";
import { resolvedJson } from "./report/resolved-json.js";
import { resolvedYaml } from "./report/resolved-yaml.js";
import { securityJson } from "./report/security-json.js";
import { painted, plain, problemLine, problemLines, textReport } from "./report/text.js";
import { mainFile, reportInputs, resolveInputs } from "./resolve.js";

/** Set by the bundler from the manifest. */
declare const WATERTIGHT_VERSION: string | undefined;

const version = typeof WATERTIGHT_VERSION === "string" ? WATERTIGHT_VERSION : "development";

// A reader that has seen enough (`| head`) closes the pipe: that is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.exitCode = main(process.argv.slice(2));

/** Answers the exit code; output is flushed before the process ends by itself. */
function main(words: readonly string[]): number {
  const parsed = readArguments(words);
  if ("error" in parsed) return fail(`${parsed.error}\nTry: watertight help`);
  const given = parsed.arguments;
  switch (given.command) {
    case "check":
      return check(given);
    case "resolve":
      return resolve(given);
    case "report":
      return report(given);
    case "explain":
      return explain(given.names);
    case "init":
      return init(given.folder);
    case "lsp":
      return becomeServer();
    case "rules":
      return print(given.format === "json" ? rulesJson() : rulesText());
    case "version":
      return print(`watertight ${version}\n`);
    default:
      return print(helpText(given.about));
  }
}

function check(given: CheckArguments): number {
  const { files: listed, outside } = given.project;
  const inputs =
    listed.length > 0
      ? readInputs(listed, outside)
      : given.paths.flatMap((path) => (path === "-" ? [standardInput(given.stdinName)] : readInputs([path], outside)));
  if (inputs.length === 0) return fail(`There is no compose file in ${given.paths.join(", ")}.`);
  const files = checkInputs(
    inputs,
    {
      ...defaultSettings,
      ...(given.preset !== undefined && { preset: given.preset }),
      ...(given.posture !== undefined && { posture: given.posture }),
      fixed: (["preset", "posture"] as const).filter((key) => given[key] !== undefined),
      projects: listed.length > 0 ? [projectOf(given.project)] : [],
    },
    outside,
    given.team,
  );
  for (const file of files) tellProblems(file);
  const paint = usesColour() ? painted : plain;
  print(given.format === "json" ? jsonReport(files, version) : textReport(files, paint));
  return exitCode(files, given.failOn);
}

function resolve(given: ResolveArguments): number {
  const texts = projectTexts(given);
  if (typeof texts === "number") return texts;
  const found = resolveInputs(texts, given.project.files.length > 0 ? projectOf(given.project) : undefined, given.project.outside);
  if (found === undefined) return fail(`${texts.map((input) => input.path).join(", ")} not resolved: this is no compose file.`);
  const origins = originsIn(found, fromHere);
  for (const problem of found.resolved.problems) process.stderr.write(`${problemLine(problem, origins.position(problem.at))}\n`);
  print(given.json ? resolvedJson(found, origins, version) : resolvedYaml(found, origins));
  return found.resolved.problems.length > 0 ? 2 : 0;
}

function report(given: ReportArguments): number {
  const texts = projectTexts(given);
  if (typeof texts === "number") return texts;
  const { files, outside } = given.project;
  const found = reportInputs(texts, files.length > 0 ? projectOf(given.project) : undefined, { outside, posture: given.posture });
  if (found === undefined) return fail(`${texts.map((input) => input.path).join(", ")} not reported on: this is no compose file.`);
  for (const { message, at } of found.problems) process.stderr.write(`${fromHere(at.file)}: ${message}\n`);
  const text =
    given.format === "mermaid"
      ? reportMermaid(found.report)
      : given.format === "json"
        ? securityJson(found.report, version)
        : reportPage(found.report);
  const failed = given.output === undefined ? print(text) : write(given.output, text, new Set(found.texts.keys()));
  return failed === 0 && found.problems.length > 0 ? 2 : failed;
}

/** Writes a file that the person names, but never over one that the report was made from. */
function write(path: string, text: string, read: ReadonlySet<string>): number {
  if (read.has(uriOf(path))) return fail(`${path} not written: the report is about this file.`);
  try {
    writeFileSync(path, text);
    return 0;
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown reason";
    return fail(`${path} could not be written (${code}).`);
  }
}

/** The texts of the one project that a command is about; the exit code when one of them cannot be read. */
function projectTexts(
  given: Pick<ResolveArguments, "path" | "stdinName" | "project">,
): readonly Extract<Input, { readonly text: string }>[] | number {
  const { files: listed, outside } = given.project;
  const path = given.path === "-" ? given.path : mainFile(given.path);
  if (listed.length === 0 && path === undefined) return fail(`There is no ${inWords(mainFileNames, "or")} in ${given.path}.`);
  const inputs =
    listed.length > 0
      ? readInputs(listed, outside)
      : path === "-"
        ? [standardInput(given.stdinName)]
        : readInputs([path ?? given.path], outside);
  const texts = inputs.flatMap((input) => ("text" in input ? [input] : []));
  for (const input of inputs) if ("error" in input) fail(`${input.path} unreadable: The file ${input.error}.`);
  return texts.length < inputs.length ? 2 : texts;
}

function projectOf({ files, directory, envFiles }: ProjectArguments): ProjectFiles {
  return {
    files: files.map(uriOf),
    ...(directory !== undefined && { directory: uriOf(directory) }),
    ...(envFiles.length > 0 && { envFiles: envFiles.map(uriOf) }),
  };
}

function standardInput(path: string): Input {
  try {
    const text = decodeText(readFileSync(0), path);
    return typeof text === "string" ? { path, text, named: true } : { path, error: text.refused.replace(/^it /u, "") };
  } catch {
    return { path, error: "could not be read from standard input" };
  }
}

/** A gap is never "clean": what could not be read or checked makes the exit code 2, whatever was found beside it. */
function exitCode(files: readonly CheckedFile[], failOn: Severity | "never"): number {
  if (files.some((file) => file.report.status === "failed" || file.report.problems.length > 0 || isRefused(file))) return 2;
  const reaches = ({ severity }: { readonly severity: Severity }) => failOn !== "never" && !isWorse(failOn, severity);
  return files.some(({ report }) => report.findings.some(reaches)) ? 1 : 0;
}

/** A file that was named by itself and is none of ours was not checked, and that is what it says. */
function isRefused({ named, report }: CheckedFile): boolean {
  return named && report.status === "skipped";
}

function tellProblems(file: CheckedFile): void {
  for (const line of problemLines(file)) process.stderr.write(`${line}\n`);
  if (isRefused(file)) process.stderr.write(`${file.path} not checked: this is no compose file.\n`);
}

function explain(names: readonly string[]): number {
  let code = 0;
  for (const name of names) {
    const rule = ruleById(name);
    const page = rule === undefined ? capabilityPage(name) : rulePageText(rule);
    if (page !== undefined) print(page);
    else code = fail(`There is no rule and no capability "${name}".${suggestion(name)}`);
  }
  return code;
}

/** Writes a team file to begin with, and never over one. */
function init(folder: string): number {
  const path = join(folder, teamFileName);
  try {
    writeFileSync(path, teamFileTemplate, { flag: "wx" });
    return print(`${path} is written. It says nothing yet but the defaults.\n`);
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === "EEXIST";
    return fail(isThere ? `${path} is there already.` : `${path} could not be written.`);
  }
}

function suggestion(name: string): string {
  const close = nearest(name.replace(/^cap_/iu, ""), [...rules.map(({ id }) => id), ...capabilities.map((one) => one.name)]);
  return close.length === 0 ? " Try: watertight rules" : ` Did you mean ${close.join(" or ")}?`;
}

function rulesText(): string {
  const wide = Math.max(...rules.map(({ id }) => id.length));
  return rules.map(({ id, severity, title }) => `${id.padEnd(wide)}  ${severity.padEnd(11)}  ${title}\n`).join("");
}

function rulesJson(): string {
  return `${JSON.stringify(
    rules.map(({ id, severity, title, category }) => ({ id, severity, title, category })),
    undefined,
    2,
  )}\n`;
}

function usesColour(): boolean {
  const { NO_COLOR: no, FORCE_COLOR: force } = process.env;
  if (no !== undefined && no !== "") return false;
  return (force !== undefined && force !== "0" && force !== "") || (process.stdout.isTTY === true && process.env["TERM"] !== "dumb");
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}
