import { type Capability, capability, dockerDefaultCapabilities, normaliseCapability } from "../knowledge/capabilities.js";
import { privilegedSwitchesOff } from "../knowledge/privileged.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { Service } from "../model/project.js";

/** What a capability name of `cap_add` or `cap_drop` means: the first line answers, the last one names the sources. */
export function capabilityHover(written: string, key: "cap_add" | "cap_drop", service: Service | undefined): string | undefined {
  if (normaliseCapability(written) === "ALL") return allHover(key, service);
  const facts = capability(written);
  return facts === undefined ? undefined : describe(facts);
}

/** All that is known of a capability, in any spelling of its name; absent for names that Linux does not know. */
export function capabilityPage(name: string): string | undefined {
  const facts = capability(name);
  if (facts === undefined) return undefined;
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${title}\n\n${lines.map((line) => `- ${line}`).join("\n")}`];
  return [
    `# ${facts.name}`,
    facts.summary,
    `Risk ${facts.risk}${facts.escape ? ", opens a way to the host by itself" : ""}; ${facts.dockerDefault ? "in" : "not in"} Docker's default set; since Linux ${facts.since}.`,
    ...list("## What it allows", facts.allows),
    ...list("## What an attacker does with it", facts.risks),
    ...(facts.escapeWith === undefined ? [] : [`Worse together with ${facts.escapeWith}.`]),
    ...list("## Who needs it", facts.neededBy),
    ...(facts.saferAlternative === undefined ? [] : [`## Narrower choice\n\n${facts.saferAlternative}`]),
    ...(facts.unlocks === undefined ? [] : [`## System calls that Docker's filter opens for it\n\n${facts.unlocks.join(", ")}`]),
    ...(facts.notes === undefined ? [] : [`## Notes\n\n${facts.notes}`]),
    ...list("## Sources", facts.references),
  ]
    .join("\n\n")
    .concat("\n");
}

/** What `privileged: true` switches off. */
export function privilegedHover(): string {
  return [
    "**privileged** - switches off nearly every wall between the container and the host.",
    privilegedSwitchesOff.map((line) => `- ${line}`).join("\n"),
    "Grant the capability or device that the program lacks instead: `cap_add`, `devices`.",
    "[Docker: privileged containers](https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities)",
  ].join("\n\n");
}

function describe(facts: Capability): string {
  const bullets = facts.allows.map((line) => `- ${line}`).join("\n");
  const worst = facts.risks[0] === undefined ? undefined : `Attack: ${facts.risks[0]}`;
  const needed = facts.neededBy.length === 0 ? undefined : `Needed by: ${facts.neededBy.slice(0, 3).join("; ")}`;
  const narrower = facts.saferAlternative === undefined ? undefined : `Narrower: ${facts.saferAlternative}`;
  return [
    `**${facts.name}** - ${facts.summary}`,
    `Risk ${facts.risk}${facts.escape ? ", opens a way to the host" : ""}; ${facts.dockerDefault ? "in" : "not in"} Docker's default set.`,
    bullets,
    [worst, needed, narrower].filter((line) => line !== undefined).join("  \n"),
    links(facts.references),
  ].join("\n\n");
}

function links(references: readonly string[]): string {
  return references
    .slice(0, 3)
    .map((url) => `[${title(url)}](${url})`)
    .join(" | ");
}

function title(url: string): string {
  if (url.includes("capabilities.7")) return "capabilities(7)";
  const host = /^https:\/\/(?:www\.)?([^/]+)(?:\/([^/]+))?/u.exec(url);
  return host === null ? url : host[1] === "github.com" ? (host[2] ?? "github.com") : (host[1] ?? url);
}

function allHover(key: "cap_add" | "cap_drop", service: Service | undefined): string {
  if (key === "cap_add") {
    return "**ALL** - every capability that the engine knows: root in the container can do what root on the host can.\n\n`cap_drop: [ALL]` does not take it back: the engine removes only capabilities that `cap_drop` names one by one.";
  }
  const left = service === undefined ? undefined : effectiveCapabilities(service);
  const defaults = `the ${dockerDefaultCapabilities.length} default capabilities`;
  if (left === undefined || left === "unknown") return `**ALL** - drops ${defaults}; only what \`cap_add\` names is left.`;
  const added = left.length === 0 ? "nothing is added back" : `${left.length} added back: ${left.join(", ")}`;
  return `**ALL** - drops ${defaults}; ${added}.`;
}
