import type { SyntaxFile } from "../syntax/tree.js";

/** What is known of another file: its text; that it does not exist; why it is not read; or that nobody has looked yet, which makes it `wanted`. */
export type FileAnswer = { readonly text: string } | { readonly refused: string } | "absent" | "unknown";

export type FileReader = (uri: string) => FileAnswer;

/** Where a project's texts come from. */
export interface Sources {
  readonly read: FileReader;
  /** Parses a text; may answer with the tree of an earlier time when it is the same text. */
  readonly parse: (uri: string, text: string) => SyntaxFile;
  /** The URI under which the reader knows a file; two spellings may lead to one file. */
  readonly spelling?: (uri: string) => string;
}
