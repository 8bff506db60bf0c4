import type { Operation } from "../edit/change.js";
import type { ComposeProject } from "../model/project.js";
import { t } from "../text/l10n.js";

/** Declares a secret of that name, read from `./secrets/`, in the project's first file; or says why that cannot be. */
export function declareSecret(secret: string, project: ComposeProject): Operation | { readonly refused: string } {
  if (project.body === undefined) return { refused: t("The file has no mapping to put the secret into.") };
  if (project.secrets.has(secret)) return { refused: t`There is a secret "${secret}" already: use it by hand.` };
  const section = project.sections.get("secrets");
  return section === undefined
    ? { op: "set", into: project.body, key: "secrets", value: { [secret]: { file: `./secrets/${secret}` } } }
    : { op: "set", into: section, key: secret, value: { file: `./secrets/${secret}` } };
}
