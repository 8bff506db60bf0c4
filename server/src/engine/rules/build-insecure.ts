import type { Build } from "../model/build.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const buildInsecure = serviceRule({
  id: "build-insecure",
  title: "Build steps without protection",
  category: "build",
  severity: "warning",
  changes: ["build.entitlements", "build.network", "build.privileged"],
  references: [
    owaspDocker(3),
    cwe(250),
    { title: "Compose: build, privileged", url: "https://docs.docker.com/reference/compose-file/build/#privileged" },
    { title: "Compose: build, entitlements", url: "https://docs.docker.com/reference/compose-file/build/#entitlements" },
    { title: "Compose: build, network", url: "https://docs.docker.com/reference/compose-file/build/#network" },
  ],
  docs: {
    why: [
      "`RUN` lines run what packages and installers bring along. With `privileged` or `security.insecure` they do so with every capability and without",
      "seccomp, so that a bad package owns the builder; with the host's network they reach what listens on its `127.0.0.1`.",
    ].join("\n"),
    attack: [
      "A dependency's install script is changed by whoever got at its account.",
      "During the build it mounts the builder's disk, or talks to the database on the builder's localhost.",
    ],
    fix: "Remove the line. Caches and secrets come in by `RUN --mount`; a step that really needs a device belongs on a machine of its own.",
    fine: "The builder is thrown away after each build and holds nothing of worth.",
    premise: [
      "Compose asks BuildKit for the entitlement `security.insecure` when `build.privileged` is set, and grants it without a question; a step uses it",
      "by `RUN --security=insecure`. Source: docker/compose, pkg/compose/build_bake.go.",
    ].join("\n"),
  },
  *check({ build, name }, { edit }) {
    if (build === undefined) return;
    for (const { on, shown, gain, loss } of grantsOf(build)) {
      yield {
        on,
        message: t`${shown} lets build steps of "${name.value}" ${gain}. Remove it.`,
        fixes: () => [{ title: t`Remove ${shown}`, class: "check", caveat: loss, change: edit.change({ op: "remove", target: on }) }],
      };
    }
  },
});

interface Grant {
  readonly on: Sourced<unknown>;
  readonly shown: string;
  readonly gain: string;
  readonly loss: string;
}

const insecure = { gain: "own the builder: all capabilities, no seccomp", loss: "Steps with RUN --security=insecure fail." };
const network = {
  gain: "reach what listens on the builder's 127.0.0.1",
  loss: "Steps that use a service on the builder's localhost fail.",
};

function grantsOf({ privileged, entitlements, network: mode }: Build): readonly Grant[] {
  return [
    ...(privileged !== undefined && known(privileged) === true ? [{ on: privileged, shown: "build.privileged", ...insecure }] : []),
    ...(mode !== undefined && known(mode) === "host" ? [{ on: mode, shown: "build.network: host", ...network }] : []),
    ...entitlements.items.flatMap((item) => {
      const value = known(item);
      if (value === "security.insecure") return [{ on: item, shown: value, ...insecure }];
      return value === "network.host" ? [{ on: item, shown: value, ...network }] : [];
    }),
  ];
}
