import { t } from "../text/l10n.js";
import { cisDocker, cwe, owaspDocker } from "./references.js";
import { secretRule } from "./secret-rule.js";
import { secretWord } from "./secret-texts.js";

export const secretInBuildArg = secretRule({
  id: "secret-in-build-arg",
  title: "Secret in a build argument",
  category: "secrets",
  severity: "warning",
  changes: ["build.args", "build.secrets", "/secrets"],
  references: [
    cisDocker("4.10"),
    owaspDocker(12),
    { title: "Compose: build args", url: "https://docs.docker.com/reference/compose-file/build/#args" },
    { title: "Docker: build secrets", url: "https://docs.docker.com/build/building/secrets/" },
    { title: "BuildKit: SecretsUsedInArgOrEnv", url: "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/" },
    cwe(798),
    cwe(538),
  ],
  docs: {
    why: [
      "A build argument is written into the image: `docker history --no-trunc` shows it to everybody who can pull, also when the file that was made with it is",
      "deleted in a later layer. It is in the compose file and its history, too.",
    ].join("\n"),
    attack: [
      "Pull the image.",
      "Run `docker history --no-trunc`, or look into the provenance that the build attached.",
      "Use the token for the registry or repository that the build used it for: what is put there runs in the next build.",
    ],
    fix: [
      "Make it a build secret: `build.secrets` in the compose file, `RUN --mount=type=secret,id=...` in the Dockerfile. Only that one command sees it, and no layer",
      "keeps it. A value that was committed, or is in an image that was pushed, has to be changed.",
    ].join("\n"),
    fine: "The argument is public, such as the version of a program or the address of a mirror.",
    premise: [
      "BuildKit and the old builder both keep the values of used `ARG`s in the history of the image; BuildKit's own check looks at the Dockerfile only. An argument",
      "that takes its value from the environment (`NPM_TOKEN` alone, `${NPM_TOKEN}`) ends in the history likewise, but is not in this file: it is silent here.",
    ].join("\n"),
  },
  message: ({ holder, kind }, owner) =>
    t`${holder}, a ${secretWord(kind)}, stays in the history of the image of ${owner}, for all who pull it. Make it a build secret.`,
});
