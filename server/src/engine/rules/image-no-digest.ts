import { mutableTag, parseImageReference } from "../knowledge/images.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const imageNoDigest = serviceRule({
  id: "image-no-digest",
  title: "Image without a digest",
  category: "images",
  severity: "hint",
  preset: "strict",
  changes: [],
  references: [
    owaspDocker(13),
    cwe(494),
    composeService("image"),
    { title: "Docker: pin base image versions", url: "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions" },
  ],
  docs: {
    why: [
      "A tag is a name that its owner may move, a digest is the content itself. Without one, the same file runs other code after a pull, when the",
      "publisher rebuilt the image, or somebody with the publisher's password did.",
    ].join("\n"),
    attack: [
      "A stolen account pushes a changed image under the same tag.",
      "Every machine that pulls the tag from then on runs it, and no file shows a change.",
    ],
    fix: "Write the digest behind the tag, `name:tag@sha256:...`, that of the index for all platforms. Renovate and Dependabot keep both up to date.",
    fine: "Somebody reads every update, or rebuilds of the same version are wanted for their security fixes.",
    premise:
      "The engine checks the content against the digest on every pull; with a digest it ignores the tag. Source: the OCI distribution specification.",
  },
  *check({ build, image }) {
    const reference = build !== undefined || image === undefined ? undefined : known(image);
    if (image === undefined || reference === undefined || reference === "") return;
    if (parseImageReference(reference).digest !== undefined || mutableTag(reference) !== undefined) return;
    yield {
      on: image,
      underline: "value",
      message: t`The tag of ${reference} may be moved to other code unseen. Write its digest behind it: @sha256:...`,
      fixes: () => [
        {
          title: t("Write the digest behind the tag"),
          class: "check",
          change: { refused: t`Only the registry knows it: docker buildx imagetools inspect ${reference} tells it.` },
        },
      ],
    };
  },
});
