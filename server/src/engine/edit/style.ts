import type { Located, LocatedEntry } from "./located.js";
import { isPlainSafe } from "./scalar-text.js";

/** How a file is written; new text follows it. */
export interface Style {
  readonly eol: "\n" | "\r\n";
  readonly quote: '"' | "'";
  /** Columns from a key to those of its nested mapping. */
  readonly indent: number;
  /** Columns from a key to the dashes of its list. */
  readonly dash: number;
  /** Whether short lists of plain words stand in brackets; absent when the file has no such list. */
  readonly flowLists: boolean | undefined;
  /** The same for capabilities and security options alone, which weigh more. */
  readonly flowHardening: boolean | undefined;
}

const hardening: ReadonlySet<string> = new Set(["cap_add", "cap_drop", "security_opt"]);

/** What most of the file does; the usual where it does nothing of the kind. */
export function styleOf(located: Located): Style {
  const { text } = located.file;
  const lists = plainLists(located);
  const hard = lists.filter(({ entry }) => hardening.has(entry.key.text));
  return {
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    quote: quoteOf(located),
    indent: commonest(stepsTo(located, "map")) ?? 2,
    dash: commonest(stepsTo(located, "seq")) ?? 2,
    flowLists: mostlyFlow(lists),
    flowHardening: mostlyFlow(hard),
  };
}

function quoteOf({ entries, items }: Located): '"' | "'" {
  const nodes = [
    ...[...entries.values()].flatMap(({ entry }) => [entry.key, entry.value]),
    ...[...items.values()].map(({ item }) => item.node),
  ];
  const styles = nodes.map((node) => (node?.kind === "scalar" ? node.style : undefined));
  return styles.filter((style) => style === "single").length > styles.filter((style) => style === "double").length ? "'" : '"';
}

/** Columns from keys to the block collections below them. */
function stepsTo({ file, entries }: Located, kind: "map" | "seq"): readonly number[] {
  const column = (offset: number) => file.lines.position(offset).character;
  return [...entries.values()].flatMap(({ map, entry }) => {
    const { value } = entry;
    return value?.kind === kind && !value.flow && !map.flow ? [column(value.start) - column(entry.start)] : [];
  });
}

/** The lists that could stand in brackets. */
function plainLists({ entries }: Located): readonly LocatedEntry[] {
  return [...entries.values()].filter(({ entry: { value } }) => {
    return value?.kind === "seq" && value.items.every(({ node }) => node?.kind === "scalar" && isPlainSafe(node.text, true));
  });
}

function mostlyFlow(lists: readonly LocatedEntry[]): boolean | undefined {
  const flow = lists.filter(({ entry: { value } }) => value?.kind === "seq" && value.flow).length;
  return lists.length === 0 ? undefined : flow > lists.length - flow;
}

function commonest(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const one of numbers.filter((value) => value >= 0 && value <= 8)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
}
