import { t } from "../text/l10n.js";
import { composeService, cwe, dockerSecrets, owaspDocker } from "./references.js";
import { secretRule } from "./secret-rule.js";
import { secretWord } from "./secret-texts.js";

export const secretInEnv = secretRule({
  id: "secret-in-env",
  title: "Secret in the file",
  category: "secrets",
  severity: "warning",
  references: [owaspDocker(12), composeService("environment"), cwe(798), cwe(526), dockerSecrets],
  changes: ["environment", "secrets", "/secrets", "pre_start", "post_start", "pre_stop", "develop.watch"],
  docs: {
    why: [
      "The value is in the file, and so in the repository and its whole history, in `docker inspect`, in crash reports and in the environment of",
      "every process of the container.",
    ].join("\n"),
    attack: [
      "Get hold of the repository, a backup of it, or a page that prints the environment, such as `phpinfo()` or the error page of a framework.",
      "Take the value from there; no access to the host is needed.",
      "Log in as the application does: to its database, its mail account, its cloud.",
    ],
    fix: [
      "Where the image reads secrets from files (`..._FILE`), use a Compose secret. Else take the value from the environment, with `${NAME:?}` so that",
      "nothing starts without it, and keep `.env` out of the repository. A value that was committed has to be changed.",
    ].join("\n"),
    fine: "A throw-away database on a developer's machine, on a network that nobody else reaches.",
    premise: [
      "Variables are part of the container's configuration: every user of the Docker API reads them, and on Linux so does every process of the same",
      "user in `/proc/PID/environ`. What a variable gives is silent, also when `.env` has its value: there it belongs. Paths, hashes, switches,",
      "numbers about a secret, references into a store and names that say they are public are silent, too, and so is `env_file`, and what stands in such a file.",
    ].join("\n"),
  },
  message: ({ whole, kind, holder }, owner) =>
    whole
      ? t`${holder} of ${owner} is a ${secretWord(kind)} in plain text, read by all who see this file or docker inspect. Use a secret or a variable.`
      : t`${holder} of ${owner} holds a ${secretWord(kind)} in plain text, read by all who see this file or docker inspect. Use a secret or a variable.`,
});
