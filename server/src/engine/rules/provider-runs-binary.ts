import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const providerRunsBinary = serviceRule({
  id: "provider-runs-binary",
  title: "Program of this machine instead of a container",
  category: "hygiene",
  severity: "information",
  changes: [],
  references: [
    owaspDocker(13),
    cwe(829),
    composeService("provider"),
    { title: "Compose: provider services", url: "https://docs.docker.com/compose/how-tos/provider-services/" },
  ],
  docs: {
    why: [
      "`provider` makes `docker compose up` run a program on the machine of whoever types it, with all their rights and outside of any container. What",
      "it does no line of the file shows; the file only picks its name and options.",
    ].join("\n"),
    attack: [
      "A copied file names a provider; somebody has put a program of that name first on the `PATH`.",
      "`docker compose up` runs it with the keys and tokens of the user.",
    ],
    fix: "Use a service with an image, or make sure where the program comes from and say so in a comment.",
    fine: "The provider is one that everybody in the team has installed on purpose, such as `model` of Docker itself.",
    premise:
      "Compose runs the Docker CLI plugin of that name, or else the first program of that name on the PATH. Source: docker/compose, pkg/compose/plugins.go.",
  },
  *check({ provider, name }) {
    const type = provider?.type;
    const program = type === undefined ? undefined : known(type);
    if (provider === undefined || type === undefined || program === undefined || builtIn.has(program)) return;
    yield {
      on: type,
      message: t`docker compose up runs the program ${program} on your machine for "${name.value}", outside of any container. Make sure what it is.`,
      fixes: () => [
        {
          title: t("Remove the provider"),
          class: "check",
          change: {
            refused: t("Without its provider nothing runs the service: whether it may go, or what image does the same, only you know."),
          },
        },
      ],
    };
  },
});

/** Docker's own. */
const builtIn: ReadonlySet<string> = new Set(["model"]);
