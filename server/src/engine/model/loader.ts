import type { SyntaxFile } from "../syntax/tree.js";
import type { FileAnswer, Sources } from "./sources.js";

/** Opens the files of one project, and remembers which it asked for. */
export interface Loader {
  /** The tree of a file, or why there is none. */
  yaml(uri: string): SyntaxFile | Exclude<FileAnswer, { readonly text: string }>;
  text(uri: string): FileAnswer;
  /** Every compose file that was opened, in the order of opening. */
  readonly opened: ReadonlyMap<string, SyntaxFile>;
  /** Every file asked for, there or not. */
  readonly asked: ReadonlySet<string>;
  /** Those that nobody has looked for yet. */
  readonly wanted: ReadonlySet<string>;
}

/** More files than this do not belong to one project; following them would only cost time. */
export const maxFiles = 200;

export function startLoader(sources: Sources): Loader {
  const opened = new Map<string, SyntaxFile>();
  const asked = new Set<string>();
  const wanted = new Set<string>();

  function text(written: string): FileAnswer {
    const uri = sources.spelling?.(written) ?? written;
    if (!asked.has(uri) && asked.size >= maxFiles) return { refused: `one project has at most ${maxFiles} files` };
    asked.add(uri);
    const answer = sources.read(uri);
    if (answer === "unknown") wanted.add(uri);
    return answer;
  }

  return {
    opened,
    asked,
    wanted,
    text,
    yaml(written) {
      const uri = sources.spelling?.(written) ?? written;
      const before = opened.get(uri);
      if (before !== undefined) return before;
      const answer = text(uri);
      if (answer === "absent" || answer === "unknown" || "refused" in answer) return answer;
      const file = sources.parse(uri, answer.text);
      opened.set(uri, file);
      return file;
    },
  };
}
