import { type CanonicalNode, toJson } from "./canonical/node.js";
import { canonicalSections } from "./canonical/project.js";
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

/** A part of a project that means something else in another of its states. */
export interface ChangedPart {
  /** The service that it belongs to; absent for what the services share. */
  readonly service: string | undefined;
  /** Such as `ports` or `deploy.resources.limits.cpus` of a service, and `/networks.default` or, for a service that comes or goes, `/services`. */
  readonly path: string;
}

/** In what two states of a project differ, down to what is no mapping. */
export function changedParts(before: ComposeProject, after: ComposeProject): readonly ChangedPart[] {
  const names = new Set([...before.services.keys(), ...after.services.keys()]);
  const ofServices = [...names].flatMap((service): readonly ChangedPart[] => {
    const [old, now] = [before.services.get(service), after.services.get(service)];
    if (old === undefined || now === undefined) return [{ service, path: "/services" }];
    if (meaningOf(old) === meaningOf(now)) return [];
    return changedPaths("", canonicalService(old), canonicalService(now)).map((path) => ({ service, path }));
  });
  const now = new Map(canonicalSections(after));
  const ofProject = canonicalSections(before).flatMap(([key, section]) => changedPaths(`/${key}`, section, now.get(key)));
  return [...ofServices, ...ofProject.map((path) => ({ service: undefined, path }))];
}

function changedPaths(path: string, before: CanonicalNode | undefined, after: CanonicalNode | undefined): readonly string[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (old !== undefined && now !== undefined && old.size + now.size > 0) {
    const below = (key: string) => (path === "" ? key : `${path}.${key}`);
    return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => changedPaths(below(key), old.get(key), now.get(key)));
  }
  return textOf(before) === textOf(after) ? [] : [path];
}

/** Of a mapping, and of one that is not there. */
function entriesOf(node: CanonicalNode | undefined): ReadonlyMap<string, CanonicalNode> | undefined {
  if (node === undefined) return new Map();
  return node.kind === "map" ? node.entries : undefined;
}

function textOf(node: CanonicalNode | undefined): string | undefined {
  return node && JSON.stringify(toJson(node));
}
