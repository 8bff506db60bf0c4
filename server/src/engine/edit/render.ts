import type { Yaml, YamlMapping } from "./change.js";
import { isPlainSafe, quoted, scalarText } from "./scalar-text.js";
import type { Style } from "./style.js";

/** Where rendered text will stand. */
export interface Context {
  readonly style: Style;
  /** JSON has quotes around every key and text. */
  readonly json: boolean;
  /** Set where the neighbours all have quotes. */
  readonly quoteAll?: boolean;
}

/** The tags by which Compose takes away what came before. */
export type MergeTag = "!reset" | "!override";

/** Longer lists are easier to read and to review one item a line. */
const maxFlowWidth = 70;

/** A value on one line. */
export function inline(value: Yaml, context: Context, inFlow: boolean): string {
  const { style, json, quoteAll } = context;
  if (typeof value === "string") {
    if (json) return quoted(value, '"');
    return quoteAll === true ? quoted(value, style.quote) : scalarText(value, style.quote, inFlow);
  }
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map((item) => inline(item, context, true)).join(", ")}]`;
  const entries = Object.entries(value).map(([key, item]) => `${keyText(key, context, true)}: ${inline(item, context, true)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

export function keyText(key: string, { style, json }: Context, inFlow: boolean): string {
  return json ? quoted(key, '"') : scalarText(key, style.quote, inFlow);
}

/** `key: value` as lines, the first without indentation, the others indented below `column`. */
export function entryLines(key: string, value: Yaml, column: number, context: Context, tag?: MergeTag): readonly string[] {
  const name = `${keyText(key, context, false)}:${tag === undefined ? "" : ` ${tag}`}`;
  if (value === null && tag !== undefined) return [`${name} null`];
  if (value === null) return [name];
  if (typeof value !== "object" || isEmpty(value)) return [`${name} ${inline(value, context, false)}`];
  if (isList(value)) {
    if (prefersFlow(key, value, context)) return [`${name} ${inline(value, context, false)}`];
    return [name, ...value.flatMap((item) => itemLines(item, column + context.style.dash, context))];
  }
  const inner = column + context.style.indent;
  return [name, ...Object.entries(value).flatMap(([child, item]) => indented(entryLines(child, item, inner, context), inner))];
}

/** One list item as lines, all of them with their indentation; `column` is that of the dash. */
export function itemLines(value: Yaml, column: number, context: Context): readonly string[] {
  const pad = " ".repeat(column);
  if (value === null || typeof value !== "object" || isList(value) || isEmpty(value)) return [`${pad}- ${inline(value, context, false)}`];
  const lines = Object.entries(value).flatMap(([key, item]) => indented(entryLines(key, item, column + 2, context), column + 2));
  return lines.map((line, index) => (index === 0 ? `${pad}- ${line.trimStart()}` : line));
}

function indented([first = "", ...rest]: readonly string[], column: number): readonly string[] {
  return [" ".repeat(column) + first, ...rest];
}

function prefersFlow(key: string, list: readonly Yaml[], context: Context): boolean {
  if (!list.every((item) => typeof item !== "object" && isPlainSafe(String(item), true))) return false;
  if (inline(list, context, false).length > maxFlowWidth) return false;
  const { flowHardening, flowLists } = context.style;
  const isHardening = key === "cap_add" || key === "cap_drop" || key === "security_opt";
  return (isHardening ? flowHardening : undefined) ?? flowLists ?? key.startsWith("cap_");
}

function isList(value: readonly Yaml[] | YamlMapping): value is readonly Yaml[] {
  return Array.isArray(value);
}

function isEmpty(value: readonly Yaml[] | YamlMapping): boolean {
  return Object.keys(value).length === 0;
}
