import { type ImageFacts, imageFacts, mutableTag, parseImageReference } from "../knowledge/images.js";
import type { HoverText } from "./hover-text.js";

/** What we know of an image's needs, with the evidence; absent for images we know nothing of. */
export function imageHover(image: string): HoverText | undefined {
  const facts = imageFacts(image);
  if (facts === undefined) return undefined;
  const evidence = facts.evidence.slice(0, 2);
  const optional = facts.capAddOptional.map(({ cap, when }) => `${cap}: ${when}`);
  const user = /-alpine|^alpine|^\d[\w.]*alpine/u.test(parseImageReference(image).tag ?? "") ? facts.nonRootUserAlpine : undefined;
  return {
    head: `**${facts.id}** - ${needs(facts)}`,
    lines: [
      optional.length === 0 ? undefined : `Only sometimes: ${optional.join("; ")}`,
      facts.nonRootUser === null ? undefined : `Runs without root as \`user: "${user ?? facts.nonRootUser}"\`.`,
      readOnly(facts),
      facts.gainsPrivileges === undefined ? undefined : `\`no-new-privileges\` harms it: ${facts.gainsPrivileges}`,
      facts.needsDockerSocket === false
        ? undefined
        : `Asks for the engine's socket ${facts.needsDockerSocket === "reads" ? "to read lists and events" : "to start and change containers"}.`,
      tagLine(image),
      facts.notes.slice(0, 2).join(" ") || undefined,
      evidence.length === 0 ? undefined : `Evidence (${facts.confidence}): ${evidence.map(({ fact }) => fact).join(" ")}`,
    ],
    sources: evidence.map(({ source }) => (source.startsWith("https://") ? source : undefined)),
  };
}

function needs({ capAdd, runsAsNonRoot, needsPrivileged }: ImageFacts): string {
  if (needsPrivileged === true) return "does not run without `privileged: true`.";
  if (capAdd === null) return "which capabilities it needs is not known.";
  if (capAdd.length === 0) return runsAsNonRoot === true ? "runs as a non-root user and needs no capability." : "needs no capability.";
  return `needs ${capAdd.join(", ")} when all capabilities are dropped.`;
}

function readOnly({ readOnlyTmpfs, needsWritableRootfs }: ImageFacts): string | undefined {
  if (needsWritableRootfs === true) return "Does not run with `read_only: true`.";
  if (readOnlyTmpfs === null) return undefined;
  if (readOnlyTmpfs.length === 0) return "Runs with `read_only: true`.";
  return `Runs with \`read_only: true\` and a tmpfs at ${readOnlyTmpfs.map((item) => `\`${item}\``).join(", ")}.`;
}

function tagLine(image: string): string | undefined {
  const { digest } = parseImageReference(image);
  if (digest !== undefined) return "The digest keeps it the very same image.";
  const moves = mutableTag(image);
  if (moves === undefined) return undefined;
  return moves === "none"
    ? "Without a tag it is `latest`: another image after each pull."
    : "The tag moves: another image after each pull.";
}
