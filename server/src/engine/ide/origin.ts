import { relativePath } from "../model/location.js";
import type { ComposeProject } from "../model/project.js";
import { isUnresolved, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";

/** Says where a value comes from, when it is not simply written in the file at hand: "from compose.override.yml:12", "by extends `base`". */
export type OriginOf = (value: Sourced<unknown>) => string | undefined;

export function originsIn(project: Pick<ComposeProject, "files">, here: string): OriginOf {
  return (value) => {
    const parts = [wayOf(value), placeOf(value), variablesOf(value)].filter((part) => part !== undefined);
    if (parts.length === 0) return undefined;
    // A file alone reads as nothing: "(base.yml:3)".
    return wayOf(value) === undefined && placeOf(value) !== undefined ? t`from ${parts.join(", ")}` : parts.join(", ");
  };

  function placeOf({ at }: Sourced<unknown>): string | undefined {
    const file = at.file === here ? undefined : project.files.find(({ uri }) => uri === at.file);
    return file === undefined ? undefined : `${relativePath(here, file.uri)}:${file.lines.lineOf(at.start) + 1}`;
  }
}

/** The use that is nearest to the service: further ones stand where the value is written. */
function wayOf({ via }: Sourced<unknown>): string | undefined {
  const [step] = via;
  if (step === undefined) return undefined;
  return step.kind === "extends" ? t`by extends ${code(step.name)}` : t`by the anchor ${code(step.name)}`;
}

function variablesOf({ value, variables = [] }: Sourced<unknown>): string | undefined {
  if (isUnresolved(value)) return undefined;
  const told = [...new Map(variables.map((use) => [use.name, use])).values()].map(({ name, source }) =>
    source === "default"
      ? t`default of ${code(`\${${name}}`)}`
      : source === "env-file"
        ? t`by ${code(`\${${name}}`)} of .env`
        : t`by ${code(`\${${name}}`)}`,
  );
  return told.length === 0 ? undefined : told.join(", ");
}

/** Words of a file as Markdown code: nothing in them can be read as Markdown, and nobody has to read on for ever. */
export function code(text: string): string {
  const plain = text.replaceAll("`", "'").replaceAll(/\s+/gu, " ").trim();
  return `\`${plain.length > maxCode ? `${plain.slice(0, maxCode - 1)}…` : plain}\``;
}

/** A name that is plain as a rule: as it is, else as code. */
export function plainOrCode(text: string): string {
  return /^[\w./:-]+$/u.test(text) && text.length <= maxCode ? text : code(text);
}

const maxCode = 60;
