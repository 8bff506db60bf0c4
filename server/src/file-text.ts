/** What server, client and command line have in common when they read a file that a compose file leads to. */

/** Larger files are not read by editors: no `.env` and no compose file comes near. */
export const maxReadBytes = 1_000_000;

/** Why a file that is there is not read, as half a sentence. */
export const refusals = {
  folder: "it is a folder",
  notPlain: "it is no plain file",
  tooLarge: "it is larger than 1 MB",
  denied: "permission is denied",
  loop: "its links lead in a circle",
  link: "it is a link that leads out of the workspace (the setting watertight.files.readOutsideWorkspace allows it)",
  outside: "it lies outside of the workspace (the setting watertight.files.readOutsideWorkspace allows it)",
  notText: "it is no UTF-8 text",
  failed: "it cannot be read",
} as const;

/**
 * The text of a file, without a byte order mark. Compose refuses YAML that is not in UTF-8 or UTF-16, and takes files with variables as they
 * are: there what is no character becomes a mark.
 */
export function decodeText(bytes: Uint8Array, name: string): string | { readonly refused: string } {
  const encoding = encodings.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte))?.encoding ?? "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: /\.ya?ml$/iu.test(name) }).decode(bytes);
  } catch {
    return { refused: refusals.notText };
  }
}

const encodings = [
  { mark: [0xff, 0xfe], encoding: "utf-16le" },
  { mark: [0xfe, 0xff], encoding: "utf-16be" },
] as const;
