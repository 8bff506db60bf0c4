import { type ImageFacts, imageFacts, mutableTag, parseImageReference } from "../knowledge/images.js";
import { t } from "../text/l10n.js";
import type { HoverText } from "./hover-text.js";

/** What we know of an image's needs, with the evidence; absent for images we know nothing of. */
export function imageHover(image: string): HoverText | undefined {
  const facts = imageFacts(image);
  if (facts === undefined) return undefined;
  const evidence = facts.evidence.slice(0, 2);
  const optional = facts.capAddOptional.map(({ cap, when }) => t`${cap}: ${when}`);
  const user = /-alpine|^alpine|^\d[\w.]*alpine/u.test(parseImageReference(image).tag ?? "") ? facts.nonRootUserAlpine : undefined;
  return {
    head: `**${facts.id}** - ${needs(facts)}`,
    lines: [
      optional.length === 0 ? undefined : t`Only sometimes: ${optional.join("; ")}`,
      facts.nonRootUser === null ? undefined : t`Runs without root as ${`\`user: "${user ?? facts.nonRootUser}"\``}.`,
      readOnly(facts),
      facts.gainsPrivileges === undefined ? undefined : t`${"`no-new-privileges`"} harms it: ${facts.gainsPrivileges}`,
      facts.needsDockerSocket === false
        ? undefined
        : facts.needsDockerSocket === "reads"
          ? t("Asks for the engine's socket to read lists and events.")
          : t("Asks for the engine's socket to start and change containers."),
      tagLine(image),
      facts.notes
        .slice(0, 2)
        .map((note) => t(note))
        .join(" ") || undefined,
      evidence.length === 0
        ? undefined
        : t`Evidence (${confidenceWord(facts.confidence)}): ${evidence.map(({ fact }) => t(fact)).join(" ")}`,
    ],
    sources: evidence.map(({ source }) => (source.startsWith("https://") ? source : undefined)),
  };
}

function confidenceWord(confidence: ImageFacts["confidence"]): string {
  const words = {
    documented: t("documented"),
    "derived-from-entrypoint": t("derived from the entrypoint"),
    community: t("from the community"),
  };
  return words[confidence];
}

function needs({ capAdd, runsAsNonRoot, needsPrivileged }: ImageFacts): string {
  if (needsPrivileged === true) return t("does not run without `privileged: true`.");
  if (capAdd === null) return t("which capabilities it needs is not known.");
  if (capAdd.length === 0)
    return runsAsNonRoot === true ? t("runs as a non-root user and needs no capability.") : t("needs no capability.");
  return t`needs ${capAdd.join(", ")} when all capabilities are dropped.`;
}

function readOnly({ readOnlyTmpfs, needsWritableRootfs }: ImageFacts): string | undefined {
  if (needsWritableRootfs === true) return t("Does not run with `read_only: true`.");
  if (readOnlyTmpfs === null) return undefined;
  if (readOnlyTmpfs.length === 0) return t("Runs with `read_only: true`.");
  return t`Runs with ${"`read_only: true`"} and a tmpfs at ${readOnlyTmpfs.map((item) => `\`${item}\``).join(", ")}.`;
}

function tagLine(image: string): string | undefined {
  const { digest } = parseImageReference(image);
  if (digest !== undefined) return t("The digest keeps it the very same image.");
  const moves = mutableTag(image);
  if (moves === undefined) return undefined;
  return moves === "none"
    ? t("Without a tag it is `latest`: another image after each pull.")
    : t("The tag moves: another image after each pull.");
}
