import { undeclaredParts } from "../../server/src/engine/lint/offer.js";
import { changedServices } from "../../server/src/engine/model/meaning.js";
import type { TriedFix } from "./trial.js";

/** The resolved projects differ in what the rule declares of its fixes, at the finding's service and those that the fix names. */
export function changesWhatItSays({ finding, fix, before, after }: TriedFix): string | undefined {
  const named = new Set([finding.service, ...fix.affects]);
  for (const [index, project] of before.projects.entries()) {
    const now = after.projects[index];
    if (now === undefined) return "A project is gone.";
    const [more] = undeclaredParts(finding, project, now);
    if (more !== undefined) return `It changes more than it declares: ${more.service ?? ""} ${more.path}`;
    const other = changedServices(project.project, now.project).find((service) => !named.has(service));
    if (other !== undefined) return `It changes a service that it does not name: ${other}`;
  }
  return undefined;
}
