import { URI } from "vscode-uri";
import { locate, type ProjectFiles } from "../engine/index.js";
import type { ProjectSetting } from "./settings.js";

/** The projects that settings name, whose paths start in the workspace folder of a document, or beside it when it lies in none. */
export function locateProjects(projects: readonly ProjectSetting[], uri: string, folders: readonly string[]): readonly ProjectFiles[] {
  const base = folderOf(uri, folders);
  return projects.flatMap(({ files, directory, envFiles }) => {
    const found = files.flatMap((path) => locate(base, path) ?? []);
    if (found.length === 0) return [];
    const from = directory === undefined ? undefined : locate(base, directory);
    return [
      {
        files: found,
        ...(from !== undefined && { directory: from.replace(/\/$/u, "") }),
        ...(envFiles !== undefined && { envFiles: envFiles.flatMap((path) => locate(base, path) ?? []) }),
      },
    ];
  });
}

/** The innermost workspace folder around a document. */
function folderOf(uri: string, folders: readonly string[]): string {
  const { path } = URI.parse(uri);
  const around = folders
    .map((folder) => folder.replace(/\/$/u, ""))
    .filter((folder) => path.startsWith(`${URI.parse(folder).path}/`))
    .toSorted((a, b) => b.length - a.length);
  return around[0] ?? uri.slice(0, uri.lastIndexOf("/"));
}
