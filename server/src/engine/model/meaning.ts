import { toJson } from "./canonical/node.js";
import { canonicalService } from "./canonical/service.js";
import type { ComposeProject, Service } from "./project.js";

/** What a service means to Compose, as text: equal for two that would run alike, wherever and however their values are written. */
export function meaningOf(service: Service): string {
  const known = meanings.get(service) ?? JSON.stringify(toJson(canonicalService(service)));
  meanings.set(service, known);
  return known;
}

/** Each state of a project is compared with many others. */
const meanings = new WeakMap<Service, string>();

/** The names of the services that a project has in one state, and that mean something else in the other or are gone. */
export function changedServices(before: ComposeProject, after: ComposeProject): readonly string[] {
  return [...before.services].flatMap(([name, service]) => {
    const other = after.services.get(name);
    return other === undefined || meaningOf(other) !== meaningOf(service) ? [name] : [];
  });
}
