import type { Logging } from "../model/attributes.js";
import { isUnresolved, known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { composeService, cwe } from "./references.js";
import { serviceRule } from "./rule.js";

export const logGrowthUnbounded = serviceRule({
  id: "log-growth-unbounded",
  title: "Log that grows without end",
  category: "resources",
  severity: "hint",
  preset: "strict",
  changes: ["logging"],
  references: [
    cwe(779),
    composeService("logging"),
    { title: "Docker: JSON file logging driver", url: "https://docs.docker.com/engine/logging/drivers/json-file/" },
  ],
  docs: {
    why: "The engine's usual driver, `json-file`, keeps everything a service prints in one file that grows until the host's disk is full; then all services stop.",
    attack: [
      "Requests that make the service print an error each are sent day and night.",
      "The log fills the host's disk: databases cannot write, and nobody can log in.",
    ],
    fix: "Set `max-size` and `max-file` under `logging.options`, or use the driver `local`, which keeps the size in check by itself.",
    fine: "The engine's own configuration (`daemon.json`) limits the size for all containers, or names another driver.",
    premise:
      "An engine without configuration uses `json-file` without a limit; which one it uses no compose file shows. Source: Docker's documentation of logging drivers.",
  },
  *check(service, { edit }) {
    const { logging, name } = service;
    if (service.partial || service.provider !== undefined || !mayGrow(logging)) return;
    const options = { "max-size": "10m", "max-file": "3" };
    const into = logging === undefined ? undefined : ({ ...logging.item, value: "mapping" } as const);
    yield {
      on: logging?.item ?? name,
      underline: "key",
      message: t`The log of "${name.value}" may grow until the host's disk is full. Set max-size and max-file under logging.`,
      fixes: () => [
        {
          title: t("Keep three log files of at most 10 MB"),
          class: "recommended",
          caveat: t("Older lines are dropped. When the engine uses another driver than json-file, this service no longer does."),
          change: edit.change(
            into === undefined
              ? { op: "set", into: service.body, key: "logging", value: { driver: "json-file", options } }
              : { op: "set", into, key: "options", value: options },
          ),
        },
      ],
    };
  },
});

/** Whether the driver is the usual one without a limit; what a variable decides is not judged. */
function mayGrow(logging: Logging | undefined): boolean {
  if (logging === undefined) return true;
  const { driver, options } = logging;
  if (driver !== undefined && (isUnresolved(driver.value) || known(driver) !== "json-file")) return false;
  return options.list === undefined;
}
