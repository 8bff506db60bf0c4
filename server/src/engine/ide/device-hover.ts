import { hostDevice } from "../knowledge/devices.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { Device, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import type { HoverText } from "./hover-text.js";
import { code } from "./origin.js";

/** What a device of the host gives; absent for devices that we know nothing of. */
export function deviceHover({ source, permissions }: Device, service: Service): HoverText | undefined {
  const path = source && known(source);
  const facts = path === undefined ? undefined : hostDevice(path);
  if (path === undefined || facts === undefined) return undefined;
  const rights = permissions && known(permissions);
  return {
    head: `${code(path)} - ${facts.lets === undefined ? facts.why : `lets root in the container ${facts.lets}.`}`,
    lines: [
      `Risk ${facts.severity}.${facts.needs === undefined ? "" : ` ${needs(facts.needs, service)}`}`,
      facts.lets === undefined ? undefined : facts.why,
      rights === undefined || rights === "rwm" ? undefined : `Passed with the rights ${code(rights)}: ${inPlainWords(rights)}.`,
      facts.usedFor === undefined ? undefined : `Used for: ${facts.usedFor}`,
      facts.instead === undefined ? undefined : `Instead: ${facts.instead}`,
    ],
    sources: [facts.source],
  };
}

function needs(name: string, service: Service): string {
  const held = effectiveCapabilities(service);
  if (held === "unknown") return `It does nothing without ${name}.`;
  return held.includes(name) ? `It asks for ${name}, which the service has.` : `It does nothing without ${name}, which the service lacks.`;
}

function inPlainWords(rights: string): string {
  const words = { r: "read", w: "write", m: "make its node" } as const;
  return (["r", "w", "m"] as const)
    .filter((right) => rights.includes(right))
    .map((right) => words[right])
    .join(", ");
}
