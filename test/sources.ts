import type { FileAnswer, Sources } from "../server/src/engine/model/sources.js";
import { parse } from "../server/src/engine/syntax/parse.js";

/** Sources of a few files by their URIs; for any other file the answer is `missing`. */
export function sourcesOf(files: Readonly<Record<string, string>>, missing: FileAnswer = "absent"): Sources {
  return {
    read: (uri) => {
      const text = files[uri];
      return text === undefined ? missing : { text };
    },
    parse,
  };
}
