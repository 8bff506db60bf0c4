import { secretKind } from "../knowledge/environment.js";
import type { EnvFile } from "../model/attributes.js";
import type { Service } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { HoverText } from "./hover-text.js";
import { code } from "./origin.js";

/** How many variables a file of `env_file` sets, and that some are secrets; never their values. */
export function envFileHover(file: EnvFile, { name, fileVariables }: Service): HoverText | undefined {
  const path = known(file.path);
  if (path === undefined) return undefined;
  const own = fileVariables.items.filter((one) => one.file === file);
  const secrets = own.filter(
    ({ name: variable, value: { value } }) => secretKind(variable, isUnresolved(value) ? "" : value) !== undefined,
  );
  const shown = secrets.slice(0, maxNames).map((one) => code(one.name));
  const more = secrets.length - shown.length;
  const isNothing = own.length === 0 && !fileVariables.complete;
  return {
    head: isNothing
      ? t`${code(path)} - what it sets is not known: it is not there, or not read.`
      : own.length === 1
        ? t`${code(path)} - sets 1 variable of ${code(name.value)}.`
        : t`${code(path)} - sets ${own.length} variables of ${code(name.value)}.`,
    lines: [
      secrets.length === 0
        ? undefined
        : secrets.length === 1
          ? t`One of them looks like a secret: ${shown.join(", ")}.`
          : t`${secrets.length} of them look like a secret: ${more > 0 ? t`${shown.join(", ")} and ${more} more` : shown.join(", ")}.`,
      secrets.length === 0
        ? undefined
        : t("Whoever may run `docker inspect` reads them. A secret that is mounted as a file stays out of it."),
      isNothing || fileVariables.complete ? undefined : t("One of the service's files is not read to its end: it may set more."),
      t("Those that `environment` or a later file sets as well are not counted."),
    ],
    sources: [{ title: "Compose: env_file", url: "https://docs.docker.com/reference/compose-file/services/#env_file" }],
  };
}

const maxNames = 5;
