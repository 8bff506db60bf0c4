import type { Service } from "./project.js";
import { isUnresolved } from "./sourced.js";

/** Who the service's first process runs as, by its own `user`: "root", "other", or "image" when the image decides or a variable does. */
export function effectiveUser({ user }: Service): "root" | "other" | "image" {
  if (user === undefined || isUnresolved(user.value) || user.value === "") return "image";
  const name = user.value.split(":")[0] ?? "";
  // Without a name before the colon it is uid 0, whatever the image says.
  return name === "" || name === "root" || /^\+?0+$/u.test(name) ? "root" : "other";
}
