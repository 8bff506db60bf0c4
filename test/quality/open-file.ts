import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Engine, type FileReport, type Settings } from "../../server/src/engine/index.js";

/** A file of the disk in an engine of its own, with every file of its project that could be read. */
export interface OpenFile {
  readonly uri: string;
  readonly engine: Engine;
  readonly report: FileReport;
  /** Texts by URI: the file's own, and of those that were read for it. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Opens a file as an editor would; `changed` are texts that stand in for those on the disk. */
export function openFile(path: string, settings: Settings, changed: ReadonlyMap<string, string> = new Map()): OpenFile {
  const uri = pathToFileURL(path).href;
  const engine = new Engine();
  const texts = new Map<string, string>();
  const read = (wanted: string): string | undefined => {
    const text = changed.get(wanted) ?? onDisk(wanted);
    if (text !== undefined) texts.set(wanted, text);
    return text;
  };
  engine.setText(uri, read(uri) ?? "");
  engine.configure(uri, settings);
  let report = engine.check(uri);
  while (report.wanted.length > 0) {
    for (const wanted of report.wanted) engine.provide(wanted, read(wanted));
    report = engine.check(uri);
  }
  return { uri, engine, report, texts };
}

function onDisk(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  const path = fileURLToPath(uri);
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
}
