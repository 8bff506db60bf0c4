import type fc from "fast-check";
import { nat } from "fast-check";
import type { Tree, TreeMap } from "../yaml-tree.js";

/** Draws a value; each draw shrinks by itself. */
export type Draw = fc.GeneratorValue;

/** What one attribute says, by the rule with which Compose merges it. */
export type Setting =
  /** The later text, list or mapping takes the place of the earlier. */
  | {
      readonly merge: "replace";
      readonly value: Tree;
      readonly decoys: readonly Tree[];
      /** Whether a later null says nothing. */
      readonly nullKeeps: boolean;
    }
  /** Stands in one layer only: it merges by rules of its own. */
  | { readonly merge: "never"; readonly value: Tree }
  /** Later items are added. */
  | { readonly merge: "append"; readonly items: readonly Tree[] }
  /** Later items are added; of two with one key the later takes the place of the earlier. `form` says how they may be written. */
  | { readonly merge: "by key"; readonly items: readonly KeyedItem[]; readonly form: "list" | "variables" | "names" }
  /** Merged key by key. */
  | { readonly merge: "deep"; readonly fields: Settings };

export interface Settings {
  readonly [key: string]: Setting;
}

export interface KeyedItem {
  readonly item: Tree;
  /** Other items of the same key. */
  readonly decoys: readonly Tree[];
}

/** Writes a setting; what may be a list or a mapping as either. */
export function written(draw: Draw, setting: Setting): Tree {
  if (setting.merge === "replace" || setting.merge === "never") return setting.value;
  if (setting.merge === "append") return setting.items;
  if (setting.merge === "deep") return writtenAll(draw, setting.fields);
  const items = setting.items.map(({ item }) => item);
  if (setting.form === "list" || draw(nat, 1) === 0) return items;
  return Object.assign({}, ...items.map((item) => entry(item, setting.form === "variables")));
}

export function writtenAll(draw: Draw, settings: Settings): TreeMap {
  return Object.fromEntries(Object.entries(settings).map(([key, setting]) => [key, written(draw, setting)]));
}

/** A list's item as the entry of the mapping that means the same: `"NAME=value"`, or a name alone. */
function entry(item: Tree, isVariable: boolean): TreeMap {
  if (typeof item !== "string") return {};
  const text = item.startsWith('"') ? String(JSON.parse(item)) : item;
  const sign = text.indexOf("=");
  if (!isVariable || sign < 0) return { [text]: "" };
  return { [text.slice(0, sign)]: JSON.stringify(text.slice(sign + 1)) };
}
