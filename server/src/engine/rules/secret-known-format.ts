import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, dockerSecrets, owaspDocker } from "./references.js";
import { secretRule } from "./secret-rule.js";
import { secretPlaces, secretWord } from "./secret-texts.js";

export const secretKnownFormat = secretRule({
  id: "secret-known-format",
  title: "Token or private key in the file",
  category: "secrets",
  severity: "error",
  changes: secretPlaces,
  references: [
    cisDocker("4.10"),
    owaspDocker(12),
    composeService("environment"),
    cwe(798),
    {
      title: "GitHub: remove sensitive data from a repository",
      url: "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    },
    dockerSecrets,
  ],
  docs: {
    why: [
      "The text has the form of a token that its maker gives out, or is a private key: whatever the name, it opens the account behind it, from anywhere",
      "and without a password. Programs search public repositories for exactly these forms, and use what they find within minutes.",
    ].join("\n"),
    attack: [
      "Search repositories, images and paste sites for the forms that makers document, such as `ghp_` or `AKIA`.",
      "Ask the maker's API whether the token still works, and what it may do.",
      "Read code and data, or start machines at the owner's expense.",
    ],
    fix: [
      "Revoke the token first: it is in the history of the repository, and taking it out of the file does not change that. Then take a new one from",
      "a Compose secret, or from the environment with `${NAME:?}`, and keep `.env` out of the repository.",
    ].join("\n"),
    fine: "A token that is revoked, or was made up for an example. Say so in an ignore comment, for scanners elsewhere ask the same.",
    premise: [
      "Only by form, in every text of a service (environment, commands, health checks, hooks, labels, build arguments and contexts, options) and in `configs`. The forms",
      "are those which the makers document and public scanners know. Files named by `env_file` are not looked at: they are where a secret belongs, and whether one of",
      "them is in the repository cannot be seen from here. Masked ones (`ghp_xxxx`), AWS's `...EXAMPLE`, Supabase's `anon` key, and Google keys and web tokens whose",
      "name says they are for browsers, are silent. Whether a token still works is never tried.",
    ].join("\n"),
  },
  message: ({ kind }, owner) =>
    t`This ${secretWord(kind)} in ${owner} opens its account to everyone who reads the file. Revoke it, and take a new one from a secret or a variable.`,
});
