import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cwe, owaspDocker } from "./references.js";
import { pinnedForm, remoteReference } from "./remote-reference.js";
import type { Rule } from "./rule.js";

export const includeRemoteUnpinned: Rule<"include-remote-unpinned"> = {
  id: "include-remote-unpinned",
  title: "Compose file of another machine that may change",
  category: "images",
  severity: "warning",
  changes: [],
  references: [
    owaspDocker(13),
    cwe(829),
    { title: "Compose: trust model for remote resources", url: "https://docs.docker.com/compose/trust-model/" },
    { title: "Compose: include", url: "https://docs.docker.com/reference/compose-file/include/" },
  ],
  docs: {
    why: [
      "Compose fetches the file anew and runs what it says, mounts and privileges of the host included. A branch or a tag is whatever its owner, or",
      "who broke into the account, put there last: the next `docker compose up` runs it.",
    ].join("\n"),
    attack: [
      "Somebody gets at the repository, or at the registry's account, and adds a service that mounts `/`.",
      "The next person who starts the stack starts that service as well.",
    ],
    fix: "Name the commit (`#` and 40 digits) or the digest (`@sha256:...`), and read the file before you move on to the next one.",
    fine: "The repository and all who may write to it are as trusted as root on this machine.",
    premise: "Compose loads `oci://` artifacts and git repositories in `include`, `extends` and `-f`. Source: docker/compose, pkg/remote.",
  },
  *check({ references }) {
    for (const { by, path, remote } of references) {
      const text = known(path);
      const found = text === undefined || !remote ? undefined : remoteReference(text);
      if (found === undefined || found.pinned) continue;
      yield {
        on: path,
        underline: "value",
        message: t`What this ${by} fetches may change without a word, and runs with all rights it asks for. Name ${pinnedForm(found.kind)}.`,
        fixes: () => [
          {
            title: t("Name the commit or digest that you have read"),
            class: "check",
            change: {
              refused: t(`Which one that is only its origin knows: git ls-remote, or docker buildx imagetools inspect, tells it.`),
            },
          },
        ],
      };
    }
  },
};
