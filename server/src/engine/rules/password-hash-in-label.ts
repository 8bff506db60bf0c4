import { t } from "../text/l10n.js";
import { composeService, cwe, interpolation } from "./references.js";
import { secretRule } from "./secret-rule.js";

export const passwordHashInLabel = secretRule({
  id: "password-hash-in-label",
  title: "Password hash in a label",
  category: "secrets",
  severity: "information",
  changes: ["labels"],
  references: [
    composeService("labels"),
    cwe(522),
    cwe(916),
    interpolation,
    {
      title: "Traefik: basic authentication",
      url: "https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/basicauth/",
    },
  ],
  docs: {
    why: [
      "A hash is not the password, but it lets everybody who has it try passwords at leisure, without the proxy noticing. `htpasswd` makes MD5 (`$apr1$`) unless",
      "it is told otherwise, of which one graphics card tries millions each second. The hash is in the file, its history, and in every list of labels.",
    ].join("\n"),
    attack: [
      "Take the hash from the repository, or from the labels that the Docker API shows to whoever may list containers.",
      "Try the words of known lists against it on a machine of one's own.",
      "Log in at the proxy, past which the dashboards often ask for nothing more.",
    ],
    fix: [
      "Put the users into a file that only the proxy sees: Traefik has `usersFile` for it, which takes the path of a Compose secret. Or take the hash from the",
      "environment. Make it with bcrypt (`htpasswd -B`), of a long password that is used nowhere else.",
    ].join("\n"),
    fine: "A bcrypt hash of a long random password that is used nowhere else.",
    premise:
      "Users of Traefik's `basicauth` and `digestauth`, and of caddy-docker-proxy's `basic_auth`, written out. A variable is silent.",
  },
  message: (_secret, owner) =>
    t`This hash in a label of ${owner} lets all who list containers guess the password at leisure. Move it into a file or take it from a variable.`,
});
