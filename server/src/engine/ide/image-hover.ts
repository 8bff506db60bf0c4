import { type ImageFacts, imageFacts } from "../knowledge/images.js";

/** What we know of an image's needs, with the evidence; absent for images we know nothing of. */
export function imageHover(image: string): string | undefined {
  const facts = imageFacts(image);
  if (facts === undefined) return undefined;
  const evidence = facts.evidence
    .slice(0, 2)
    .map(({ source, fact }) => (source.startsWith("https://") ? `${fact} ([source](${source}))` : fact));
  const optional = facts.capAddOptional.map(({ cap, when }) => `${cap}: ${when}`);
  return [
    `**${facts.id}** - ${needs(facts)}`,
    facts.nonRootUser === null ? undefined : `Runs without root as \`user: "${facts.nonRootUser}"\`.`,
    optional.length === 0 ? undefined : `Only sometimes: ${optional.join("; ")}`,
    facts.notes.slice(0, 2).join(" ") || undefined,
    evidence.length === 0 ? undefined : `Evidence (${facts.confidence}): ${evidence.join(" ")}`,
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
}

function needs({ capAdd, runsAsNonRoot, needsPrivileged }: ImageFacts): string {
  if (needsPrivileged === true) return "does not run without `privileged: true`.";
  if (capAdd === null) return "which capabilities it needs is not known.";
  if (capAdd.length === 0) return runsAsNonRoot === true ? "runs as a non-root user and needs no capability." : "needs no capability.";
  return `needs ${capAdd.join(", ")} when all capabilities are dropped.`;
}
