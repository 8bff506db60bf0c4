import type { SyntaxFile } from "../syntax/tree.js";
import { directoryPath } from "./host-path.js";
import type { Variable, Variables } from "./interpolate.js";
import { isUnresolved } from "./sourced.js";
import { textOf, whole } from "./text.js";
import { placeIn } from "./view.js";

/** Names the project, in `.env` or the shell. */
export const projectNameVariable = "COMPOSE_PROJECT_NAME";

/** A name as Compose makes one: lower case letters, digits, dashes and underscores. */
export function projectNameOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/gu, "")
    .replace(/^[_-]+/u, "");
}

/** What Compose calls a project that has no other name: its folder. Absent where the directory has no path or its name no letter. */
export function folderName(directory: string | undefined): string | undefined {
  const path = directory === undefined ? undefined : directoryPath(directory);
  return path === undefined ? undefined : projectNameOf(path.split("/").at(-1) ?? "") || undefined;
}

/** The variables with the one that holds the project's name, which Compose sets by itself when nobody does. */
export function withProjectName(variables: Variables, files: readonly SyntaxFile[], directory: string | undefined): Variables {
  const find = (name: string): Variable | undefined => {
    const given = variables(name);
    if (name !== projectNameVariable || (given !== undefined && given.value !== "")) return given;
    return writtenName(variables, files) ?? folder(directory);
  };
  return Object.assign(find, { unsetIsEmpty: variables.unsetIsEmpty === true });
}

function folder(directory: string | undefined): Variable | undefined {
  const value = folderName(directory);
  return value === undefined ? undefined : { value, source: "project" };
}

/** The last `name` that is written; what it means when a variable in it is not known is not known either. */
function writtenName(variables: Variables, files: readonly SyntaxFile[]): Variable | undefined {
  const named = files.flatMap((file) =>
    file.documents.flatMap(({ root }) => {
      const node = root?.kind === "map" ? root.entries.find(({ key }) => key.text === "name")?.value : undefined;
      return node?.kind === "scalar" && node.text !== "" ? [{ file, node }] : [];
    }),
  );
  const last = named.at(-1);
  if (last === undefined) return undefined;
  const scope = { kind: "project", variables, directory: undefined, within: undefined } as const;
  const text = textOf({ ...last, at: placeIn(last.file, last.node), key: undefined, via: [], scope });
  const value = text === undefined ? "" : whole(text).value;
  return { value: isUnresolved(value) ? undefined : projectNameOf(value), source: "project" };
}
