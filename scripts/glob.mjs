import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Every file below a folder whose name has the ending, in a fixed order. */
export function globSync(folder, ending) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"))
    .sort();
}
