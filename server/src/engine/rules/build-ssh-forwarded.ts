import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const buildSshForwarded = serviceRule({
  id: "build-ssh-forwarded",
  title: "SSH keys lent to the build",
  category: "build",
  severity: "hint",
  preset: "strict",
  changes: ["build.ssh"],
  references: [
    owaspDocker(12),
    cwe(522),
    { title: "Compose: build, ssh", url: "https://docs.docker.com/reference/compose-file/build/#ssh" },
  ],
  docs: {
    why: [
      "A build step with `RUN --mount=type=ssh` may use every key of the agent for as long as it runs, on any host: not only on the one that the",
      "sources come from. With the default agent those are all keys of whoever builds.",
    ].join("\n"),
    attack: [
      "An install script in such a step logs in elsewhere with the lent keys: to the git server, to push.",
      "Nothing of it stays in the image, so that nobody looks.",
    ],
    fix: "Lend one key that only reads the repositories which the build needs, by its file: `ssh: [deploy=./deploy_key]`; or a token as `build.secrets`.",
    fine: "The agent holds that one key only, or the build runs nothing but your own code.",
    premise: "BuildKit forwards the agent's socket, not the key; what asks is not shown to anybody. Source: BuildKit, session/sshforward.",
  },
  *check({ build, name }, { edit }) {
    for (const { item, name: key, value } of build?.ssh.items ?? []) {
      if (key.value !== "default" || (value !== undefined && known(value) !== undefined && known(value) !== "")) continue;
      yield {
        on: item,
        message: t`Build steps of "${name.value}" may use every SSH key of whoever builds. Lend one key that only reads what they need.`,
        fixes: () => [
          {
            title: t("Remove the agent"),
            class: "check",
            caveat: t("Steps with RUN --mount=type=ssh fail."),
            change: edit.change({ op: "remove", target: item }),
          },
        ],
      };
    }
  },
});
