import { hostPathSpellings } from "../knowledge/host-paths.js";
import { asksForPath, readerNamed } from "../knowledge/host-readers.js";
import type { Service } from "../model/project.js";
import { imageName } from "./image-name.js";

/**
 * Whether a service's image looks after this path of the host by its purpose, as its makers document it. For an image that is built,
 * or named by a variable, the service's name tells.
 */
export function isMadeFor(service: Service, path: string, writable: boolean): boolean {
  const image = imageName(service) ?? readerNamed(service.name.value);
  return image !== undefined && hostPathSpellings(path).some((spelling) => asksForPath(image, spelling, writable));
}
