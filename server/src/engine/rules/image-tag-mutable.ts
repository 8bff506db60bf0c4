import { mutableTag } from "../knowledge/images.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const imageTagMutable = serviceRule({
  id: "image-tag-mutable",
  title: "Image tag that moves",
  category: "images",
  severity: "information",
  changes: [],
  references: [cisDocker("5.28"), owaspDocker(13), composeService("image")],
  docs: {
    why: [
      "`latest`, and every tag that is meant to move, is other code after the next pull: a new major version that does not start, or what somebody",
      "put there who stole the publisher's account. Two machines with the same file run different programs.",
    ].join("\n"),
    fix: "Write the version that you run and have tried, and let a bot such as Renovate or Dependabot propose the next one.",
    fine: "Images that you build yourself, and throw-away stacks.",
  },
  *check(service) {
    if (service.build !== undefined || service.image === undefined) return;
    const image = known(service.image);
    const moves = image === undefined ? undefined : mutableTag(image);
    if (image === undefined || moves === undefined) return;
    const what = moves === "none" ? t`"${service.name.value}" takes the latest ${image}` : t`The tag of ${image} moves`;
    yield {
      on: service.image,
      underline: "value",
      message: t`${what}: the next pull may bring other code unseen. Pin the version that you run.`,
      fixes: () => [
        {
          title: t("Pin the version that you run"),
          class: "check",
          change: { refused: t`Which version you run only your engine knows: docker image inspect ${image} tells its labels and digest.` },
        },
      ],
    };
  },
});
