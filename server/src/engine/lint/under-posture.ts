import type { ComposeProject } from "../model/project.js";
import { known } from "../model/sourced.js";
import { type EnginePosture, engineWords, type PostureEffect } from "../rules/engine-posture.js";
import type { Report, Rule, Severity } from "../rules/rule.js";
import { capitalised } from "../text/in-words.js";
import { t } from "../text/l10n.js";

/** What a rule's findings are on an engine; absent where they are what they always are. */
export function effectOf({ posture: effects }: Rule, posture: EnginePosture = "rootful"): PostureEffect | undefined {
  return posture === "rootful" ? undefined : effects?.[posture];
}

/** A report as it holds on an engine: with that severity, unless the person has chosen one, and with what holds there in its message. */
export function underPosture<Raised extends { readonly rule: Rule; readonly severity: Severity | "folded"; readonly report: Report }>(
  raised: Raised,
  project: ComposeProject,
  posture: EnginePosture = "rootful",
  isChosen = false,
): Raised {
  const { rule, report } = raised;
  const effect = effectOf(rule, posture);
  if (effect === undefined || posture === "rootful" || leavesMapping(project, report, posture, rule)) return raised;
  const engine = engineWords[posture];
  const where = report.service === undefined ? capitalised(t(engine)) : t`"${report.service}" ${engine}`;
  const message = [t`${where}: ${effect.because}.`, ...remedyIn(report.message)].join(" ");
  return { ...raised, severity: isChosen ? raised.severity : effect.severity, report: { ...report, message } };
}

/** A service for which `userns-remap` is switched off runs as on any other engine, save for the finding that it is. */
function leavesMapping({ services }: ComposeProject, { service }: Report, posture: EnginePosture, { id }: Rule): boolean {
  const mode = service === undefined ? undefined : services.get(service)?.usernsMode;
  return posture === "userns-remap" && id !== "userns-host" && mode !== undefined && known(mode) === "host";
}

/** The last sentence of a message says what to do. */
function remedyIn(message: string): readonly string[] {
  return message
    .split(/(?<=[.?]) (?=\p{Lu})|(?<=[。？])/u)
    .slice(1)
    .slice(-1);
}
