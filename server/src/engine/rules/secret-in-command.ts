import { t } from "../text/l10n.js";
import { composeService, cwe, dockerSecrets, owaspDocker } from "./references.js";
import { secretRule } from "./secret-rule.js";
import { secretWord } from "./secret-texts.js";

export const secretInCommand = secretRule({
  id: "secret-in-command",
  title: "Secret in a command",
  category: "secrets",
  severity: "warning",
  references: [owaspDocker(12), composeService("command"), cwe(214), cwe(798), dockerSecrets],
  changes: ["command", "entrypoint", "healthcheck.test", "pre_start", "post_start", "pre_stop", "develop.watch"],
  docs: {
    why: [
      "What stands on a command line is shown to everybody who may list processes: in the container, on the host, in `docker ps --no-trunc` and `docker inspect`,",
      "and in what monitoring agents collect. It is in the file and its history, too.",
    ].join("\n"),
    attack: [
      "Get into any container that shares the process namespace, or onto the host as any user.",
      "Run `ps`, or read `/proc/*/cmdline`, which every user may.",
      "Log in with what is there.",
    ],
    fix: [
      "Let the program read it from a file or from its environment. Where it takes only a flag, let the shell of the container put it in: with",
      "`sh -c 'exec server --password \"$$(cat /run/secrets/password)\"'` it is neither in the file nor in `docker inspect`, only in `ps`.",
    ].join("\n"),
    fine: "A throw-away database on a developer's machine, on a network that nobody else reaches.",
    premise: [
      "Flags and assignments whose name says that a secret follows, headers such as `Authorization`, and the short password flags of well known clients: `mysql -px`,",
      "`redis-cli -a x`, `curl -u user:x`. What the shell of the container puts in (`$$PASSWORD`, `$$(cat file)`) is silent. On Linux the arguments of a process",
      "are readable for every user, unless `/proc` is mounted with `hidepid`.",
    ].join("\n"),
  },
  message: ({ holder, kind }, owner) =>
    t`${holder} of ${owner} gives a ${secretWord(kind)} in plain text, read by all who see this file, docker inspect or ps. Use a secret file or a variable.`,
});
