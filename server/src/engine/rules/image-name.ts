import type { Service } from "../model/project.js";
import { isUnresolved } from "../model/sourced.js";

/** The image's reference, without its tag where only that hangs on a variable; absent where the name does. */
export function imageName({ image }: Service): string | undefined {
  if (image === undefined) return undefined;
  if (!isUnresolved(image.value)) return image.value;
  return /^(?<name>[^$]+)[:@]\$/u.exec(image.value.unresolved)?.groups?.["name"];
}
