import type { ComposeProject, Service } from "../model/project.js";
import { known } from "../model/sourced.js";

/** Whether the service does one thing and ends: others wait for its success, or it is a tool that a person starts by hand. */
export function isOneShot(service: Service, project: ComposeProject): boolean {
  const isTool = service.profiles.items.length > 0 && known(service.restart) === "no";
  return isTool || [...project.services.values()].some((other) => waitsForSuccess(other, service));
}

function waitsForSuccess({ dependsOn }: Service, { name }: Service): boolean {
  return dependsOn.items.some((one) => known(one.name) === name.value && known(one.condition) === "service_completed_successfully");
}
