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
import { comparable, contradictions, type Difference, differences } from "./compare.js";

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

/**
 * The same for a project by its files.
 *
 * Compose was asked with an empty environment, where a variable that nobody gives is empty, while we call what depends on it unknown. So a
 * project is resolved twice. With `unsetIsEmpty` we must say the very same as Compose: refuse what it refuses and nothing else, and agree in
 * every value with nothing left unknown. Without it, as rules see the project, we must not refuse what Compose accepts, and must not
 * contradict it in any value that we claim to know.
 */
export function judgeProject(given: ProjectFiles, sources: Sources, answer: Answer, incomplete = false): readonly Difference[] {
  // With the name that its variables give it.
  const files = projectsOf(given.files[0] ?? "", startLoader(sources), [given]).projects[0] ?? given;
  const emptied = { ...files, unsetIsEmpty: true };
  const closed = resolve(emptied, sources);
  const refused = refusalsOf(closed, emptied, sources, incomplete);
  if ("error" in answer) return refused.length > 0 ? [] : [{ path: "", ours: "accepted", theirs: answer.error }];
  const theirs = comparable(answer.project);
  const open = resolve(files, sources);
  const found = [
    ...[...refused, ...refusalsOf(open, files, sources, incomplete)].map(({ message }) => ({
      path: "",
      ours: message,
      theirs: "accepted",
    })),
    ...differences(canonical(closed), theirs),
    ...contradictions(canonical(open), theirs),
  ];
  return found.filter(
    ({ path, ours }, index) => found.findIndex((one) => one.path === path && (path !== "" || one.ours === ours)) === index,
  );
}

function refusalsOf(project: ComposeProject, files: ProjectFiles, sources: Sources, incomplete: boolean): readonly Problem[] {
  return [...project.problems.filter(({ fatal }) => fatal), ...refusals(project, files, sources, incomplete)];
}
