import type { MapNode, YamlNode } from "../../server/src/engine/syntax/tree.js";
import type { Span } from "../../server/src/engine/text/span.js";
import { block, flow, type Tree, type TreeMap, treeOf } from "../yaml-tree.js";
import { main, nodeAt, type Sample, type Spot, spotsOf } from "./sample.js";

/** A sample in which a text is put in the place of some characters. */
export function replaced(sample: Sample, file: string, { start, end }: Span, text: string): Sample {
  const before = sample.files[file] ?? "";
  return withFile(sample, file, before.slice(0, start) + text + before.slice(end));
}

export function withFile(sample: Sample, file: string, text: string): Sample {
  return { ...sample, files: { ...sample.files, [file]: text } };
}

/** A name that nothing in the sample has. */
export function freshName({ files }: Sample, stem: string): string {
  const all = Object.entries(files).flat().join("\n").toLowerCase();
  for (let number = 1; ; number++) if (!all.includes(`${stem}${number}`.toLowerCase())) return `${stem}${number}`;
}

/** The sample with another value at a spot. */
export function withValue(sample: Sample, spot: Spot, token: string): Sample {
  const node = nodeAt(spot);
  if (node === undefined) return sample;
  // What stood below its key in the key's own column could not stand there as a single value.
  if (!("entry" in spot) || spot.entry.colon === undefined) return replaced(sample, spot.file, node, token);
  return replaced(sample, spot.file, { start: spot.entry.colon + 1, end: node.end }, ` ${token}`);
}

/** Puts lines in before the top-level key around a spot. */
export function withTopLevel(sample: Sample, spot: Spot, lines: string): Sample {
  const start = topLevelOf(spot);
  return replaced(sample, spot.file, { start, end: start }, lines);
}

function topLevelOf({ root, path, text }: Spot): number {
  const start = root.entries.find(({ key }) => key.text === path[0])?.start ?? root.start;
  return text.lastIndexOf("\n", start - 1) + 1;
}

/** Whether what stands at a spot could stand before its top-level key: it holds no anchor and no tag, and what it refers to comes earlier. */
export function mayMoveUp(spot: Spot): boolean {
  const start = topLevelOf(spot);
  return nodesIn(nodeAt(spot)).every(({ anchor, tag, ...node }) => {
    const refers = node.kind !== "alias" || (node.target !== undefined && node.target.start < start);
    return anchor === undefined && tag === undefined && refers;
  });
}

/** What leaves a spot, below the keys on the way there, and the sample without it. */
export interface Moved {
  readonly sample: Sample;
  readonly tree: TreeMap;
}

/**
 * Takes what stands at a spot away, for what is merged `below` its place or `above`: of a list only the first or the last item can go, since
 * merging appends. Absent where something else depends on it.
 */
export function movedOut(sample: Sample, spot: Spot, to: "below" | "above"): Moved | undefined {
  const { path, text } = spot;
  if (isShared(sample, spot) || hasCuts(sample) || !standsAlone(nodeAt(spot))) return undefined;
  const value = treeOf(nodeAt(spot), text);
  const left = without(sample, spot);
  if ("entry" in spot && spot.map.entries.some(({ merge }) => merge)) return undefined;
  if ("item" in spot && (spot.seq.items.at(to === "below" ? 0 : -1) !== spot.item || isReplacedAsAWhole(spot))) return undefined;
  const tree = "item" in spot ? nested(path.slice(0, -1), [value]) : nested(path, value);
  return left === undefined || tree === undefined ? undefined : { sample: left, tree };
}

/** What is cut off depends on which layer it stands in. */
function hasCuts({ files }: Sample): boolean {
  return Object.values(files).some((text) => /!override|!reset/u.test(text));
}

function isReplacedAsAWhole({ path }: Spot): boolean {
  return path.some((key) => ["command", "entrypoint", "test", "include"].includes(String(key)));
}

/** Whether something else takes over what is written around a spot, so that moving it away would reach further. */
function isShared({ files }: Sample, { root, path, text }: Spot): boolean {
  let node: YamlNode | undefined = root;
  for (const key of path.slice(0, -1)) {
    if (node?.kind === "map") node = node.entries.find((entry) => entry.key.text === key)?.value;
    else if (node?.kind === "seq") node = node.items[Number(key)]?.node;
    if (node?.anchor !== undefined) return true;
  }
  const names = path[0] === "services" ? servicesIn(root).filter((name) => path[1] === undefined || name === path[1]) : [];
  const isGlue = path.includes("include") || path.includes("extends");
  return isGlue || names.some((name) => Object.values(files).some((one) => isExtended(one, name))) || /^---$/mu.test(text);
}

function servicesIn(root: MapNode): readonly string[] {
  const services = root.entries.find(({ key }) => key.text === "services")?.value;
  return services?.kind === "map" ? services.entries.map(({ key }) => key.text) : [];
}

/** The bases that are made here all are, be it by way of an alias; by a variable any may be. */
function isExtended(text: string, name: string): boolean {
  return /^base\d/u.test(name) || new RegExp(`(?:extends|service): (?:${name}\\b|["']?\\$)`, "u").test(text);
}

/** Whether a node could stand in another file. */
function standsAlone(node: YamlNode | undefined): boolean {
  return nodesIn(node).every(({ kind, anchor, tag, ...rest }) => {
    const refers = kind === "alias" || ("entries" in rest && rest.entries.some(({ key }) => key.text === "extends"));
    return anchor === undefined && tag === undefined && !refers;
  });
}

function nodesIn(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined) return [];
  if (node.kind === "map") return [node, ...node.entries.flatMap(({ value }) => nodesIn(value))];
  return node.kind === "seq" ? [node, ...node.items.flatMap((item) => nodesIn(item.node))] : [node];
}

/** The sample without what stands at a spot; absent where that would leave something empty that may not be. */
function without(sample: Sample, spot: Spot): Sample | undefined {
  const cut = cutOf(spot);
  return cut && replaced(sample, spot.file, cut, cut.text);
}

interface Cut extends Span {
  readonly text: string;
}

function cutOf(spot: Spot): Cut | undefined {
  const parts: readonly Span[] = "entry" in spot ? spot.map.entries : spot.seq.items;
  const part: Span = "entry" in spot ? spot.entry : spot.item;
  const isFlow = "entry" in spot ? spot.map.flow : spot.seq.flow;
  if (parts.length === 1) return soleCut(spot);
  if (isFlow) return flowCut(parts, part);
  const start = spot.text.lastIndexOf("\n", part.start - 1) + 1;
  if (spot.text.slice(start, part.start).trim() !== "") return undefined;
  const lineEnd = spot.text.indexOf("\n", part.end);
  return { start, end: lineEnd < 0 ? spot.text.length : lineEnd + 1, text: "" };
}

function flowCut(parts: readonly Span[], part: Span): Cut {
  const index = parts.indexOf(part);
  const next = parts[index + 1];
  return next === undefined
    ? { start: parts[index - 1]?.end ?? part.start, end: part.end, text: "" }
    : { start: part.start, end: next.start, text: "" };
}

/** A project and a service may hold what nobody reads; services may be none; anything deeper goes with its key, which is another spot. */
function soleCut(spot: Spot): Cut | undefined {
  if (!("entry" in spot)) return undefined;
  const depth = spot.path.length;
  if (depth === 2) return { start: spot.map.start, end: spot.map.end, text: "{}" };
  return depth === 1 || depth === 3 ? { start: spot.entry.start, end: spot.entry.end, text: "x-gone: true" } : undefined;
}

function nested(path: readonly (string | number)[], tree: Tree): TreeMap | undefined {
  const [first, ...rest] = path;
  if (typeof first !== "string") return undefined;
  if (rest.length === 0) return { [first]: tree };
  const inner = nested(rest, tree);
  return inner && { [first]: inner };
}

/** A further file of the project, which is merged right over one of its own files. */
export function withOverride(sample: Sample, over: string, tree: TreeMap): Sample | undefined {
  if (!sample.own.includes(over)) return undefined;
  const file = sample.own.length === 1 && over === main ? "compose.override.yml" : `${freshName(sample, "over")}.yml`;
  const own = sample.own.flatMap((one) => (one === over ? [one, file] : [one]));
  return { own, files: { ...sample.files, [file]: block(tree) } };
}

/** A file that another one includes, as the strongest of those that it includes: only the file itself wins over it. */
export function withInclude(sample: Sample, by: string, tree: TreeMap): Sample | undefined {
  const text = sample.files[by] ?? "";
  // Compose loads the file of an extended service without what that includes.
  if (/^include:(?! \[)/mu.test(text) || /^base\d/u.test(by)) return undefined;
  const file = `${freshName(sample, "part")}.yml`;
  const including = text.includes("include: [") ? text.replace("include: [", `include: [${file}, `) : `include: [${file}]\n${text}`;
  return { ...sample, files: { ...sample.files, [by]: including, [file]: block(tree) } };
}

/** A further document of a file, which is merged over the first. */
export function withDocument(sample: Sample, file: string, tree: TreeMap): Sample {
  const text = sample.files[file] ?? "";
  return withFile(sample, file, `${text}${text.endsWith("\n") ? "" : "\n"}---\n${block(tree)}`);
}

/** A service that stands behind the others in the file of a spot. */
export function withService(sample: Sample, { file, path }: Spot, name: string, tree: TreeMap): Sample | undefined {
  const last = spotsOf(sample, file).findLast((one) => one.path.length === 2 && one.path[0] === path[0]);
  if (last === undefined || !("entry" in last)) return undefined;
  const { map, entry, text } = last;
  if (map.flow) return replaced(sample, file, { start: entry.end, end: entry.end }, `, ${name}: ${flow(tree)}`);
  const lineEnd = text.indexOf("\n", entry.end);
  const at = lineEnd < 0 ? text.length : lineEnd + 1;
  const lines = block({ [name]: tree }, columnOf(text, entry.start));
  return replaced(sample, file, { start: at, end: at }, (lineEnd < 0 ? "\n" : "") + lines);
}

/** An entry that stands before the others in the service around a spot. */
export function withAttribute(sample: Sample, { file, path }: Spot, token: string): Sample | undefined {
  const first = spotsOf(sample, file).find((one) => one.path.length === 3 && one.path[0] === "services" && one.path[1] === path[1]);
  if (first === undefined || !("entry" in first)) return undefined;
  const at = first.map.entries[0]?.start ?? first.entry.start;
  const separator = first.map.flow ? ", " : `\n${" ".repeat(columnOf(first.text, at))}`;
  return replaced(sample, file, { start: at, end: at }, token + separator);
}

function columnOf(text: string, offset: number): number {
  return offset - text.lastIndexOf("\n", offset - 1) - 1;
}
