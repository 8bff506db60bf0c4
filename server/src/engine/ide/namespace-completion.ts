import { type NamespaceKey, type NamespaceMode, namespaceModes } from "../knowledge/namespaces.js";
import type { Checked } from "../lint/check.js";
import { t } from "../text/l10n.js";
import { type Completion, replaceWord, type Typed } from "./completion-item.js";

/**
 * Whose namespace it may be: its own, that of each other service, some container's; the host's stands last. None for `cgroup`, whose two values
 * the schema lists, so that whoever reads it offers them.
 */
export function namespaceCompletions({ project }: Checked, typed: Typed, key: NamespaceKey): readonly Completion[] {
  if (key === "cgroup") return [];
  const modes = namespaceModes.filter((one) => one.key === key);
  const others = [...project.services.keys()].filter((name) => name !== typed.service);
  return modes.flatMap((mode, index) => {
    if (mode.value !== "service:") return item(typed, mode, mode.value, `${mode.value === "host" ? 9 : 5}${index}`);
    return others.map((name) => item(typed, mode, `service:${name}`, `3${name}`));
  });
}

function item(typed: Typed, mode: NamespaceMode, value: string, sortText: string): Completion {
  const isHost = mode.value === "host";
  const own = mode.value === "private" || mode.value === "none" || mode.value === "shareable";
  return {
    label: value,
    kind: "namespace",
    ...(isHost && { note: t("opens the host") }),
    detail: t(mode.summary),
    markdown: [
      `${value} - ${t(mode.summary)}.`,
      mode.effect && t(mode.effect),
      mode.instead === undefined ? undefined : t`Instead: ${mode.instead}`,
    ]
      .filter((part) => part !== undefined)
      .join("\n\n"),
    edit: replaceWord(typed, value),
    sortText: own ? `1${sortText}` : sortText,
    dangerous: isHost,
  };
}
