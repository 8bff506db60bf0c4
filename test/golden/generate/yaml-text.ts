import type { Random } from "./random.js";

/** A piece of YAML that is to be written. */
export type Piece = Scalar | List | Mapping | Alias;

interface Marks {
  /** `!reset` or `!override`. */
  readonly tag?: string;
  readonly anchor?: string;
  /** Always on one line. */
  readonly flow?: true;
}

export interface Scalar extends Marks {
  readonly value: string | number | boolean | null;
}

export interface List extends Marks {
  readonly items: readonly Piece[];
}

export interface Mapping extends Marks {
  readonly entries: readonly (readonly [key: string, value: Piece])[];
}

export interface Alias {
  readonly alias: string;
}

export function scalar(value: Scalar["value"]): Scalar {
  return { value };
}

export function list(items: readonly (Piece | Scalar["value"])[]): List {
  return { items: items.map((item) => (typeof item === "object" && item !== null ? item : scalar(item))) };
}

export function mapping(entries: Readonly<Record<string, Piece | Scalar["value"]>>): Mapping {
  return {
    entries: Object.entries(entries).map(([key, value]) => [key, typeof value === "object" && value !== null ? value : scalar(value)]),
  };
}

/** The text of a mapping in block style; what is in it stands in block or flow style, quoted in any way, as chance will have it. */
export function yamlText(random: Random, map: Mapping): string {
  return `${blockEntries(random, map, 0).join("\n")}\n`;
}

function blockEntries(random: Random, { entries }: Mapping, depth: number): readonly string[] {
  const indent = "  ".repeat(depth);
  return entries.flatMap(([key, value]) => below(random, `${indent}${keyText(key)}:`, value, depth));
}

function below(random: Random, head: string, value: Piece, depth: number): readonly string[] {
  // Names and what they stand for are easier to read on lines of their own.
  const isFlow = "alias" in value || value.flow === true || (depth >= 2 && !random.oneIn(4));
  if ("entries" in value && value.entries.length > 0 && !isFlow) return [head + marks(value), ...blockEntries(random, value, depth + 1)];
  if ("items" in value && value.items.length > 0 && !isFlow) return [head + marks(value), ...blockItems(random, value, depth)];
  return [`${head} ${flow(random, value)}`];
}

function blockItems(random: Random, { items }: List, depth: number): readonly string[] {
  const indent = "  ".repeat(depth + random.below(2));
  return items.map((item) => `${indent}- ${flow(random, item)}`);
}

function flow(random: Random, piece: Piece): string {
  if ("alias" in piece) return `*${piece.alias}`;
  const head = marks(piece).trimStart();
  const text =
    "items" in piece
      ? `[${piece.items.map((item) => flow(random, item)).join(", ")}]`
      : "entries" in piece
        ? `{${piece.entries.map(([key, value]) => `${keyText(key)}: ${flow(random, value)}`).join(", ")}}`
        : scalarText(random, piece.value);
  return head === "" ? text : `${head} ${text}`;
}

function marks(piece: Exclude<Piece, Alias>): string {
  return `${piece.anchor === undefined ? "" : ` &${piece.anchor}`}${piece.tag === undefined ? "" : ` ${piece.tag}`}`;
}

function keyText(key: string): string {
  return key === "<<" || /^[\w./-]+$/u.test(key) ? key : JSON.stringify(key);
}

function scalarText(random: Random, value: Scalar["value"]): string {
  if (value === null) return random.pick(["null", "~"]);
  if (typeof value !== "string") return String(value);
  const isPlain = /^[A-Za-z/][\w./=-]*$/u.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/iu.test(value);
  if (isPlain && !random.oneIn(3)) return value;
  return random.oneIn(2) ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}
