import type { ComposeProject } from "../project.js";
import { type CanonicalMap, filledMap, leaf, mapOf } from "./node.js";
import { canonicalService } from "./service.js";

/**
 * A project in the long form that `docker compose config` prints, from what the rules see and nothing else. Services of every profile are in
 * it. Left out are `x-` keys, and a `command` or `entrypoint` that is not given, for which Compose's JSON has a null; a `$` is not doubled.
 */
export function canonical(project: ComposeProject): CanonicalMap {
  return mapOf(undefined, [
    ["name", leaf(project.name)],
    [
      "services",
      filledMap(
        undefined,
        [...project.services].map(([name, service]) => [name, canonicalService(service)]),
      ),
    ],
  ]);
}
