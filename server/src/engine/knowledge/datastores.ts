import { imageFacts, parseImageReference } from "./images.js";
import { datastorePorts } from "./ports/datastores.js";

const categories: ReadonlySet<string> = new Set(["database", "cache", "search", "messaging", "storage"]);

/** Whether an image holds data or messages for other services: databases, caches, search, queues, object stores. */
export function isDatastore(image: string): boolean {
  if (categories.has(imageFacts(image)?.category ?? "")) return true;
  const { repository } = parseImageReference(image);
  return datastorePorts.some(({ images }) => images.some((one) => parseImageReference(one).repository === repository));
}
