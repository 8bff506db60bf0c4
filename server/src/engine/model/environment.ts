import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import { parseDotenv } from "./dotenv.js";
import type { Variable, Variables } from "./interpolate.js";
import type { Loader } from "./loader.js";
import { nameOf } from "./location.js";
import type { Problem } from "./project.js";

/** Files with variables, and where a project names them. */
export interface EnvironmentFiles {
  /** URIs; of a variable that several set, the last counts. */
  readonly files: readonly string[];
  /** Whether Compose refuses the project when one is missing: those that are named, not `.env`. */
  readonly required: boolean;
  /** See `Variables`. */
  readonly unsetIsEmpty: boolean;
  /** What a problem with them is shown at. */
  readonly at: Place;
}

/**
 * The variables of some files below those of an outer environment, which win. The files are read when the first variable is asked for; the
 * variables of the shell are not known.
 */
export function environmentOf(loader: Loader, wanted: EnvironmentFiles, report: (problem: Problem) => void, outer?: Variables): Variables {
  let variables: ReadonlyMap<string, Variable> | undefined;
  const find = (name: string): Variable | undefined => {
    const found = outer?.(name);
    if (found !== undefined) return found;
    variables ??= load(loader, wanted, report);
    return variables.get(name);
  };
  return Object.assign(find, { unsetIsEmpty: wanted.unsetIsEmpty });
}

function load(
  loader: Loader,
  { files, required, unsetIsEmpty, at }: EnvironmentFiles,
  report: (problem: Problem) => void,
): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const uri of files) {
    const found = loader.text(uri);
    const name = nameOf(uri);
    if (found === "absent" && required)
      report({ code: "env-file-missing", message: t`The file ${name} with variables does not exist.`, at, fatal: true });
    if (found === "too many") {
      report({ code: "env-file-unread", message: t`The file ${name} with variables is not read: there are too many.`, at, fatal: false });
    }
    if (typeof found === "string") continue;
    if ("refused" in found) {
      report({ code: "env-file-unread", message: t`The file ${name} with variables is not read: ${found.refused}.`, at, fatal: false });
      continue;
    }
    const parsed = parseDotenv(found.text, uri, { earlier: variables, unsetIsEmpty });
    if (parsed.problem !== undefined) {
      const message = t`The file ${name} cannot be read from line ${parsed.problem.line} on: ${parsed.problem.message}.`;
      report({ code: "bad-env-file", message, at, fatal: true });
    }
    for (const [variable, value] of parsed.variables) variables.set(variable, value);
  }
  return variables;
}
