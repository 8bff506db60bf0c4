import type { Ulimit } from "../attributes.js";
import type { EnvironmentVariable, Items } from "../project.js";
import { isUnresolved, type Sourced, type Unresolved } from "../sourced.js";
import { type CanonicalList, type CanonicalMap, type CanonicalNode, filled, filledMap, leaf, listOf, mapOf } from "./node.js";

/** A list of texts. */
export function texts({ list, items }: Items<Sourced<string | Unresolved>>): CanonicalList | undefined {
  return listOf(list, items.map(leaf));
}

/** Labels, options and their likes: a name alone has an empty text. */
export function options({ list, items }: Items<EnvironmentVariable>): CanonicalMap | undefined {
  return filledMap(
    list,
    items.map(({ name, item, value }) => [name.value, leaf(value ?? { ...item, value: "" })]),
  );
}

/** Environment variables: a name alone has no value, or that of whoever runs Compose. */
export function environment({ list, items }: Items<EnvironmentVariable>): CanonicalMap | undefined {
  return filledMap(
    list,
    items.map(({ name, item, value }) => [name.value, leaf(value ?? { ...item, value: null })]),
  );
}

/** Things by their names. */
export function named<T extends { readonly name: Sourced<string | Unresolved> }>(
  { list, items }: Items<T>,
  node: (item: T) => CanonicalNode | undefined,
): CanonicalMap | undefined {
  return filledMap(
    list,
    items.map((item) => [isUnresolved(item.name.value) ? item.name.value.unresolved : item.name.value, node(item)]),
  );
}

/** A list of things that are mappings. */
export function each<T>({ list, items }: Items<T>, node: (item: T) => CanonicalNode | undefined): CanonicalList | undefined {
  return listOf(list, items.map(node));
}

/** One limit for both, unless it is 0, which Compose prints twice. */
export function ulimits(items: Items<Ulimit>): CanonicalMap | undefined {
  return named(
    items,
    ({ item, single, soft = single, hard = single }) =>
      filled(single) ??
      mapOf(item, [
        ["soft", leaf(soft)],
        ["hard", leaf(hard)],
      ]),
  );
}

/**
 * `extra_hosts` as `NAME=ADDRESS`, in the order of the alphabet; the separator is the first `=`, or else the first `:`, and several addresses
 * stand behind commas.
 */
export function extraHosts({ list, items }: Items<Sourced<string | Unresolved>>): CanonicalList | undefined {
  const hosts = items.flatMap((item): readonly Sourced<string | Unresolved>[] => {
    if (isUnresolved(item.value)) return [item];
    const separator = item.value.includes("=") ? "=" : ":";
    const at = item.value.indexOf(separator);
    const name = at < 0 ? item.value : item.value.slice(0, at);
    return item.value
      .slice(name.length + 1)
      .split(",")
      .map((address) => ({ ...item, value: `${name}=${address.replace(/^\[(.+)\]$/u, "$1")}` }));
  });
  const text = ({ value }: Sourced<string | Unresolved>) => (isUnresolved(value) ? value.unresolved : value);
  return listOf(list, hosts.toSorted((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0)).map(leaf));
}
