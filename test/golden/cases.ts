import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One project as files, and what `docker compose` is told of it; all paths start in the project's folder. */
export interface Case {
  readonly name: string;
  /** `-f`; empty where Compose looks for the files itself. */
  readonly files: readonly string[];
  /** `--project-directory`. */
  readonly projectDirectory: string | undefined;
  /** `--env-file`. */
  readonly envFiles: readonly string[];
  /** The files by their paths. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The folder with the cases and Compose's answers to them. */
export const goldenFolder = fileURLToPath(new URL("../../../test/golden", import.meta.url));

/** Every file of cases, by its name without the ending. */
export function caseFiles(): ReadonlyMap<string, readonly Case[]> {
  const names = readdirSync(goldenFolder).flatMap((name) => (name.endsWith(".cases") ? [name.slice(0, -".cases".length)] : []));
  return new Map(names.toSorted().map((name) => [name, parseCases(readFileSync(`${goldenFolder}/${name}.cases`, "utf8"))]));
}

/** Reads cases; the form is explained at the top of files.cases. */
export function parseCases(text: string): readonly Case[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/^=== /mu)
    .slice(1)
    .map((part) => {
      const [head = "", ...files] = part.split(/^--- /mu);
      return { ...readHead(head.trim()), texts: new Map(files.map(readFile)) };
    });
}

function readHead(head: string): Omit<Case, "texts"> {
  const [name = "", ...words] = head.split(/\s+/u);
  const options = new Map<string, string[]>();
  let values: string[] = [];
  for (const word of words) {
    if (!word.startsWith("-")) values.push(word);
    else {
      values = [];
      options.set(word, values);
    }
  }
  return {
    name,
    files: options.get("-f") ?? [],
    projectDirectory: options.get("--project-directory")?.[0],
    envFiles: options.get("--env-file") ?? [],
  };
}

function readFile(part: string): readonly [path: string, text: string] {
  const end = part.indexOf("\n");
  const [path = "", ...forms] = part.slice(0, end).split(" ");
  // The blank line before the next case is not part of a file.
  const text = part.slice(end + 1).replace(/\n+$/u, "\n");
  const ended = forms.includes("(open)") ? text.slice(0, -1) : text;
  const lines = forms.includes("(crlf)") ? ended.replaceAll("\n", "\r\n") : ended;
  return [path, forms.includes("(bom)") ? `\uFEFF${lines}` : lines];
}

/** Writes cases so that they can be read again. */
export function printCases(cases: readonly Case[]): string {
  return cases.map(printCase).join("\n");
}

function printCase({ name, files, projectDirectory, envFiles, texts }: Case): string {
  const head = [
    "===",
    name,
    ...(files.length > 0 ? ["-f", ...files] : []),
    ...(projectDirectory === undefined ? [] : ["--project-directory", projectDirectory]),
    ...(envFiles.length > 0 ? ["--env-file", ...envFiles] : []),
  ].join(" ");
  return `${head}\n${[...texts].map(([path, text]) => `--- ${path}\n${text}`).join("")}`;
}
