import { t } from "../../text/l10n.js";
import type { MountDetails } from "../attributes.js";
import { cleanContainerPath, hostPathFrom, pathText } from "../host-path.js";
import { hole } from "../interpolate.js";
import type { Items, Mount } from "../project.js";
import type { Reading } from "../reading.js";
import { isUnresolved, known, type Setting, type Sourced } from "../sourced.js";
import { descend, type Stack } from "../stack.js";
import { part, partAs, slice, sourced, type Text, textOf, whole } from "../text.js";
import type { Volume } from "../top-level.js";
import type { View } from "../view.js";
import { readVariables } from "./environment.js";
import { readGroup } from "./group.js";
import { type Identified, readLongForms, textKey } from "./list.js";
import { map, readBoolean, readBytes, readNumber, readString, readText } from "./scalar.js";

/** What a mount may refer to. */
export interface MountScope {
  readonly volumes: ReadonlyMap<string, Volume>;
  /** URI of the project's directory; absent when it has none. */
  readonly directory: string | undefined;
}

/** `volumes` of a service: entries of both syntaxes; of those with one target, the last. */
export function readMounts(reading: Reading, stack: Stack, scope: MountScope): Items<Mount> {
  return readLongForms(reading, stack, {}, (view) => readMount(reading, view, scope));
}

function readMount(reading: Reading, view: View, scope: MountScope): readonly Identified<Mount>[] {
  if (view.node?.kind === "map") {
    const item = readLong(reading, view, scope);
    return [{ item, written: targetKey(item.target), identity: targetKey(item.target) }];
  }
  const text = textOf(view);
  if (text !== undefined) return [readShort(reading, text, scope)];
  readText(reading, view);
  return [];
}

function targetKey(target: Setting<string>): string | undefined {
  return target && textKey(target.value);
}

function readLong(reading: Reading, view: View, scope: MountScope): Mount {
  const below = (...path: string[]) => descend(reading, [view], ...path);
  const typeSetting = readString(reading, below("type"));
  const type = mountType(known(typeSetting));
  const source = readString(reading, below("source"));
  const target = readString(reading, below("target"));
  if (target === undefined) reading.refuse("no-target", t("A mount needs a target, the path inside the container."), view.at);
  return {
    item: sourced(view, "mapping"),
    syntax: "long",
    typeSetting,
    type,
    source,
    target,
    readOnly: readBoolean(reading, below("read_only")),
    options: [],
    propagation: readString(reading, below("bind", "propagation")),
    directory: view.scope.directory,
    details: readDetails(reading, below),
    ...hostSide(type, source, scope, view.scope.directory),
  };
}

function readDetails(reading: Reading, below: (key: string) => Stack): MountDetails {
  return {
    consistency: readString(reading, below("consistency")),
    bind: readGroup(reading, below("bind"), (item, at) => ({
      item,
      createHostPath: readBoolean(reading, at("create_host_path")),
      recursive: readString(reading, at("recursive")),
      selinux: readString(reading, at("selinux")),
    })),
    volume: readGroup(reading, below("volume"), (item, at) => ({
      item,
      labels: readVariables(reading, at("labels")),
      nocopy: readBoolean(reading, at("nocopy")),
      subpath: readString(reading, at("subpath")),
    })),
    tmpfs: readGroup(reading, below("tmpfs"), (item, at) => ({
      item,
      size: readBytes(reading, at("size")),
      mode: readNumber(reading, at("mode")),
    })),
    image: readGroup(reading, below("image"), (item, at) => ({ item, subpath: readString(reading, at("subpath")) })),
  };
}

const types = ["bind", "volume", "tmpfs", "npipe", "cluster", "image"] as const;

function mountType(name: string | undefined): Mount["type"] {
  return types.find((type) => type === name) ?? "unknown";
}

/** `[SOURCE:]TARGET[:OPTIONS]`, where a lone letter before a colon is a drive. */
function readShort(reading: Reading, text: Text, scope: MountScope): Identified<Mount> {
  const parts = splitShort(text.template.text);
  if (parts.length > 3 || parts.some(([start, end]) => start === end)) {
    reading.refuse("bad-mount", t("A mount has at most three parts, source, target and options, and none is empty."), text.view.at);
  }
  const [first, second, third] = parts;
  const sourceRange = second === undefined ? undefined : first;
  const targetRange = second ?? first;
  const source = sourceRange === undefined ? undefined : part(text, ...sourceRange);
  const type = sourceRange === undefined ? loneType(text) : shortType(text.template.text.slice(...sourceRange));
  const written = targetRange === undefined ? undefined : part(text, ...targetRange);
  const target = written && map(written, cleanContainerPath);
  const item: Mount = {
    item: whole(text),
    syntax: "short",
    typeSetting: undefined,
    type,
    source,
    target,
    ...readOptions(text, third),
    directory: text.view.scope.directory,
    details: undefined,
    ...hostSide(type, source, scope, text.view.scope.directory),
  };
  return { item, written: targetKey(written), identity: targetKey(target) };
}

/** The path inside the container that a short entry names; absent when it depends on a variable. */
export function mountTarget(short: string): string | undefined {
  const parts = splitShort(short);
  const range = parts[1] ?? parts[0];
  const target = range === undefined ? undefined : short.slice(...range);
  return target === undefined || target.includes("$") ? undefined : cleanContainerPath(target);
}

type Range = readonly [start: number, end: number];

function splitShort(text: string): readonly Range[] {
  if (text.length < 3) return [[0, text.length]];
  const parts: Range[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && text[at] !== ":") continue;
    const isDrive = at < text.length && at === start + 1 && /\p{L}/u.test(text.slice(start, at));
    if (isDrive) continue;
    parts.push([start, at]);
    start = at + 1;
  }
  return parts;
}

/** A lone path is an anonymous volume; a lone variable may bring a source along. */
function loneType({ template }: Text): Mount["type"] {
  return template.text.includes(hole) ? "unknown" : "volume";
}

/** A path makes a bind. A variable at the front may be a path or a name, unless a path goes on behind it. */
function shortType(source: string): Mount["type"] {
  if (/^(?:[./~]|\\\\|\p{L}:)/u.test(source)) return "bind";
  if (!source.startsWith(hole)) return "volume";
  return source.includes("/") ? "bind" : "unknown";
}

function readOptions(text: Text, range: Range | undefined): Pick<Mount, "options" | "readOnly" | "propagation"> {
  const options: Sourced<string>[] = [];
  let readOnly: Setting<boolean>;
  let propagation: Setting<string>;
  let start = range?.[0] ?? 0;
  for (const word of range === undefined ? [] : text.template.text.slice(...range).split(",")) {
    const end = start + word.length;
    const value = slice(text.template, start, end);
    const option = partAs(text, word, start, end);
    if (isUnresolved(value)) {
      readOnly = { ...option, value };
      propagation = { ...option, value };
    } else {
      options.push(option);
      if (word === "ro" || word === "rw") readOnly = { ...option, value: word === "ro" };
      if (propagations.has(word)) propagation = option;
    }
    start = end + 1;
  }
  return { options, readOnly, propagation };
}

const propagations: ReadonlySet<string> = new Set(["private", "rprivate", "shared", "rshared", "slave", "rslave"]);

/** The host path behind a mount, and the volume's device when that is where it comes from. `from` is where its relative path starts. */
function hostSide(
  type: Mount["type"],
  source: Setting<string>,
  { volumes, directory }: MountScope,
  from: string | undefined,
): Pick<Mount, "hostPath" | "backing"> {
  const nowhere = { hostPath: undefined, backing: undefined };
  const path = source === undefined ? undefined : pathText(source.value);
  if (path === undefined) return nowhere;
  if (type === "npipe") return { ...nowhere, hostPath: path };
  // Where the type is not known, `$HOME` is a path all the same.
  if (type === "bind" || type === "unknown") return { ...nowhere, hostPath: hostPathFrom(path, from, directory) };
  const volume = type === "volume" ? volumes.get(path) : undefined;
  const backing = volume === undefined ? undefined : boundDevice(volume);
  const device = backing === undefined ? undefined : pathText(backing.value);
  return device === undefined ? nowhere : { hostPath: hostPathFrom(device, volume?.directory, directory), backing };
}

/** The device of a volume that is a bind in disguise. */
function boundDevice({ driver, external, optO, optDevice }: Volume): Setting<string> {
  const isLocal = driver === undefined || known(driver) === "local";
  const isBind = (known(optO) ?? "").split(",").some((option) => ["bind", "rbind"].includes(option.trim()));
  const isOurs = external === undefined || external.value === false;
  return isLocal && isBind && isOurs ? optDevice : undefined;
}
