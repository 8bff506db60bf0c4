import type { SyntaxFile } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import { hasGaps, type Layer, rootsOf } from "./layers.js";
import { directoryUri, isRemote, locate, nameOf } from "./location.js";
import { entriesOf } from "./merge-keys.js";
import { readString } from "./read/scalar.js";
import type { Reading } from "./reading.js";
import { isWithin, type Scope } from "./scope.js";
import { known, type Step } from "./sourced.js";
import { child, type Stack } from "./stack.js";
import type { View } from "./view.js";

/** A service's layers with those of the services it extends put below. */
export interface Extended {
  readonly stack: Stack;
  /** True when a service it extends is not among what is read. */
  readonly partial: boolean;
  /** What a later document has reset or overridden as a whole. */
  readonly replaced?: { readonly stack: Stack; readonly by: View } | undefined;
}

/**
 * The layers of one service. `extends` is followed within the document that writes it and what that includes, before documents and files
 * are merged, so that what a later one changes in the base does not reach those who extended it.
 */
export function serviceLayers(reading: Reading, layers: readonly Layer[], name: string): Extended {
  let found: Extended = { stack: [], partial: false };
  for (const layer of layers) {
    const own = inLayer(reading, layer, name, []);
    const kept = own.cuts ? found.stack.filter(({ scope }) => !isWithin(scope, layer.root.scope)) : found.stack;
    const isCut = own.by !== undefined && kept.length < found.stack.length;
    found = {
      stack: [...kept, ...own.stack],
      partial: found.partial || own.partial,
      replaced: isCut ? { stack: found.stack, by: own.by } : found.replaced,
    };
  }
  return found;
}

interface InLayer extends Extended {
  /** True when the document resets or overrides the service as a whole, or all services. */
  readonly cuts: boolean;
  /** The text that does. */
  readonly by?: View | undefined;
}

/** What one document and its includes say of a service. */
function inLayer(reading: Reading, layer: Layer, name: string, path: readonly string[]): InLayer {
  const services = entriesOf(reading, layer.root).get("services");
  const entry = services?.view === undefined ? undefined : entriesOf(reading, services.view).get(name);
  const cuts = services?.cut === true || entry?.cut === true;
  const below = cuts ? { stack: [], partial: false } : serviceLayers(reading, layer.includes, name);
  const by = services?.cutting ?? entry?.cutting;
  if (entry?.view === undefined) return { ...below, cuts, by };
  const find = (base: string, by: readonly string[]): Extended | undefined => {
    const found = inLayer(reading, layer, base, by);
    return found.stack.length > 0 ? found : undefined;
  };
  const home = { find, gaps: layer.gaps || hasGaps(layer.includes), uri: layer.root.file.uri };
  const bases = basesOf(reading, home, [entry.view], [...path, key(layer.root.file.uri, name)]);
  return { stack: [...bases.stack, ...below.stack, entry.view], partial: bases.partial || below.partial, cuts, by };
}

/** Where `extends` without a file looks. */
interface Home {
  readonly find: (name: string, path: readonly string[]) => Extended | undefined;
  /** True when a name that is missing may stand in what is not read. */
  readonly gaps: boolean;
  readonly uri: string;
}

const nothing: Extended = { stack: [], partial: false };
const unknown: Extended = { stack: [], partial: true };

/** The layers of what a service extends, by the way of that `extends`. */
function basesOf(reading: Reading, home: Home, service: Stack, path: readonly string[]): Extended {
  const use = child(reading, service, "extends").at(-1);
  if (use === undefined) return nothing;
  const isMap = use.node?.kind === "map";
  const file = isMap ? child(reading, [use], "file") : [];
  const name = known(readString(reading, isMap ? child(reading, [use], "service") : [use]));
  if (name === undefined) return unknown;
  const found = file.length > 0 ? inFile(reading, file, name, use, path) : inHome(reading, home, name, use, path);
  if (found === undefined) return unknown;
  const via: readonly Step[] = [...use.via.slice(service.at(-1)?.via.length ?? 0), { kind: "extends", name, at: use.at }];
  return { stack: found.stack.map((view) => ({ ...view, via: [...via, ...view.via] })), partial: found.partial };
}

/** More services that extend each other are not written by people. */
const maxBases = 50;

function inHome(reading: Reading, home: Home, name: string, { at, scope }: View, path: readonly string[]): Extended | undefined {
  if (isEndless(reading, key(home.uri, name), name, at, path)) return undefined;
  const base = home.find(name, path);
  if (base === undefined) {
    if (home.gaps) reading.gap("extends-unread", t`The service "${name}" may come from an included file, which is not read.`, at);
    else reading.refuse("extends-unknown", t`There is no service "${name}" to extend in this file.`, at);
    return undefined;
  }
  return { ...base, stack: nested(base.stack, scope) };
}

/** What a base itself resets is decided before it is extended: its views become a load of their own. */
function nested(stack: Stack, scope: Scope): Stack {
  const inner = new Map<Scope, Scope>([[scope, { ...scope, kind: "base", within: scope }]]);
  const move = (one: Scope): Scope => {
    const moved = inner.get(one) ?? (one.within === undefined ? one : { ...one, within: move(one.within) });
    inner.set(one, moved);
    return moved;
  };
  return stack.map((view) => (isWithin(view.scope, scope) ? { ...view, scope: move(view.scope) } : view));
}

/** Compose loads the other file alone: without its override, and without what it includes. */
function inFile(reading: Reading, file: Stack, name: string, { at, scope }: View, path: readonly string[]): Extended | undefined {
  const found = openExtended(reading, file, name, at, scope);
  if (found === undefined) return undefined;
  if (isEndless(reading, key(found.uri, name), name, at, path)) return undefined;
  const services = extendedServices(reading, found, scope);
  // A load of its own, so that what one `extends` resets stays in it.
  const inner: Scope = { kind: "extends", variables: scope.variables, directory: directoryUri(found.uri), within: scope };
  const serviceNamed = (one: string): Stack => child(reading, services, one).map((view) => ({ ...view, scope: inner }));
  const stack = serviceNamed(name);
  if (stack.length === 0) {
    reading.refuse("extends-unknown", t`There is no service "${name}" to extend in "${nameOf(found.uri)}".`, at);
    return undefined;
  }
  const home: Home = {
    find(base, by) {
      const below = serviceNamed(base);
      if (below.length === 0) return undefined;
      const further = basesOf(reading, home, below, [...by, key(found.uri, base)]);
      return { stack: [...further.stack, ...below], partial: further.partial };
    },
    gaps: false,
    uri: found.uri,
  };
  const bases = basesOf(reading, home, stack, [...path, key(found.uri, name)]);
  return { stack: [...bases.stack, ...stack], partial: bases.partial };
}

/** The file that an `extends` names; absent, with the reason told, where it is not read. */
function openExtended(reading: Reading, file: Stack, name: string, at: Place, { directory }: Scope): SyntaxFile | undefined {
  const setting = readString(reading, file);
  const written = known(setting);
  const isElsewhere = written !== undefined && isRemote(written);
  if (setting !== undefined) reading.refer({ by: "extends", path: setting, remote: isElsewhere });
  const uri = written === undefined || directory === undefined ? undefined : locate(directory, written);
  if (uri === undefined) {
    const why = isElsewhere ? "lies on another machine" : "cannot be found from here";
    reading.gap("extends-unread", t`The service "${name}" is extended from a file that ${why}, so what it says is not checked.`, at);
    return undefined;
  }
  const found = reading.loader.yaml(uri);
  if (typeof found !== "string" && !("refused" in found)) return found;
  const shown = nameOf(uri);
  if (found === "too many") reading.tooMany(at);
  else if (found === "absent") reading.refuse("extends-missing", t`The file "${shown}" with the service "${name}" does not exist.`, at);
  else {
    const why = found === "unknown" ? "not yet read" : found.refused;
    reading.gap("extends-unread", t`The service "${name}" is extended from "${shown}", which is not read: ${why}.`, at);
  }
  return undefined;
}

/** The services of a file that is extended, opened once for all that one load extends from it. */
function extendedServices(reading: Reading, file: SyntaxFile, scope: Scope): Stack {
  const files = reading.extended.get(scope) ?? new Map<string, Stack>();
  reading.extended.set(scope, files);
  const services = files.get(file.uri) ?? child(reading, rootsOf(reading, file, scope), "services");
  files.set(file.uri, services);
  return services;
}

/** A service of a file: the same name in another file is another service. */
function key(uri: string, name: string): string {
  return `${uri} ${name}`;
}

/** Whether following would not end, or not soon; says which. */
function isEndless(reading: Reading, next: string, name: string, at: Place, path: readonly string[]): boolean {
  if (path.includes(next)) reading.refuse("extends-cycle", t`The service "${name}" extends itself by way of others.`, at);
  else if (path.length > maxBases) reading.gap("extends-unread", t`"${name}" is extended by way of too many others to be followed.`, at);
  else return false;
  return true;
}
