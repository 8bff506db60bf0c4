import type { SyntaxFile } from "../syntax/tree.js";
import { parseDotenv } from "./dotenv.js";
import type { Variable, Variables } from "./interpolate.js";
import type { Problem } from "./project.js";
import { placeIn } from "./view.js";

/** Reads another file: its text, or that it does not exist, or that nobody has looked yet, which makes it `wanted`. */
export type FileReader = (uri: string) => { readonly text: string } | "absent" | "unknown";

/** The variables that a project can see, and the files they came from. */
export interface Environment {
  readonly variables: Variables;
  readonly read: ReadonlySet<string>;
  readonly wanted: readonly string[];
}

/** The `.env` beside a compose file. It is read when the first variable is asked for; the variables of the shell are not known. */
export function environmentOf(file: SyntaxFile, read: FileReader, problems: Problem[]): Environment {
  const asked = new Set<string>();
  const wanted: string[] = [];
  let variables: ReadonlyMap<string, Variable> | undefined;
  return { variables: lookUp, read: asked, wanted };

  function lookUp(name: string): Variable | undefined {
    variables ??= load();
    return variables.get(name);
  }

  function load(): ReadonlyMap<string, Variable> {
    const uri = siblingUri(file.uri, ".env");
    if (uri === undefined) return new Map();
    asked.add(uri);
    const found = read(uri);
    if (found === "unknown") wanted.push(uri);
    if (typeof found === "string") return new Map();
    const parsed = parseDotenv(found.text);
    if (parsed.problem !== undefined) {
      const message = `The file .env cannot be read from line ${parsed.problem.line} on: ${parsed.problem.message}.`;
      problems.push({ code: "bad-env-file", message, at: placeIn(file, { start: 0, end: 0 }), fatal: true });
    }
    return parsed.variables;
  }
}

/** The URI of a file in the same directory; absent for a document that lies in none. */
function siblingUri(uri: string, name: string): string | undefined {
  const path = uri.replace(/[?#].*$/u, "");
  const slash = path.lastIndexOf("/");
  return slash < 0 ? undefined : path.slice(0, slash + 1) + name;
}
