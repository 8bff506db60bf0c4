/** The URI of the directory in which a document lies, without the last slash; absent for a document that lies in none. */
export function directoryUri(uri: string): string | undefined {
  const path = uri.replace(/[?#].*$/u, "");
  const slash = path.lastIndexOf("/");
  return slash < 0 ? undefined : path.slice(0, slash);
}

/** The last name of a URI, as a person reads it. */
export function nameOf(uri: string): string {
  return decoded(uri.slice(uri.lastIndexOf("/") + 1));
}

/** How a person who looks at one file names another; the whole URI where they lie in different kinds of places. */
export function relativePath(from: string, to: string): string {
  const [, root, path = ""] = rooted.exec(from) ?? [];
  const [, otherRoot, otherPath = ""] = rooted.exec(to) ?? [];
  if (root === undefined || root !== otherRoot) return to;
  const here = path.split("/").slice(0, -1);
  const there = otherPath.split("/");
  let common = 0;
  while (common < here.length && common < there.length - 1 && here[common] === there[common]) common++;
  return [...here.slice(common).map(() => ".."), ...there.slice(common).map(decoded)].join("/");
}

/** Scheme and authority, and the path. */
const rooted = /^([a-z][a-z0-9+.-]*:(?:\/\/[^/]*)?)(\/[^?#]*)$/iu;

/** Whether Compose fetches this from another machine: an OCI artifact or a git repository. */
export function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]+:\/\/|git@|github\.com\/)/iu.test(path) || /\.git(?:[#?].*)?$/iu.test(path);
}

/** Where a path leads that is written in a file, as a URI. Absent when that is not on the same disk, or below the home directory of whoever runs Compose. */
export function locate(directory: string, path: string): string | undefined {
  if (isRemote(path) || path.startsWith("~")) return undefined;
  const [, root = "", from = ""] = /^([a-z][a-z0-9+.-]*:(?:\/\/[^/]*)?)(.*)$/iu.exec(directory) ?? [];
  if (root === "") return undefined;
  const drive = /^[A-Za-z]:(?=[\\/])/u.test(path);
  const names = (drive ? path.replaceAll("\\", "/") : path).split("/");
  const start = path.startsWith("/") || drive ? [] : from.split("/").map(decoded);
  const kept: string[] = [];
  for (const name of [...start, ...names]) {
    if (name === "" || name === ".") continue;
    if (name === "..") kept.pop();
    else kept.push(name);
  }
  return `${root}/${kept.map(encoded).join("/")}`;
}

/** One spelling for URIs that lead to the same file: clients escape more or fewer characters. */
export function canonicalUri(uri: string): string {
  const [, root, path] = rooted.exec(uri) ?? [];
  return root === undefined || path === undefined ? uri : root + path.split("/").map(decoded).map(encoded).join("/");
}

/** Escaped as VS Code does. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    // Not escaped as it should be: then it stands for itself.
    return name;
  }
}
