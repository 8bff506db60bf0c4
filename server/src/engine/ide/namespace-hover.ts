import { isNamespaceKey, namespaceMode, namespaceSources } from "../knowledge/namespaces.js";
import type { ComposeProject } from "../model/project.js";
import { t } from "../text/l10n.js";
import type { HoverText } from "./hover-text.js";
import { code } from "./origin.js";

/** What a value of `network_mode`, `pid`, `ipc`, `uts`, `userns_mode` or `cgroup` shares, and with whom. */
export function namespaceHover(key: string, value: string, project: Pick<ComposeProject, "services" | "partial">): HoverText | undefined {
  if (!isNamespaceKey(key)) return undefined;
  const found = namespaceMode(key, value);
  if (found === undefined) return undefined;
  const { mode, name } = found;
  const isService = mode.value === "service:";
  const isMissing = isService && name !== "" && !project.services.has(name) && !project.partial;
  return {
    head: name === "" ? t`${`**${value}**`} - ${mode.summary}.` : t`${`**${mode.value.slice(0, -1)}** ${code(name)}`} - ${mode.summary}.`,
    lines: [
      mode.effect === undefined ? undefined : t(mode.effect),
      isMissing ? t`This project has no service ${code(name)}.` : undefined,
      mode.neededBy === undefined ? undefined : t`Needed by: ${mode.neededBy}`,
      mode.instead === undefined ? undefined : t`Instead: ${mode.instead}`,
    ],
    sources: [{ title: `Compose: ${key}`, url: namespaceSources[key] }],
  };
}
