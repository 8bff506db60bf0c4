import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { premises } from "./engine-posture.js";
import { cisDocker, composeService, cwe, dockerCompose, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";
import { isSocketProxy, proxyFix } from "./socket-proxy.js";

export const useApiSocket = serviceRule({
  id: "use-api-socket",
  title: "Engine's socket and registry logins in a container",
  category: "mounts",
  severity: "error",
  posture: {
    rootless: { severity: "warning", because: premises.socketOfUser },
    desktop: { severity: "warning", because: premises.socketOfDesktop },
    "userns-remap": { severity: "information", because: premises.socketClosed },
  },
  changes: ["environment", "networks", "use_api_socket", "/networks", "/services"],
  references: [
    cisDocker("5.32"),
    owaspDocker(1),
    cwe(250),
    cwe(522),
    composeService("use_api_socket"),
    dockerCompose("pkg/compose/apiSocket.go"),
  ],
  docs: {
    why: [
      "`use_api_socket: true` mounts `/var/run/docker.sock` without a line under `volumes`, and writes all registry logins of whoever runs Compose, in",
      "clear, to `/run/secrets/docker/config.json`. The first is root on the host, the second lets an attacker push images under your name.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container and asks the socket for a new container that mounts the host's root directory.",
      "They read `/run/secrets/docker/config.json` and take the logins along.",
      "They push a changed image to your registry: every machine that pulls it runs their program.",
    ],
    fix: [
      "Remove the line. Put a socket proxy in front that passes on only the requests which the program needs; where it pulls images, give it one login with",
      "the right to read as a secret.",
    ].join("\n"),
    fine: "A tool that is as trusted as the host's root and builds or deploys with your logins, on no network that others reach.",
    premise: [
      "Read in the source of Docker Compose (`useAPISocket`): the client adds a bind mount and a config with the logins of every registry; a variable",
      "`DOCKER_CONFIG` of the service's own keeps the path from being announced, not the file from being there. The first versions that knew the key",
      "(from 2.37.1) did this to every service of the project, not only to the one that asks. Compose takes only a bare `true`, no text and no variable.",
    ].join("\n"),
  },
  *check(service, context) {
    const { useApiSocket: setting, name } = service;
    if (setting === undefined || known(setting) !== true || isSocketProxy(service)) return;
    yield {
      on: setting,
      message: t`use_api_socket makes "${name.value}" root on the host and shows it your registry logins. Use a socket proxy that filters.`,
      fixes: () => [
        proxyFix(service, setting, context),
        {
          title: t("Remove use_api_socket: true"),
          class: "check",
          caveat: t("What the program asks the engine for fails, and so do pulls from registries that want a login."),
          change: context.edit.change({ op: "remove", target: setting }),
        },
      ],
    };
  },
});
