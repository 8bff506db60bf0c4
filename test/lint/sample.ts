import { type Checked, check } from "../../server/src/engine/lint/check.js";
import type { EnginePosture } from "../../server/src/engine/rules/engine-posture.js";
import type { Preset } from "../../server/src/engine/rules/rule.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import type { MapEntry, MapNode, SeqItem, SeqNode, YamlNode } from "../../server/src/engine/syntax/tree.js";
import { sourcesOf } from "../sources.js";

/** A project in a folder, by its files' paths there. */
export interface Sample {
  /** The project's own files, the main one first. */
  readonly own: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

export const folder = "file:///project/";
export const main = "compose.yml";

export function sampleOf(text: string, env: string | undefined): Sample {
  return { own: [main], files: { [main]: text, ...(env !== undefined && { ".env": env }) } };
}

export function checkSample({ own, files }: Sample, preset: Preset, posture: EnginePosture = "rootful"): Checked {
  const byUri = Object.fromEntries(Object.entries(files).map(([path, text]) => [folder + path, text]));
  return check({ files: own.map((path) => folder + path) }, sourcesOf(byUri), { preset, rules: {}, posture });
}

/** An entry of a mapping or an item of a list, and where it stands. */
export type Spot = SpotAt & (EntrySpot | ItemSpot);

interface SpotAt {
  /** The file's path. */
  readonly file: string;
  readonly text: string;
  /** The keys and indices from the top of the document. */
  readonly path: readonly (string | number)[];
  /** The mapping around it with the keys on the way there, the outermost first. */
  readonly root: MapNode;
}

interface EntrySpot {
  readonly map: MapNode;
  readonly entry: MapEntry;
}

interface ItemSpot {
  readonly seq: SeqNode;
  readonly item: SeqItem;
}

/** Every spot of a file, in the order of its text. */
export function spotsOf({ files }: Sample, file: string): readonly Spot[] {
  const text = files[file] ?? "";
  return parse(folder + file, text).documents.flatMap(({ root }) =>
    root?.kind === "map" ? [...spotsIn(root, { file, text, path: [], root })] : [],
  );
}

function* spotsIn(node: YamlNode | undefined, at: SpotAt): Generator<Spot> {
  if (node?.kind === "map") {
    for (const entry of node.entries) {
      const here = { ...at, path: [...at.path, entry.key.text] };
      if (!entry.merge) yield { ...here, map: node, entry };
      if (!entry.merge) yield* spotsIn(entry.value, here);
    }
  }
  if (node?.kind !== "seq") return;
  for (const [index, item] of node.items.entries()) {
    const here = { ...at, path: [...at.path, index] };
    yield { ...here, seq: node, item };
    yield* spotsIn(item.node, here);
  }
}

export function nodeAt(spot: Spot): YamlNode | undefined {
  return "entry" in spot ? spot.entry.value : spot.item.node;
}

/** All files, for messages. */
export function shown({ files }: Sample): string {
  return Object.entries(files)
    .map(([path, text]) => `--- ${path}\n${text}`)
    .join("");
}
