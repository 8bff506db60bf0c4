import type { MapNode, ScalarNode, SeqNode, SyntaxFile, YamlNode } from "../syntax/tree.js";
import type { Place, Span } from "../text/span.js";
import type { Scope } from "./scope.js";
import type { Step } from "./sourced.js";

/** A node as it is used at one place of the model: aliases are followed, and the way to the text is kept. */
export interface View {
  readonly file: SyntaxFile;
  /** Absent when nothing is written, which Compose reads as null. */
  readonly node: MapNode | SeqNode | ScalarNode | undefined;
  /** The node's text; an empty place behind the key when nothing is written. */
  readonly at: Place;
  /** The text of its mapping key; absent for list items. */
  readonly key: Place | undefined;
  readonly via: readonly Step[];
  readonly scope: Scope;
  /** Set for what a list of merge keys brings: Compose loses the tags in it, which then cut nothing of earlier layers. */
  readonly cutsNothing?: true;
}

/** What a mapping says about one key. */
export interface Entry {
  /** Absent when the key was only `!reset`. */
  readonly view: View | undefined;
  /** True for `!reset` and `!override`: what earlier layers say about the key does not count. */
  readonly cut: boolean;
  /** The value with that tag. */
  readonly cutting: View | undefined;
}

/** The tags of Compose that steer merging. */
export type MergeTag = "reset" | "override";

export function placeIn(file: SyntaxFile, { start, end }: Span): Place {
  return { file: file.uri, start, end };
}

/** Follows aliases from a use to the node behind them. The view is absent when an alias leads nowhere. */
export function follow(
  { file, scope, cutsNothing }: Pick<View, "file" | "scope" | "cutsNothing">,
  use: { readonly node: YamlNode | undefined; readonly key?: Place; readonly via: readonly Step[]; readonly empty: Span },
): { readonly view: View | undefined; readonly tag: MergeTag | undefined } {
  let { node, via } = use;
  let tag = mergeTag(node);
  while (node?.kind === "alias") {
    via = [...via, { kind: "alias", name: node.name, at: placeIn(file, node) }];
    node = node.target;
    if (node === undefined || via.length > maxSteps) return { view: undefined, tag };
    tag ??= mergeTag(node);
  }
  const view = { file, node, at: placeIn(file, node ?? use.empty), key: use.key, via, scope };
  return { view: cutsNothing === true ? { ...view, cutsNothing } : view, tag };
}

/** Longer ways than this are not written by people; following them would only cost time. */
export const maxSteps = 100;

function mergeTag(node: YamlNode | undefined): MergeTag | undefined {
  const name = node?.tag?.name.replace(/^!/u, "");
  return name === "reset" || name === "override" ? name : undefined;
}

/** Which document of its file uses a text, or the service that extends it. */
export function documentOf({ file, via, key, at }: View): number {
  const { start } = via.find(({ kind }) => kind === "extends")?.at ?? via[0]?.at ?? key ?? at;
  return file.documents.findLastIndex((document) => document.start <= start);
}

/** Whether Compose reads null here. */
export function isNothing({ node }: View): boolean {
  return node === undefined || (node.kind === "scalar" && node.value === null);
}
