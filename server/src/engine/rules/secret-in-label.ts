import { t } from "../text/l10n.js";
import { composeService, cwe, interpolation, owaspDocker } from "./references.js";
import { secretRule } from "./secret-rule.js";
import { secretWord } from "./secret-texts.js";

export const secretInLabel = secretRule({
  id: "secret-in-label",
  title: "Secret in a label",
  category: "secrets",
  severity: "warning",
  changes: ["annotations", "labels", "deploy.labels", "build.labels"],
  references: [owaspDocker(12), composeService("labels"), cwe(798), cwe(522), interpolation],
  docs: {
    why: [
      "Labels are there to be read: by everything that lists containers, such as proxies, dashboards, update and monitoring agents, also behind a filtered",
      "socket proxy, and by everybody who sees the file. Many of these tools show them on a page or send them on.",
    ].join("\n"),
    attack: [
      "Get into a container that may list containers, which most socket proxies allow, or open a dashboard that shows labels.",
      "Read the labels of all containers with `GET /containers/json`.",
      "Use the key against the service it belongs to.",
    ],
    fix: [
      "Let the tool that reads the label take the secret from a file or from its own environment, where it can: Homepage replaces `{{HOMEPAGE_VAR_...}}`.",
      "Else take it from the environment with `${NAME:?}`: that keeps it out of the file, but not out of `docker inspect`.",
    ].join("\n"),
    fine: "The label says where a secret is, and not what it is.",
    premise: [
      "Labels and annotations whose name says that a secret follows, keys of Homepage's widgets, and settings in JSON. `GET /containers/json` of the Docker API",
      "answers with every label. Hashes for a proxy's users are `password-hash-in-label`'s.",
    ].join("\n"),
  },
  message: ({ holder, kind }, owner) =>
    t`Label ${holder} of ${owner} holds a ${secretWord(kind)}, for all who list containers. Keep it in a file or the environment of what reads it.`,
});
