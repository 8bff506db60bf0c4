import { block, flow, isList, isMap, type Tree, type TreeMap, treeOf } from "../yaml-tree.js";
import {
  freshName,
  type Moved,
  mayMoveUp,
  movedOut,
  replaced,
  withAttribute,
  withDocument,
  withFile,
  withInclude,
  withOverride,
  withService,
  withTopLevel,
  withValue,
} from "./moves.js";
import { nodeAt, type Sample, type Spot, spotsOf } from "./sample.js";

/** A way to write the same project with a part of it elsewhere. Absent where that way is not open to what stands at the spot. */
export type Indirection = (sample: Sample, spot: Spot) => Sample | undefined;

export const indirections: Readonly<Record<string, Indirection>> = {
  alias: byAlias,
  "merge key": (sample, spot) => byMerge(sample, spot, (name) => `*${name} `),
  "merge list with a decoy": byMergeList,
  "merge key around a body": byMergedBody,
  "extends in the same file": (sample, spot) => byExtends(sample, spot, baseHere),
  "extends of another file": (sample, spot) => byExtends(sample, spot, baseThere),
  "extends over two files": (sample, spot) => byExtends(sample, spot, baseBehindAnother),
  include: (sample, spot) => moved(sample, spot, "below", withInclude),
  "override file": (sample, spot) => moved(sample, spot, "above", withOverride),
  "override file over a decoy": byDecoy,
  "second document": (sample, spot) => moved(sample, spot, "above", withDocument),
  "variable default": byDefault,
  "variable of .env": byDotenv,
};

/** One more indirection, at one of all spots in all files of the sample. */
export function indirectedAt(sample: Sample, by: string, index: number): Sample | undefined {
  const spots = Object.keys(sample.files).flatMap((file) => (file.endsWith(".yml") ? spotsOf(sample, file) : []));
  const spot = spots[index % spots.length];
  return spot && indirections[by]?.(sample, spot);
}

function byAlias(sample: Sample, spot: Spot): Sample | undefined {
  const node = nodeAt(spot);
  if (node === undefined || node.kind === "alias" || !mayMoveUp(spot)) return undefined;
  const name = freshName(sample, "moved");
  return withTopLevel(withValue(sample, spot, `*${name} `), spot, `x-${name}: &${name} ${flow(treeOf(node, spot.text))}\n`);
}

function byMerge(sample: Sample, spot: Spot, use: (name: string) => string): Sample | undefined {
  if (!("entry" in spot) || spot.path.length === 1 || spot.map.entries.some(({ merge }) => merge) || !mayMoveUp(spot)) return undefined;
  const name = freshName(sample, "moved");
  const tree = { [spot.entry.key.text]: treeOf(spot.entry.value, spot.text) };
  return withTopLevel(replaced(sample, spot.file, spot.entry, `<<: ${use(name)}`), spot, `x-${name}: &${name}\n${block(tree, 2)}`);
}

function byMergeList(sample: Sample, spot: Spot): Sample | undefined {
  if (!("entry" in spot)) return undefined;
  const decoy = freshName(sample, "decoy");
  const found = byMerge(sample, spot, (name) => `[*${name} , *${decoy} ]`);
  return found && withTopLevel(found, spot, `x-${decoy}: &${decoy} {${spot.entry.key.text}: other}\n`);
}

function byMergedBody(sample: Sample, spot: Spot): Sample | undefined {
  const node = nodeAt(spot);
  if (node?.kind !== "map" || !("entry" in spot) || !mayMoveUp(spot)) return undefined;
  const name = freshName(sample, "moved");
  const tree = treeOf(node, spot.text);
  return isMap(tree) ? withTopLevel(withValue(sample, spot, `{<<: *${name} }`), spot, `x-${name}: &${name} ${flow(tree)}\n`) : undefined;
}

/** Writes a base, and answers what `extends` says to find it. */
type WriteBase = (sample: Sample, spot: Spot, tree: TreeMap) => { readonly sample: Sample | undefined; readonly use: Tree };

function byExtends(sample: Sample, spot: Spot, write: WriteBase): Sample | undefined {
  const isTaken = spot.root.entries.some(({ key }) => key.text === "include") || extendsAlready(sample, spot);
  const out = spot.path[0] !== "services" || isTaken ? undefined : outOfService(sample, spot);
  if (out === undefined) return undefined;
  const base = write(out.sample, spot, out.tree);
  return base.sample && withAttribute(base.sample, spot, `extends: ${flow(base.use)}`);
}

/** Be it by its own key or by one that is merged. */
function extendsAlready(sample: Sample, spot: Spot): boolean {
  const merges = spotsOf(sample, spot.file).some(
    (one) => "entry" in one && one.path[1] === spot.path[1] && one.map.entries.some(({ merge }) => merge),
  );
  return attribute(sample, spot, "extends") !== undefined || (merges && /\bextends:/u.test(spot.text));
}

/** The part of a service that goes into its base. */
function outOfService(sample: Sample, spot: Spot): Moved | undefined {
  const out = movedOut(sample, spot, "below");
  const services = out?.tree["services"];
  const tree = services === undefined || !isMap(services) ? undefined : services[String(spot.path[1])];
  if (out === undefined || tree === undefined || !isMap(tree)) return undefined;
  return spot.path.length === 2 ? { sample: withValue(sample, spot, "{x-gone: true}"), tree } : { sample: out.sample, tree };
}

/** A base in the same file runs like any other service, so it needs an image: that of the service changes nothing in there. */
function baseHere(sample: Sample, spot: Spot, tree: TreeMap): ReturnType<WriteBase> {
  const name = freshName(sample, "base");
  const image = attribute(sample, spot, "image") ?? attribute(sample, spot, "build");
  const stands =
    "image" in tree || "build" in tree || image === undefined
      ? tree
      : { [String(image.path[2])]: treeOf(nodeAt(image), image.text), ...tree };
  return { sample: withService(sample, spot, name, stands), use: name };
}

function baseThere(sample: Sample, _spot: Spot, tree: TreeMap): ReturnType<WriteBase> {
  const service = freshName(sample, "base");
  const file = `${service}.yml`;
  return { sample: withFile(sample, file, block({ services: { [service]: tree } })), use: { file, service } };
}

function baseBehindAnother(sample: Sample, spot: Spot, tree: TreeMap): ReturnType<WriteBase> {
  const deep = baseThere(sample, spot, tree);
  return deep.sample === undefined ? deep : baseThere(deep.sample, spot, { extends: deep.use });
}

/** An attribute of the service around a spot. */
function attribute(sample: Sample, { file, path }: Spot, key: string): Spot | undefined {
  return spotsOf(sample, file).find(
    (one) => one.path.length === 3 && one.path[0] === "services" && one.path[1] === path[1] && one.path[2] === key,
  );
}

function moved(
  sample: Sample,
  spot: Spot,
  to: "below" | "above",
  write: (left: Sample, file: string, tree: TreeMap) => Sample | undefined,
): Sample | undefined {
  const out = movedOut(sample, spot, to);
  return out && write(out.sample, spot.file, out.tree);
}

/** The file itself says something else, which does not count. */
function byDecoy(sample: Sample, spot: Spot): Sample | undefined {
  const node = nodeAt(spot);
  const isSplit = Object.keys(sample.files).filter(isYaml).length > 1 || /\bextends:|^---$/mu.test(spot.text);
  const isAttribute = spot.path.length === 3 && spot.path[0] === "services";
  const out = isAttribute && !isSplit ? movedOut(sample, spot, "above") : undefined;
  if (node === undefined || out === undefined) return undefined;
  const tree = treeOf(node, spot.text);
  const isSwitch = /true|yes|on/iu.test(flow(tree));
  const decoy = isList(tree) ? '["1:1"]' : isMap(tree) ? "{decoy: decoy}" : isSwitch ? "false" : "decoy";
  const [top, service, key] = spot.path.map(String);
  const above = typeof tree === "string" ? tree : { "!override": tree };
  return withOverride(withValue(sample, spot, decoy), spot.file, { [top ?? ""]: { [service ?? ""]: { [key ?? ""]: above } } });
}

function isYaml(path: string): boolean {
  return path.endsWith(".yml");
}

function byDefault(sample: Sample, spot: Spot): Sample | undefined {
  const text = scalarText(spot);
  if (text === undefined || !hasBalancedBraces(text)) return undefined;
  return withValue(sample, spot, `"\${${freshName(sample, "MOVED")}:-${JSON.stringify(text).slice(1, -1)}}"`);
}

function byDotenv(sample: Sample, spot: Spot): Sample | undefined {
  const text = scalarText(spot);
  if (text === undefined || /['$]/u.test(text)) return undefined;
  const name = freshName(sample, "MOVED");
  const env = (sample.files[".env"] ?? "").replace(/(?<=.)$/u, "\n");
  return withFile(withValue(sample, spot, `"\${${name}}"`), ".env", `${env}${name}='${text}'\n`);
}

/** Keys for which Compose casts no text. */
const realBooleans: ReadonlySet<unknown> = new Set(["use_api_socket", "initial_sync"]);

/** The text that a variable could give. */
function scalarText(spot: Spot): string | undefined {
  const node = nodeAt(spot);
  if (node?.kind !== "scalar" || node.tag !== undefined || node.anchor !== undefined || node.value === null) return undefined;
  const text = typeof node.value === "string" ? node.text : String(node.value);
  return realBooleans.has(spot.path.at(-1)) || text === "" || /[\r\n\0]/u.test(text) ? undefined : text;
}

function hasBalancedBraces(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "{") depth++;
    if (character === "}" && --depth < 0) return false;
  }
  return depth === 0;
}
