import { capabilities, dockerDefaultCapabilities, normaliseCapability } from "../knowledge/capabilities.js";
import type { Service } from "./project.js";
import { isUnresolved, type Sourced, type Unresolved } from "./sourced.js";

/**
 * The capabilities that the engine gives the container's root, by number; "unknown" when a variable decides.
 * The order of the tests is moby's (`TweakCapabilities`): privileged beats both lists, `cap_add: [ALL]` beats `cap_drop: [ALL]`,
 * and a capability in both lists stays. A name that the engine does not know counts as not written: the engine would create no container at
 * all, and what the file says otherwise is what will run once the name is mended.
 */
export function effectiveCapabilities(service: Service): readonly string[] | "unknown" {
  const privileged = service.privileged?.value;
  const add = names(service.capAdd.items);
  const drop = names(service.capDrop.items);
  if (privileged === true) return inOrder(() => true);
  if (isUnresolved(privileged) || add === "unknown" || drop === "unknown") return "unknown";
  if (add.has("ALL")) return inOrder((name) => !drop.has(name));
  if (drop.has("ALL")) return inOrder((name) => add.has(name));
  const defaults = new Set(dockerDefaultCapabilities);
  return inOrder((name) => add.has(name) || (defaults.has(name) && !drop.has(name)));
}

function inOrder(keep: (name: string) => boolean): readonly string[] {
  return capabilities.map(({ name }) => name).filter(keep);
}

function names(items: readonly Sourced<string | Unresolved>[]): ReadonlySet<string> | "unknown" {
  const found = new Set<string>();
  for (const { value } of items) {
    if (isUnresolved(value)) return "unknown";
    found.add(normaliseCapability(value));
  }
  return found;
}
