import type { SyntaxFile } from "../syntax/tree.js";
import type { FileAnswer, Sources } from "./sources.js";

/** Opens the files of one project, and remembers which it asked for. */
export interface Loader {
  /** The tree of a file, or why there is none. */
  yaml(uri: string): SyntaxFile | NoFile;
  /** The text of a file that is none of Compose's: variables. */
  text(uri: string): FileAnswer | "too many";
  /** The tree of a file that takes no part in the project. */
  aside(uri: string): SyntaxFile | undefined;
  /** Whether there is a file, read or not; false while nobody has looked. */
  isThere(uri: string): boolean;
  /** Every compose file that was opened, in the order of opening. */
  readonly opened: ReadonlyMap<string, SyntaxFile>;
  /** Every file asked for, there or not. */
  readonly asked: ReadonlySet<string>;
  /** Those that nobody has looked for yet. */
  readonly wanted: ReadonlySet<string>;
}

export type NoFile = Exclude<FileAnswer, { readonly text: string }> | "too many";

/** More compose files than this do not belong to one project; following them would only cost time. As many files with variables go with them. */
export const maxFiles = 200;

export function startLoader(sources: Sources): Loader {
  const opened = new Map<string, SyntaxFile>();
  const compose = new Set<string>();
  const variables = new Set<string>();
  const asked = new Set<string>();
  const wanted = new Set<string>();

  function ask(uri: string): FileAnswer {
    asked.add(uri);
    const answer = sources.read(uri);
    if (answer === "unknown") wanted.add(uri);
    return answer;
  }

  function askWithin(kind: Set<string>, uri: string): FileAnswer | "too many" {
    if (!kind.has(uri) && kind.size >= maxFiles) return "too many";
    kind.add(uri);
    return ask(uri);
  }

  function spelt(written: string): string {
    return sources.spelling?.(written) ?? written;
  }

  return {
    opened,
    asked,
    wanted,
    text: (written) => askWithin(variables, spelt(written)),
    aside(written) {
      const answer = ask(spelt(written));
      return typeof answer !== "string" && "text" in answer ? sources.parse(spelt(written), answer.text) : undefined;
    },
    isThere(written) {
      const answer = ask(spelt(written));
      return answer !== "absent" && answer !== "unknown";
    },
    yaml(written) {
      const uri = spelt(written);
      const before = opened.get(uri);
      if (before !== undefined) return before;
      const answer = askWithin(compose, uri);
      if (typeof answer === "string" || "refused" in answer) return answer;
      const file = sources.parse(uri, answer.text);
      opened.set(uri, file);
      return file;
    },
  };
}
