import { type CancellationToken, FileType, RelativePattern, Uri, type WorkspaceFolder, workspace } from "vscode";
import { matchesGlob } from "../../server/src/glob.js";
import { composeFileNames, documentSchemes, foreignFolders, sharedFileNames } from "../../server/src/which-files.js";
import { anywhere } from "./selector.js";

/** More compose files than this are the collection of somebody who studies them. */
export const maxFiles = 5000;

/** Where the editor cannot search, folders are listed one by one; each is a question to another machine. */
const maxFolders = 2000;

/** What was found in the folders of the workspace. */
export interface FoundFiles {
  readonly uris: readonly Uri[];
  /** There are more than were taken. */
  readonly isCut: boolean;
}

/** The compose files of all workspace folders: by the usual names, the setting `files.include`, and those that `projects` names. */
export async function findComposeFiles(token: CancellationToken): Promise<FoundFiles> {
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => documentSchemes.includes(uri.scheme));
  const found = await Promise.all(folders.map((folder) => findIn(folder, token)));
  // A folder may lie in another one.
  const all = [...new Map(found.flat().map((uri) => [uri.toString(), uri])).values()];
  return { uris: all.slice(0, maxFiles), isCut: all.length > maxFiles };
}

/** Whether a path is that of a compose file by its name or the globs of `files.include`. */
export function isNamedLikeOne(uri: Uri): boolean {
  return [...composeFileNames, ...sharedFileNames, ...includeOf(uri)].some((glob) => matchesGlob(glob, uri.path));
}

async function findIn(folder: WorkspaceFolder, token: CancellationToken): Promise<readonly Uri[]> {
  const include = includeOf(folder.uri);
  const globs = [`**/{${[...composeFileNames, ...sharedFileNames].flatMap(spelled).join(",")}}`, ...include.map(anywhere)];
  const found = searchedSchemes.has(folder.uri.scheme) ? await Promise.all(globs.map((glob) => search(folder, glob, token))) : [undefined];
  const listed = found.includes(undefined) ? await list(folder.uri, token) : found.flatMap((one) => one ?? []);
  return [...listed, ...projectFilesOf(folder)];
}

/** Where the editor can search. In any other place it waits for somebody who could, without an end. */
const searchedSchemes: ReadonlySet<string> = new Set(["file", "vscode-remote", "vscode-vfs", "vscode-test-web"]);

/** A search on another machine that has not ended by then is given up: there may be nobody who searches. */
const searchMilliseconds = 20_000;

/** Absent where nobody could search. */
async function search(folder: WorkspaceFolder, glob: string, token: CancellationToken): Promise<readonly Uri[] | undefined> {
  const found = workspace.findFiles(new RelativePattern(folder, glob), excludeOf(folder), maxFiles + 1, token);
  if (folder.uri.scheme === "file") return found;
  const late = new Promise<undefined>((done) => setTimeout(() => done(undefined), searchMilliseconds));
  return Promise.race([found, late]).catch(() => undefined);
}

/** What a person hid from the explorer or from searching, and folders of other people's files. */
function excludeOf({ uri }: WorkspaceFolder): string {
  const hidden = ["files.exclude", "search.exclude"].flatMap((key) => {
    const globs = workspace.getConfiguration(undefined, uri).get<Readonly<Record<string, unknown>>>(key) ?? {};
    return Object.entries(globs).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
  });
  // Groups do not nest: a glob that has one goes without.
  const plain = hidden.filter((glob) => !/[{}]/u.test(glob));
  return `{${[...new Set([...plain, ...foreignFolders.map((name) => `**/${name}/**`)])].join(",")}}`;
}

/** The names of a glob with one group of choices. */
function spelled(glob: string): readonly string[] {
  const [, before = "", choices, after = ""] = /^(.*)\{(.*)\}(.*)$/u.exec(glob) ?? [];
  return choices === undefined ? [glob] : choices.split(",").map((choice) => before + choice + after);
}

/** Goes through the folders of a file system that cannot be searched, nearest first. */
async function list(root: Uri, token: CancellationToken): Promise<readonly Uri[]> {
  const files: Uri[] = [];
  const folders = [root];
  for (let at = 0; at < folders.length && at < maxFolders && files.length <= maxFiles && !token.isCancellationRequested; at++) {
    const folder = folders[at] ?? root;
    for (const [name, type] of await entriesOf(folder)) {
      const uri = Uri.joinPath(folder, name);
      if ((type & FileType.SymbolicLink) !== 0) continue;
      if (type === FileType.Directory && !foreignFolders.includes(name) && name !== ".git") folders.push(uri);
      else if (type === FileType.File && isNamedLikeOne(uri)) files.push(uri);
    }
  }
  return files;
}

async function entriesOf(folder: Uri): Promise<readonly [string, FileType][]> {
  try {
    return await workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}

function includeOf(scope: Uri): readonly string[] {
  return texts(workspace.getConfiguration("watertight", scope).get<unknown>("files.include"));
}

function projectFilesOf({ uri }: WorkspaceFolder): readonly Uri[] {
  const projects = workspace.getConfiguration("watertight", uri).get<unknown>("projects");
  return (Array.isArray(projects) ? projects : [])
    .flatMap((project: unknown) => (typeof project === "object" && project !== null && "files" in project ? texts(project.files) : []))
    .filter((path) => !/^(?:\/|[a-z]:|~)/iu.test(path))
    .map((path) => Uri.joinPath(uri, path))
    .filter(({ path }) => path.startsWith(`${uri.path.replace(/\/$/u, "")}/`));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
