import type { Service } from "../project.js";
import { type CanonicalMap, filled, mapOf } from "./node.js";

/** One service in the long form. */
export function canonicalService(service: Service): CanonicalMap {
  return mapOf(service.name, [
    ["image", filled(service.image)],
    ["privileged", filled(service.privileged)],
    ["user", filled(service.user)],
  ]);
}
