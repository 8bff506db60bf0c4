import type { ScalarNode, SyntaxFile, YamlNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import { environmentOf } from "./environment.js";
import { directoryUri, isRemote, locate, nameOf } from "./location.js";
import { itemsOf } from "./merge-keys.js";
import { readString, readText } from "./read/scalar.js";
import type { Reading } from "./reading.js";
import type { Scope } from "./scope.js";
import { isUnresolved, type Sourced, type Unresolved } from "./sourced.js";
import { child, type Stack, top } from "./stack.js";
import { placeBeforeVariables, textOf } from "./text.js";
import { follow, isNothing, placeIn, type View } from "./view.js";

/** One YAML document with what it includes: the unit within which Compose resolves `extends`. */
export interface Layer {
  readonly root: View;
  /** What it includes, the weakest first. */
  readonly includes: readonly Layer[];
  /** True when something it includes is not read: a name that is missing may stand there. */
  readonly gaps: boolean;
}

/** The documents of some files, which merge in their order; each with what it includes. `path` are the files that include these. */
export function layersOf(reading: Reading, files: readonly SyntaxFile[], scope: Scope, path: readonly string[] = []): readonly Layer[] {
  return files.flatMap((file) => rootsOf(reading, file, scope).map((root) => layerOf(reading, root, [...path, file.uri])));
}

/** The mappings of a file's documents; its variables are checked on the way, since Compose replaces them in every value, used or not. */
export function rootsOf(reading: Reading, file: SyntaxFile, scope: Scope): readonly View[] {
  checkVariables(reading, file, scope);
  if (!reading.scopes.has(file.uri)) reading.scopes.set(file.uri, scope);
  return file.documents.flatMap(({ root }) => {
    const { view } = follow({ file, scope }, { node: root, via: [], empty: { start: 0, end: 0 } });
    return view?.node?.kind === "map" ? [view] : [];
  });
}

/** All roots that take part, the weakest first. */
export function flatten(layers: readonly Layer[]): Stack {
  return layers.flatMap(({ root, includes }) => [...flatten(includes), root]);
}

/** Whether any part of these layers is not read. */
export function hasGaps(layers: readonly Layer[]): boolean {
  return layers.some(({ gaps, includes }) => gaps || hasGaps(includes));
}

function layerOf(reading: Reading, root: View, path: readonly string[]): Layer {
  const list = top(child(reading, [root], "include"));
  if (list === undefined || isNothing(list)) return { root, includes: [], gaps: false };
  if (list.node?.kind !== "seq") {
    reading.refuse("bad-include", t("`include` is a list."), list.at);
    return { root, includes: [], gaps: true };
  }
  const found = itemsOf(reading, list).map((entry) => included(reading, entry, path));
  // Of several includes the earlier one wins.
  return { root, includes: found.toReversed().flatMap((layers) => layers ?? []), gaps: found.includes(undefined) };
}

/** More includes within each other are not written by people. */
const maxDepth = 30;

/** What one entry of `include` brings; absent when a part of it is not read. */
function included(reading: Reading, entry: View, path: readonly string[]): readonly Layer[] | undefined {
  const isMap = entry.node?.kind === "map";
  const paths = isMap ? textsOf(reading, child(reading, [entry], "path")) : textsOf(reading, [entry]);
  const directory = isMap ? child(reading, [entry], "project_directory") : [];
  const envFiles = isMap ? child(reading, [entry], "env_file") : [];
  if (paths.length === 0) {
    reading.refuse("bad-include", t("An include needs a path."), entry.at);
    return undefined;
  }
  for (const path of paths) reading.refer({ by: "include", path, remote: !isUnresolved(path.value) && isRemote(path.value) });
  const uris = paths.map((one) => locateOrTell(reading, one, entry.scope));
  const files = uris.map((uri, index) => {
    const at = paths[index]?.at ?? entry.at;
    return uri === undefined ? undefined : openIncluded(reading, uri, at, path);
  });
  const base = directory.length > 0 ? baseOf(reading, directory, entry.scope) : uris[0] && directoryUri(uris[0]);
  if (base === undefined || files.includes(undefined)) return undefined;
  const variables = variablesOf(reading, entry, envFiles, base);
  const scope: Scope = { kind: "include", variables, directory: base, within: entry.scope };
  return layersOf(
    reading,
    files.flatMap((file) => file ?? []),
    scope,
    path,
  );
}

function variablesOf(reading: Reading, entry: View, envFiles: Stack, base: string): Scope["variables"] {
  const named = textsOf(reading, envFiles);
  const uris = named.flatMap((one) => (one.value === "/dev/null" ? [] : (locateOrTell(reading, one, entry.scope) ?? [])));
  const files = named.length > 0 ? uris : [`${base}/.env`];
  const { variables } = entry.scope;
  const wanted = { files, required: named.length > 0, unsetIsEmpty: variables.unsetIsEmpty === true, at: entry.at };
  return environmentOf(reading.loader, wanted, reading.report, variables);
}

function baseOf(reading: Reading, directory: Stack, scope: Scope): string | undefined {
  const [text] = textsOf(reading, directory);
  return text && locateOrTell(reading, text, scope)?.replace(/\/$/u, "");
}

/** A path or a list of them. */
function textsOf(reading: Reading, stack: Stack): readonly Sourced<string | Unresolved>[] {
  const view = top(stack);
  if (view === undefined || isNothing(view)) return [];
  const views = view.node?.kind === "seq" ? itemsOf(reading, view) : [view];
  return views.flatMap((one) => (view === one ? readString(reading, [one]) : readText(reading, one)) ?? []);
}

function locateOrTell(reading: Reading, { value: path, at }: Sourced<string | Unresolved>, { directory }: Scope): string | undefined {
  if (isUnresolved(path)) {
    reading.gap("include-unread", t("What is included depends on a variable that is not known here, so it is not checked."), at);
    return undefined;
  }
  if (isRemote(path)) {
    reading.gap("include-unread", t("What is included from another machine is not read, so what it defines is not checked."), at);
    return undefined;
  }
  const uri = directory === undefined ? undefined : locate(directory, path);
  if (uri === undefined) reading.gap("include-unread", t`The included file "${path}" cannot be found from here, so it is not checked.`, at);
  return uri;
}

function openIncluded(reading: Reading, uri: string, at: Place, path: readonly string[]): SyntaxFile | undefined {
  const name = nameOf(uri);
  const found = reading.load(at) ? reading.loader.yaml(uri) : "too many";
  if (found === "too many") reading.tooMany(at);
  else if (found === "absent") reading.refuse("include-missing", t`The included file "${name}" does not exist.`, at);
  else if (found === "unknown") reading.gap("include-unread", t`The included file "${name}" is not read yet.`, at);
  else if ("refused" in found)
    reading.gap("include-unread", t`The included file "${name}" is not read, so it is not checked: ${found.refused}.`, at);
  else if (path.includes(found.uri)) reading.refuse("include-cycle", t`"${name}" includes itself, by way of others or directly.`, at);
  else if (path.length > maxDepth) reading.gap("include-unread", t`"${name}" is included too deeply to be followed.`, at);
  else {
    if (!reading.included.has(found.uri)) reading.included.set(found.uri, at);
    return found;
  }
  return undefined;
}

/** Compose replaces variables in every value of a file and refuses the file for any invalid form. */
function checkVariables(reading: Reading, file: SyntaxFile, scope: Scope): void {
  const open: (YamlNode | undefined)[] = file.documents.map(({ root }) => root);
  while (open.length > 0) {
    const node = open.pop();
    if (node?.kind === "map") for (const { value } of node.entries) open.push(value);
    else if (node?.kind === "seq") for (const item of node.items) open.push(item.node);
    else if (node?.kind === "scalar" && node.text.includes("$")) checkText(reading, scalarView(file, node, scope));
  }
}

function scalarView(file: SyntaxFile, node: ScalarNode, scope: Scope): View {
  return { file, node, at: placeIn(file, node), key: undefined, via: [], scope };
}

function checkText(reading: Reading, view: View): void {
  const text = textOf(view);
  for (const { code, message, start, end } of text?.template.faults ?? []) {
    const at = text === undefined ? view.at : placeBeforeVariables(text, start, end);
    // The shell may give it, unless it is known to give nothing.
    if (code === "variable-required" && view.scope.variables.unsetIsEmpty !== true) reading.gap(code, message, at);
    else reading.refuse(code, message, at);
  }
}
