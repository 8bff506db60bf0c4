import { locateAll, type ProjectFiles } from "../engine/index.js";
import { folderAround } from "./files.js";
import type { ProjectSetting } from "./settings.js";

/** The projects that settings name, whose paths start in the workspace folder of a document, or beside it when it lies in none. */
export function locateProjects(projects: readonly ProjectSetting[], uri: string, folders: readonly string[]): readonly ProjectFiles[] {
  const base = folderAround(uri, folders)?.replace(/\/$/u, "") ?? uri.slice(0, uri.lastIndexOf("/"));
  return projects.flatMap(({ files, directory, envFiles }) => {
    const own = locateAll(base, files);
    if (own.files.length === 0) return [];
    const from = locateAll(base, directory === undefined ? [] : [directory]);
    const variables = locateAll(base, envFiles ?? []);
    const unread = [own, from, variables].flatMap((one) => one.unread ?? []);
    return [
      {
        files: own.files,
        ...(from.files[0] !== undefined && { directory: from.files[0].replace(/\/$/u, "") }),
        ...(envFiles !== undefined && { envFiles: variables.files }),
        ...(unread.length > 0 && { unread }),
      },
    ];
  });
}
