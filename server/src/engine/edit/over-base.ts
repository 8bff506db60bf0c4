import { directoryUri } from "../model/location.js";
import type { Service } from "../model/project.js";
import { mountTarget } from "../model/read/mount.js";
import type { Sourced, Step } from "../model/sourced.js";
import type { YamlNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import type { Sink } from "./at-service.js";
import { isList, isMapping, type Yaml, type YamlMapping } from "./change.js";
import { copy } from "./copy.js";
import { into, notFound } from "./in-place.js";
import { origin, ownEntry } from "./inherited.js";
import type { Plan, Refusal } from "./plan.js";
import type { Target } from "./text-edits.js";
import type { TargetOf, Use } from "./wish.js";

/** A use of what a service extends, and where the service is written that does. */
interface Overriding {
  readonly use: Use;
  readonly base: Step;
  readonly sink: Sink;
  /** The file of the sink. */
  readonly target: Target;
  readonly targetOf: TargetOf;
  readonly service: Service | undefined;
}

/** What one layer says of an attribute before and after the patches. */
interface Part {
  readonly layer: Sourced<unknown>;
  readonly node: YamlNode | undefined;
  readonly before: Yaml;
  readonly after: Yaml | undefined;
  readonly patched: boolean;
}

/** Overrides at the service what its base says, by the rules with which Compose merges the two; answers why it cannot be done. */
export function overrideBase(plan: Plan, over: Overriding): Refusal {
  const { service, base, use } = over;
  if (service === undefined) return t`The value comes from ${origin(base)}: change it there.`;
  let met = 0;
  for (const [key, layers] of service.layers) {
    const parts = partsBelow(over, layers);
    if (parts.every(({ patched }) => !patched)) continue;
    met++;
    const refused = overrideAttribute(plan, over, key, parts);
    if (refused !== undefined) return refused;
  }
  if (met === 0) return use.patches.length > 0 ? notFound : undefined;
  plan.note(t`Written at the service, since the value comes from ${origin(base)}.`);
  return undefined;
}

/** Those parts of an attribute over which the service's own text wins: all but what it says itself and what later files say. */
function partsBelow({ use, sink, target, targetOf, service }: Overriding, layers: readonly Sourced<unknown>[]): readonly Part[] {
  const later = laterBodies(sink, target, service);
  const isBelow = ({ via, key, at }: Sourced<unknown>): boolean => {
    const from = via[0]?.at ?? key ?? at;
    return !isOwn(sink, target, key) && !later.some((body) => body.file === from.file && body.start <= from.start && from.end <= body.end);
  };
  return layers.filter(isBelow).map((layer) => {
    const file = layer.key?.file ?? layer.at.file;
    const node = layer.key === undefined ? undefined : targetOf(file)?.located.entries.get(layer.key.start)?.entry.value;
    const after = copy(
      node,
      use.patches.filter((patch) => patch.file === layer.at.file),
    );
    return { layer, node, before: copy(node)?.data ?? null, after: after?.data, patched: after?.patched === true };
  });
}

function isOwn({ map }: Sink, { located }: Target, key: Sourced<unknown>["key"]): boolean {
  return map !== undefined && key?.file === located.file.uri && map.entries.some(({ key: own }) => own.start === key.start);
}

/** Where the service is written in files and documents that are merged over the one at hand. */
function laterBodies({ body }: Sink, { located }: Target, service: Service | undefined): readonly Place[] {
  const bodies = (service?.written ?? []).map((one) => one.body);
  const here = bodies.findIndex(({ file, start }) => file === located.file.uri && start === body.start);
  return here < 0 ? [] : bodies.slice(here + 1);
}

function overrideAttribute(plan: Plan, over: Overriding, key: string, parts: readonly Part[]): Refusal {
  const changed = parts.filter(({ patched }) => patched);
  const last = changed.at(-1);
  if (last === undefined) return notFound;
  if (changed.some(({ before }) => isList(before))) return overrideList(plan, over, key, parts);
  if (isMapping(last.before)) return overrideMapping(plan, over, key, parts);
  if (last.after !== undefined) over.sink.insert(key, last.after);
  else reset(plan, over, key);
  return undefined;
}

function reset(plan: Plan, { sink }: Overriding, key: string): void {
  sink.insert(key, null, "!reset");
  plan.note(needsVersion);
}

const needsVersion = "Needs Compose 2.24.4 or newer.";

function overrideList(plan: Plan, over: Overriding, key: string, parts: readonly Part[]): Refusal {
  const pairs = parts.filter(({ patched }) => patched).flatMap((part) => changedItems(part, over));
  const far = parts.find(({ layer, after }) => isElsewhere(over, layer) && hasRelativePath(after));
  const replacing = pairs.flatMap(({ before, after }) => (after !== undefined && takesPlace(key, before, after) ? [after] : []));
  if (pairs.length > 0 && replacing.length === pairs.length) {
    if (replacing.some(hasRelativePath) && far !== undefined) return otherFolder;
    return add(plan, over, key, replacing);
  }
  if (far !== undefined) return otherFolder;
  const kept = parts.map(({ after }) => after ?? []);
  if (!kept.every(isList)) return t`"${key}" is a list in one place and a mapping in another.`;
  return overrideWith(plan, over, key, kept.flat());
}

const otherFolder = "Its paths start in the folder of another file.";

/** Each item of a list that is changed, with what becomes of it. */
function changedItems({ node, layer }: Part, { use }: Overriding): readonly { readonly before: Yaml; readonly after: Yaml | undefined }[] {
  const patches = use.patches.filter(({ file }) => file === layer.at.file);
  const list = node?.kind === "alias" ? node.target : node;
  if (list?.kind !== "seq") return [];
  return list.items.flatMap((item) => {
    const after = copy(item.node, patches);
    return after?.patched === true ? [{ before: copy(item.node)?.data ?? null, after: after.data }] : [];
  });
}

/** Adds items that take the place of those that are inherited. */
function add(plan: Plan, { sink, target }: Overriding, key: string, items: readonly Yaml[]): Refusal {
  if (sink.map !== undefined && ownEntry(sink.map, key) !== undefined)
    return into(plan, target, sink.map, { op: "append", into: nowhere, key, items });
  sink.insert(key, items);
  return undefined;
}

/** Where an operation goes is given beside it. */
const nowhere = { value: "mapping", at: { file: "", start: 0, end: 0 }, via: [] } as const;

/** Writes all that stays, in the place of all that was inherited. */
function overrideWith(plan: Plan, over: Overriding, key: string, items: readonly Yaml[]): Refusal {
  const own = over.sink.map && ownEntry(over.sink.map, key)?.value;
  if (own === undefined) {
    if (items.length === 0) reset(plan, over, key);
    else over.sink.insert(key, items, "!override");
  } else if (own.kind === "seq") plan.override(over.target, own, items);
  else return t`"${key}" is a list in one place and something else in another.`;
  plan.note(needsVersion);
  return undefined;
}

/** Mappings are merged, so that what changes is enough; what goes has to be left out of a whole. */
function overrideMapping(plan: Plan, over: Overriding, key: string, parts: readonly Part[]): Refusal {
  const own = over.sink.map && ownEntry(over.sink.map, key)?.value;
  const wholes = parts.map(({ after }) => after ?? {});
  if (parts.some(({ layer, after }) => isElsewhere(over, layer) && hasRelativePath(after))) return otherFolder;
  const deltas = parts.map(({ before, after }) => (isMapping(before) && isMapping(after) ? difference(before, after) : undefined));
  if (!deltas.includes(undefined)) {
    return mergeInto(
      plan,
      over,
      key,
      deltas.flatMap((one) => one ?? []),
    );
  }
  if (own !== undefined || !wholes.every(isMapping)) return t`"${key}" is written in several places, which cannot be put together here.`;
  const whole: YamlMapping = Object.assign({}, ...wholes);
  if (Object.keys(whole).length === 0) reset(plan, over, key);
  else over.sink.insert(key, whole, "!override");
  plan.note(needsVersion);
  return undefined;
}

type Entries = readonly (readonly [key: string, value: Yaml])[];

/** The entries that are new or other; absent when one goes, or is itself merged rather than replaced. */
function difference(before: YamlMapping, after: YamlMapping): Entries | undefined {
  const changed = Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key]));
  const isLost = Object.keys(before).some((key) => !(key in after));
  return isLost || changed.some(([, value]) => typeof value === "object" && value !== null) ? undefined : changed;
}

/** Writes entries beside those that the service has itself. */
function mergeInto(plan: Plan, over: Overriding, key: string, entries: Entries): Refusal {
  const own = over.sink.map && ownEntry(over.sink.map, key)?.value;
  if (own === undefined) over.sink.insert(key, Object.fromEntries(entries));
  else if (own.kind === "map") for (const [name, value] of entries) plan.insert(over.target, own, name, value);
  else if (own.kind !== "seq") return t`"${key}" is a mapping in one place and something else in another.`;
  else
    return add(
      plan,
      over,
      key,
      entries.map(([name, value]) => (value === null ? name : `${name}=${value}`)),
    );
  return undefined;
}

const byName: ReadonlySet<string> = new Set(["environment", "labels", "annotations", "sysctls"]);

/** Whether an item that is merged behind another takes its place: of one name in a list of variables, of one target among mounts. */
function takesPlace(key: string, before: Yaml, after: Yaml): boolean {
  if (byName.has(key)) return typeof before === "string" && typeof after === "string" && before.split("=")[0] === after.split("=")[0];
  if (key !== "volumes") return false;
  const target = targetOfMount(before);
  return target !== undefined && target === targetOfMount(after);
}

function targetOfMount(item: Yaml): string | undefined {
  if (typeof item === "string") return mountTarget(item);
  const target = isMapping(item) ? item["target"] : undefined;
  return typeof target === "string" ? target : undefined;
}

function isElsewhere({ target }: Overriding, { at }: Sourced<unknown>): boolean {
  return directoryUri(at.file) !== directoryUri(target.located.file.uri);
}

function hasRelativePath(data: Yaml | undefined): boolean {
  if (typeof data === "string") return /^\.{1,2}(?:[/\\:]|$)/u.test(data);
  if (data === undefined || data === null || typeof data !== "object") return false;
  return Object.values(data).some(hasRelativePath);
}
