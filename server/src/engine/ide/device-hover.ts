import { hostDevice } from "../knowledge/devices.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { Device, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { HoverText } from "./hover-text.js";
import { code } from "./origin.js";
import { riskWord } from "./words.js";

/** What a device of the host gives; absent for devices that we know nothing of. */
export function deviceHover({ source, permissions }: Device, service: Service): HoverText | undefined {
  const path = source && known(source);
  const facts = path === undefined ? undefined : hostDevice(path);
  if (path === undefined || facts === undefined) return undefined;
  const rights = permissions && known(permissions);
  return {
    head: `${code(path)} - ${facts.lets === undefined ? t(facts.why) : t`lets root in the container ${facts.lets}.`}`,
    lines: [
      t`Risk ${riskWord(facts.severity)}.${facts.needs === undefined ? "" : ` ${needs(facts.needs, service)}`}`,
      facts.lets === undefined ? undefined : t(facts.why),
      rights === undefined || rights === "rwm" ? undefined : t`Passed with the rights ${code(rights)}: ${inPlainWords(rights)}.`,
      facts.usedFor === undefined ? undefined : t`Used for: ${t(facts.usedFor)}`,
      facts.instead === undefined ? undefined : t`Instead: ${facts.instead}`,
    ],
    sources: [facts.source],
  };
}

function needs(name: string, service: Service): string {
  const held = effectiveCapabilities(service);
  if (held === "unknown") return t`It does nothing without ${name}.`;
  return held.includes(name)
    ? t`It asks for ${name}, which the service has.`
    : t`It does nothing without ${name}, which the service lacks.`;
}

function inPlainWords(rights: string): string {
  const words = { r: t("read"), w: t("write"), m: t("make its node") } as const;
  return (["r", "w", "m"] as const)
    .filter((right) => rights.includes(right))
    .map((right) => words[right])
    .join(", ");
}
