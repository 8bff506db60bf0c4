import type { ComposeProject, Service } from "./project.js";

/** Where a value is written and in which form: two services with different ones may still be the same to Compose. */
const places: ReadonlySet<string> = new Set(
  "at key via variables list item body written keys layers form syntax options separator backing partial".split(" "),
);

/** What a service means to Compose, as text: equal for two that would run alike, wherever and however their values are written. */
export function meaningOf(service: Service): string {
  return JSON.stringify(service, (name, value: unknown) => (places.has(name) ? undefined : value));
}

/** The names of the services that two states of a project both have and that mean something else in the second. */
export function changedServices(before: ComposeProject, after: ComposeProject): readonly string[] {
  return [...before.services].flatMap(([name, service]) => {
    const other = after.services.get(name);
    return other === undefined || meaningOf(other) !== meaningOf(service) ? [name] : [];
  });
}
