import { t } from "../text/l10n.js";
import { cwe, dockerSecrets, owaspDocker } from "./references.js";
import { secretRule } from "./secret-rule.js";
import { secretWord } from "./secret-texts.js";

export const secretInConfig = secretRule({
  id: "secret-in-config",
  title: "Secret in a config or in options of a driver",
  category: "secrets",
  severity: "warning",
  changes: ["logging.options", "provider.options", "build", "/configs", "/volumes"],
  references: [
    owaspDocker(12),
    { title: "Compose: configs", url: "https://docs.docker.com/reference/compose-file/configs/" },
    { title: "Compose: secrets", url: "https://docs.docker.com/reference/compose-file/secrets/" },
    cwe(798),
    cwe(538),
    dockerSecrets,
  ],
  docs: {
    why: [
      "The content of a config is a part of the compose file: in the repository and its history, in the output of `docker compose config`, and in every container",
      "that gets the config. Options of volumes and log drivers stay with them, for all who run `docker inspect`.",
    ].join("\n"),
    attack: [
      "Read the repository, or break into any one of the containers that get the config.",
      "Take the password from the text.",
      "Log in with it: at the database, or at the file server with all that it holds.",
    ],
    fix: [
      "Keep the secret in a file of its own, as a Compose secret, and name that file in the config: many programs take `password_file` in place of `password`.",
      "A CIFS mount takes `credentials=/path/on/the/host`. Else take it from the environment with `${NAME:?}`, which `content` replaces.",
    ].join("\n"),
    fine: "A throw-away database on a developer's machine, on a network that nobody else reaches.",
    premise: [
      "Lines such as `password: x`, `password = x` and `requirepass x`, also in JSON, in `configs.*.content`; `password=x` in `driver_opts.o`; options of volumes and log drivers by name. Variables, paths and",
      "calls such as `getenv(...)` are silent, and so is a config that comes from a file: what is in there is not looked at.",
    ].join("\n"),
  },
  message: ({ holder, kind }, owner) =>
    t`${holder} in ${owner} holds a ${secretWord(kind)} in plain text, read by all who see this file. Use a secret file or a variable.`,
});
