import type { Lines } from "../text/lines.js";
import type { Span } from "../text/span.js";

/**
 * Our own YAML tree: immutable, and each node knows its characters. `start`..`end` of a node is its content without
 * tag and anchor; it ends with the last character of the last leaf, never with trailing comments or blank lines.
 */
export type YamlNode = MapNode | SeqNode | ScalarNode | AliasNode;

export interface NodeProperties {
  /** `&name` before the node; the span covers the `&`. */
  readonly anchor?: Named;
  /** `!reset`, `!override` or any other tag as written; the span covers the `!`. */
  readonly tag?: Named;
}

export interface Named extends Span {
  readonly name: string;
}

export interface MapNode extends Span, NodeProperties {
  readonly kind: "map";
  readonly flow: boolean;
  readonly entries: readonly MapEntry[];
}

/** `key: value`. Spans from the key's first character to the value's last (to the colon when there is no value). */
export interface MapEntry extends Span {
  /** Keys are scalars in a valid compose file; any other key is reported as a problem and left out of the tree. */
  readonly key: ScalarNode;
  /** True for a plain (unquoted) `<<` key. */
  readonly merge: boolean;
  /** Absent when nothing stands after the colon; Compose reads that as null. */
  readonly value?: YamlNode;
  /** Offset of the colon, absent for a flow entry without one. */
  readonly colon?: number;
}

export interface SeqNode extends Span, NodeProperties {
  readonly kind: "seq";
  readonly flow: boolean;
  readonly items: readonly SeqItem[];
}

/** One item: from its `-` (block) or its first character (flow) to the last character of its node. */
export interface SeqItem extends Span {
  readonly node?: YamlNode;
}

export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

export interface ScalarNode extends Span, NodeProperties {
  readonly kind: "scalar";
  readonly style: ScalarStyle;
  /** The text that the scalar stands for: quotes, escapes and folding undone. */
  readonly text: string;
  /**
   * What Compose's parser makes of it: plain scalars are typed by go-yaml v4's rules (only `true/True/TRUE/...` are booleans,
   * `0777` is octal, `yes` is a string); quoted and tagged ones are strings.
   */
  readonly value: string | number | boolean | null;
}

/** `*name`. `target` is the node of the last `&name` before it; absent when there is none or it would contain itself. */
export interface AliasNode extends Span, NodeProperties {
  readonly kind: "alias";
  readonly name: string;
  readonly target?: YamlNode;
}

/** A comment: from `#` to the end of its line, without the line break. */
export interface Comment extends Span {
  readonly text: string;
  /** True when nothing but white space stands before it on its line. */
  readonly ownLine: boolean;
}

export interface SyntaxProblem extends Span {
  readonly code: string;
  readonly message: string;
  /** True when Compose would refuse the file for it. */
  readonly fatal: boolean;
}

export interface YamlDocument extends Span {
  readonly root?: YamlNode;
}

/** One parsed text. Always has a tree, as far as the text allows one; what is wrong with the text stands in `problems`. */
export interface SyntaxFile {
  readonly uri: string;
  readonly text: string;
  readonly lines: Lines;
  readonly documents: readonly YamlDocument[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}
