import { t } from "../../text/l10n.js";
import type { EnvFile } from "../attributes.js";
import { type Around, type Dotenv, parseDotenv, parseRaw } from "../dotenv.js";
import { useOf, type Variable } from "../interpolate.js";
import { locate, nameOf } from "../location.js";
import type { FileVariables, Service } from "../project.js";
import type { Reading } from "../reading.js";
import { outermost } from "../scope.js";
import { known } from "../sourced.js";
import { type Stack, top } from "../stack.js";

/**
 * What the files of `env_file` set, the last one winning, for a service of these layers. Those that are not there are no problem: they hold
 * secrets, and are rarely kept with the compose file.
 */
export function readFileVariables(
  reading: Reading,
  { items: files }: Service["envFile"],
  { items: own }: Service["environment"],
  stack: Stack,
): FileVariables {
  const last = top(stack);
  if (files.length === 0 || last === undefined) return none;
  const project = outermost(last.scope).variables;
  const inService = new Map(own.map(({ name, value }) => [name.value, value]));
  const ofService = (name: string): Variable | undefined => {
    const value = inService.get(name);
    return value === undefined ? undefined : { value: known(value) };
  };
  const outer = (name: string) => project(name) ?? ofService(name);
  const found = new Map<string, { readonly variable: Variable; readonly file: EnvFile }>();
  const earlier = new Map<string, Variable>();
  let complete = true;
  for (const file of files) {
    const read = readFile(reading, file, { outer, earlier, unsetIsEmpty: project.unsetIsEmpty === true });
    complete &&= read.complete;
    for (const [name, variable] of read.variables) {
      earlier.set(name, variable);
      found.set(name, { variable, file });
    }
  }
  const items = [...found].flatMap(([name, { variable, file }]) => {
    if (inService.has(name)) return [];
    const value = variable.value ?? { unresolved: `\${${name}}`, missing: [name] };
    return { name, file, value: { value, at: file.path.at, via: file.path.via, variables: [useOf(name, variable)] } };
  });
  return { items, complete };
}

const none: FileVariables = { items: [], complete: true };

function readFile(
  reading: Reading,
  { path: { value: path, directory, at }, required, format }: EnvFile,
  around: Around,
): Pick<Dotenv, "variables"> & Pick<FileVariables, "complete"> {
  const uri = typeof path !== "string" || directory === undefined ? undefined : locate(directory, path);
  const answer = uri === undefined ? undefined : reading.loader.text(uri);
  if (uri === undefined || answer === undefined || answer === "unknown") return { ...nothing, complete: false };
  if (answer === "absent") return { ...nothing, complete: known(required) === false };
  const unread = (why: string) => reading.gap("env-file-unread", t`The file ${nameOf(uri)} with variables is not read: ${why}.`, at);
  if (answer === "too many" || "refused" in answer) {
    unread(answer === "too many" ? t("there are too many") : answer.refused);
    return { ...nothing, complete: false };
  }
  if (format !== undefined && known(format) !== "raw") return { ...nothing, complete: false };
  const { variables, problem } = format === undefined ? parseDotenv(answer.text, uri, around) : parseRaw(answer.text, uri, around);
  if (problem !== undefined) unread(t`from line ${problem.line} on, ${problem.message}`);
  return { variables, complete: problem === undefined };
}

const nothing: Pick<Dotenv, "variables"> = { variables: new Map() };
