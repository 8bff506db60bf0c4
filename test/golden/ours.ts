import { canonical } from "../../server/src/engine/model/canonical/project.js";
import { startLoader } from "../../server/src/engine/model/loader.js";
import type { ComposeProject, Problem } from "../../server/src/engine/model/project.js";
import { mainFileNames, projectsOf } from "../../server/src/engine/model/project-files.js";
import { refusals } from "../../server/src/engine/model/refusals/refusals.js";
import { type ProjectFiles, resolve } from "../../server/src/engine/model/resolve.js";
import type { Sources } from "../../server/src/engine/model/sources.js";
import { sourcesOf } from "../sources.js";
import type { Answer } from "./answers.js";
import type { Case } from "./cases.js";
import { comparable, type Difference, differences } from "./compare.js";

/** Resolves a case as Compose would be asked for it, and compares the result with Compose's answer. */
export function judge(one: Case, answer: Answer): readonly Difference[] {
  const folder = `file:///${one.name}`;
  const sources = sourcesOf(Object.fromEntries([...one.texts].map(([path, text]) => [`${folder}/${path}`, text])));
  return judgeProject(projectOf(one, folder, sources), sources, answer);
}

/** Which files make the project: those that are named, else those that Compose finds. */
function projectOf({ files, projectDirectory, envFiles, texts }: Case, folder: string, sources: Sources): ProjectFiles {
  const at = (path: string): string => `${folder}/${path}`;
  if (files.length === 0) {
    const found = [...texts.keys()]
      .filter((path) => /\.ya?ml$/u.test(path))
      .flatMap((path) => projectsOf(at(path), startLoader(sources), []).projects);
    const main = mainFileNames.find((name) => texts.has(name)) ?? "";
    const project = found.find(({ directory }) => directory !== undefined) ?? found.find((one) => one.files[0] === at(main));
    return project ?? { files: [] };
  }
  return {
    files: files.map(at),
    ...(projectDirectory === undefined ? {} : { directory: at(projectDirectory) }),
    ...(envFiles.length === 0 ? {} : { envFiles: envFiles.map(at) }),
  };
}

/** The same for a project by its files. */
export function judgeProject(files: ProjectFiles, sources: Sources, answer: Answer): readonly Difference[] {
  const project = resolve(files, sources);
  if ("error" in answer) {
    return refusalsOf(project, files, sources).length > 0 || refusesEmptied(project, files, sources, answer.error)
      ? []
      : [{ path: "", ours: "accepted", theirs: answer.error }];
  }
  const refused = refusalsOf(project, files, sources).map(({ message }) => ({ path: "", ours: message, theirs: "accepted" }));
  return [...refused, ...differences(canonical(project), comparable(answer.project))];
}

function refusalsOf(project: ComposeProject, files: ProjectFiles, sources: Sources): readonly Problem[] {
  return [...project.problems.filter(({ fatal }) => fatal), ...refusals(project, files, sources)];
}

/**
 * Whether we would refuse the project, too, if the variables that nobody has given were empty, as they are where Compose was asked: then they
 * are the reason. A variable that must be given is one by itself.
 */
function refusesEmptied(project: ComposeProject, files: ProjectFiles, sources: Sources, error: string): boolean {
  const missing = missingVariables(project, sources);
  const required = /required variable (?<name>\w+) is missing a value/u.exec(error)?.groups?.["name"];
  if (required !== undefined) return missing.includes(required) || project.problems.some(({ code }) => code === "variable-required");
  const base = files.directory ?? files.files[0]?.replace(/\/[^/]*$/u, "");
  const named = files.envFiles ?? [`${base}/.env`].filter((uri) => sources.read(uri) !== "absent");
  const emptied: Sources = {
    ...sources,
    read: (uri) => (uri === "empty:" ? { text: missing.map((name) => `${name}=\n`).join("") } : sources.read(uri)),
  };
  const emptyFiles = { ...files, envFiles: ["empty:", ...named] };
  return refusalsOf(resolve(emptyFiles, emptied), emptyFiles, emptied).length > 0;
}

/** The variables that the files of a project use and none of the other files sets. */
function missingVariables({ files, read }: ComposeProject, sources: Sources): readonly string[] {
  const used = new Set(files.flatMap(({ text }) => [...text.matchAll(/\$\{?([A-Za-z_]\w*)/gu)].flatMap(([, name]) => name ?? [])));
  const others = [...read].filter((uri) => !files.some((file) => file.uri === uri)).map((uri) => sources.read(uri));
  const set = others.map((answer) => (typeof answer === "object" && "text" in answer ? answer.text : "")).join("\n");
  return [...used].filter((name) => !new RegExp(`^\\s*(export\\s+)?${name}\\s*[=:]`, "mu").test(set));
}
