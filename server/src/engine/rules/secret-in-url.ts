import { t } from "../text/l10n.js";
import { composeService, cwe, interpolation, owaspDocker } from "./references.js";
import { secretRule } from "./secret-rule.js";
import { secretPlaces } from "./secret-texts.js";

export const secretInUrl = secretRule({
  id: "secret-in-url",
  title: "Password in a URL or connection string",
  category: "secrets",
  severity: "warning",
  changes: secretPlaces,
  references: [
    owaspDocker(12),
    composeService("environment"),
    cwe(798),
    interpolation,
    { title: "RFC 3986: user information", url: "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1" },
  ],
  docs: {
    why: [
      "A password between `://` and `@`, or behind `Password=`, is in the file and its history like any other, and it travels further: programs write the",
      "addresses they connect to into logs, error messages and process lists.",
    ].join("\n"),
    attack: [
      "Read the repository, `docker inspect`, or a log or error page that shows the address of the database.",
      "Connect with it as it stands: host, user and password are all in one text.",
      "Read and change what the application may.",
    ],
    fix: [
      "Put a variable in the place of the password: `postgres://app:${DB_PASSWORD:?set DB_PASSWORD}@db/shop`. Where the program takes the password by itself, in a",
      "file or a variable of its own, leave it out of the address.",
    ].join("\n"),
    fine: "A throw-away database on a developer's machine, on a network that nobody else reaches.",
    premise: [
      "Looked for in environment, command, labels, build arguments and `configs`: `scheme://user:password@host` (also without a user), connection strings of",
      "ADO.NET, Azure, JDBC, libpq and Go's MySQL driver. A password that is a variable, also one with a message (`${PW:?missing}`), or comes from `.env`, is silent.",
    ].join("\n"),
  },
  message: ({ from, holder }, owner) =>
    t`${from.where === "environment" ? t`${holder} of ${owner}` : t`This address in ${owner}`} holds a password in plain text, read by all who see this file or a log. Use a variable.`,
});
