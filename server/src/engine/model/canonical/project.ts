import type { ComposeProject } from "../project.js";
import type { Model } from "../top-level.js";
import { texts } from "./items.js";
import { type CanonicalMap, type CanonicalNode, type Entry, filled, filledMap, mapOf } from "./node.js";
import { canonicalService } from "./service.js";
import { file, networks, projectName, volume } from "./top-level.js";

/**
 * A project in the long form that `docker compose config` prints, from what the rules see and nothing else: services of every profile, resources
 * that nobody uses, too. What Compose's JSON has in addition is left out: `x-` keys, nulls for a `command` or `entrypoint` that is not given,
 * and mappings without a word in them (`ipam`, `resources`, `placement`, `exec`). A `$` is not doubled.
 */
export function canonical(project: ComposeProject): CanonicalMap {
  const [name, ...sections] = canonicalSections(project);
  const services = [...project.services].map(([key, service]) => [key, canonicalService(service)] as const);
  return mapOf(undefined, [name, ["services", mapOf(undefined, services)], ...sections]);
}

/** What such a project says beside its services: its name first, then the things that they share. */
export function canonicalSections(project: ComposeProject): readonly [Entry, ...Entry[]] {
  const name = projectName(project);
  return [
    ["name", name],
    ["networks", networks(project, name)],
    ["volumes", all(project.volumes, (one) => volume(one, name))],
    ["secrets", all(project.secrets, (one) => file(one, name))],
    ["configs", all(project.configs, (one) => file(one, name))],
    ["models", all(project.models, model)],
  ];
}

function all<T>(things: ReadonlyMap<string, T>, node: (thing: T) => CanonicalNode): CanonicalMap | undefined {
  return filledMap(
    undefined,
    [...things].map(([key, thing]) => [key, node(thing)]),
  );
}

function model({ name, engineName, model: source, contextSize, runtimeFlags }: Model): CanonicalMap {
  return mapOf(name, [
    ["name", filled(engineName)],
    ["model", filled(source)],
    ["context_size", filled(contextSize)],
    ["runtime_flags", texts(runtimeFlags)],
  ]);
}
