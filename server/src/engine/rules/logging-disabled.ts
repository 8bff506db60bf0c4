import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe } from "./references.js";
import { serviceRule } from "./rule.js";

export const loggingDisabled = serviceRule({
  id: "logging-disabled",
  title: "No log is kept",
  category: "resources",
  severity: "information",
  changes: ["logging"],
  references: [
    cisDocker("2.13"),
    cwe(778),
    composeService("logging"),
    { title: "Docker: configure logging drivers", url: "https://docs.docker.com/engine/logging/configure/" },
  ],
  docs: {
    why: "With the driver `none` whatever the service prints is lost: after a break-in nobody can tell what happened, when, and how far it went.",
    attack: [
      "An intruder tries the service until one way in works; nothing writes the failures down.",
      "Afterwards there is no trace to follow, and the way in stays open.",
    ],
    fix: "Remove the line: the engine then keeps the log. Where its size is the trouble, set `max-size` and `max-file` under `options`.",
    fine: "The program writes its own log to a volume or sends it to a collector.",
    premise: "The driver of one service wins over the engine's. Source: Docker's documentation of logging drivers.",
  },
  *check({ logging, name }, { edit }) {
    const driver = logging?.driver;
    if (logging === undefined || driver === undefined || known(driver) !== "none") return;
    yield {
      on: driver,
      message: t`What "${name.value}" prints is lost, the traces of a break-in too. Remove the driver none, and limit the log's size instead.`,
      fixes: () => [
        {
          title: t("Keep a log of at most 30 MB"),
          class: "recommended",
          caveat: t("The log is kept on the host's disk, under the engine's folder."),
          change: edit.change(
            { op: "replace", target: driver, value: "local" },
            ...(logging.options.list === undefined
              ? [
                  {
                    op: "set",
                    into: { ...logging.item, value: "mapping" },
                    key: "options",
                    value: { "max-size": "10m", "max-file": "3" },
                  } as const,
                ]
              : []),
          ),
        },
        {
          title: t("Remove logging, keep what the engine does"),
          class: "recommended",
          caveat: t("The engine's own driver keeps the log; json-file, the usual one, lets it grow without end."),
          change: edit.change({ op: "remove", target: logging.item }),
        },
      ],
    };
  },
});
