import type { Build } from "../model/build.js";
import { known, type Sourced, type Unresolved } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cwe, owaspDocker } from "./references.js";
import { pinnedForm, remoteReference } from "./remote-reference.js";
import { serviceRule } from "./rule.js";

export const buildContextUnpinned = serviceRule({
  id: "build-context-unpinned",
  title: "Build from sources that may change",
  category: "build",
  severity: "information",
  changes: [],
  references: [
    owaspDocker(13),
    cwe(494),
    { title: "Compose: build, context", url: "https://docs.docker.com/reference/compose-file/build/#context" },
    { title: "Docker: Git repositories as build context", url: "https://docs.docker.com/build/concepts/context/#git-repositories" },
  ],
  docs: {
    why: [
      "The image is built from whatever the branch, tag or address holds at that moment. Two machines build different programs from one file, and",
      "who gets at the repository decides what runs here.",
    ].join("\n"),
    attack: [
      "Somebody pushes to the branch, by a stolen account or an accepted change.",
      "The next build takes it in: its `RUN` lines run on the builder, its program in the stack.",
    ],
    fix: "Name the commit: `https://host/owner/name.git#<40 digits>`. For an archive, keep a copy of your own or add its checksum.",
    fine: "The repository is your own, and following its branch is what you want.",
    premise: "BuildKit fetches git and HTTP contexts at build time; a branch or tag is looked up anew. Source: BuildKit, util/gitutil.",
  },
  *check({ build, name }) {
    if (build === undefined) return;
    for (const { on, value } of contextsOf(build)) {
      const text = known({ ...on, value });
      const found = text === undefined ? undefined : remoteReference(text);
      if (found === undefined || found.pinned) continue;
      yield {
        on,
        underline: "value",
        message: t`"${name.value}" is built from what this address holds at that moment. Name ${pinnedForm(found.kind)}.`,
        fixes: () => [
          {
            title: t("Name the commit that you have read"),
            class: "check",
            change: { refused: t("Which commit that is only its origin knows: git ls-remote tells it.") },
          },
        ],
      };
    }
  },
});

function contextsOf({
  context,
  additionalContexts,
}: Build): readonly { readonly on: Sourced<unknown>; readonly value: string | Unresolved }[] {
  const main = context === undefined ? [] : [{ on: context, value: context.value }];
  const more = additionalContexts.items.flatMap(({ value }) =>
    value === undefined ? [] : [{ on: value, value: withoutScheme(value.value) }],
  );
  return [...main, ...more];
}

/** An image as a context (`docker-image://`) and one of another service are other rules' matter. */
function withoutScheme(value: string | Unresolved): string | Unresolved {
  return typeof value === "string" && /^(?:docker-image|oci-layout|service|target):/u.test(value) ? "." : value;
}
