import { nameOf } from "../model/location.js";
import { t } from "../text/l10n.js";
import { composeService, cwe, dockerSecrets, owaspDocker } from "./references.js";
import { secretRule } from "./secret-rule.js";
import { secretWord } from "./secret-texts.js";
import { shortened } from "./secrets.js";

export const defaultCredential = secretRule({
  id: "default-credential",
  title: "Default or guessable credential",
  category: "secrets",
  severity: "warning",
  changes: ["environment", "secrets", "/secrets"],
  references: [
    owaspDocker(12),
    composeService("environment"),
    cwe(1392),
    { title: "SecLists: default credentials", url: "https://github.com/danielmiessler/SecLists/tree/master/Passwords/Default-Credentials" },
    dockerSecrets,
  ],
  docs: {
    why: [
      "The value is a product's default, a placeholder, one of the most used passwords, or the name of the user. Nobody has to find it: programs that",
      "look for open services try these first. Placeholders such as `changeme` reach production unchanged, since everything works with them.",
    ].join("\n"),
    attack: [
      "Reach the port: from the internet when it is published, else from any other container of the network after a breach of that one.",
      "Try the few dozen pairs that are known for the product, such as `postgres` and `postgres`.",
      "Read and change the data; of many databases the administrator also runs programs in the container.",
    ],
    fix: [
      "Set a value of your own, and one for each place. Take it from a file (`..._FILE` and a Compose secret), or from the environment with `${NAME:?}`,",
      "so that nothing starts before somebody has chosen one. Most databases keep the password they were initialised with: change it there, too.",
    ].join("\n"),
    fine: [
      "A throw-away database on a developer's machine, on a network that nobody else reaches. Passwords of key stores are `secret-in-env`'s, since only those",
      "who have the file can try them; those that a program does not look at while its logins are switched off are `auth-disabled`'s.",
    ].join("\n"),
    premise: [
      "The list holds the defaults that the images' own pages document and the words of the lists that scanners carry. The default of a variable",
      "(`${DB_PASSWORD:-postgres}`) counts as long as nobody sets it in `.env`, and so does what `.env` and the files of `env_file` set. They are the right",
      "places for a secret, so that one of your own is no finding there.",
    ].join("\n"),
  },
  message: ({ kind, holder, whole, setIn }, owner) => {
    const said = whole
      ? t`${holder} of ${owner} is a default that attackers try first`
      : t`${holder} of ${owner} holds a default that attackers try first`;
    if (setIn === undefined) return t`${said}. Choose a ${secretWord(kind)} of your own, and take it from a secret or a variable.`;
    return t`${said}. Choose a ${secretWord(kind)} of your own in line ${setIn.line + 1} of ${shortened(nameOf(setIn.file))}.`;
  },
});
