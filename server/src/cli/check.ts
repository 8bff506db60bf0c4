import { relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Engine, type FileReport, type Problem, type Settings } from "../engine/index.js";
import { type Input, readBeside } from "./files.js";

/** One file's result, ready to be reported. */
export interface CheckedFile {
  /** As the person wrote it, with `/` between its parts. */
  readonly path: string;
  /** Empty when nothing could be read. */
  readonly text: string;
  readonly report: FileReport;
  /** Texts of other files that findings point to, by URI. */
  readonly texts: ReadonlyMap<string, string>;
  /** True when the person named this very file. */
  readonly named: boolean;
}

/** More rounds than this are not needed by any file: each brings the files that the last one asked for. */
const maxRounds = 50;

/** Checks one input. A file that could not be read is a failed one, with the reason as its problem. */
export function checkInput(input: Input, settings: Settings): CheckedFile {
  const path = input.path.replaceAll("\\", "/");
  const uri = pathToFileURL(resolve(input.path)).href;
  if ("error" in input) {
    const problem: Problem = { code: "unreadable", message: `The file ${input.error}.`, at: { file: uri, start: 0, end: 0 }, fatal: true };
    return {
      path,
      text: "",
      report: { uri, status: "failed", problems: [problem], findings: [], secrets: [], wanted: [] },
      texts: new Map(),
      named: true,
    };
  }
  const engine = new Engine();
  const texts = new Map<string, string>();
  engine.setText(uri, input.text);
  engine.configure(uri, settings);
  let report = engine.check(uri);
  for (let round = 0; round < maxRounds && report.wanted.length > 0; round++) {
    for (const wanted of report.wanted) {
      const text = wanted.startsWith("file:") ? readBeside(fileURLToPath(wanted)) : undefined;
      if (text !== undefined) texts.set(wanted, text);
      engine.provide(wanted, text);
    }
    report = engine.check(uri);
  }
  return { path, text: input.text, report, texts, named: input.named };
}

/** How another file is named in a report: from the current folder. */
export function shownPath(uri: string, { report, path }: CheckedFile): string {
  if (uri === report.uri) return path;
  return uri.startsWith("file:") ? relative(process.cwd(), fileURLToPath(uri)).replaceAll("\\", "/") : uri;
}
