import { boolean, constantFrom, nat, subarray } from "fast-check";
import type { Tree, TreeMap } from "../yaml-tree.js";
import { type Draw, type KeyedItem, type Setting, type Settings, written } from "./setting.js";

/**
 * Splits what mappings say key by key into layers, the weakest first, that together mean what was split. Some keys that they do not have
 * come in one layer, and are reset in a later one.
 */
export function splitAll(draw: Draw, settings: Settings, absent: Settings, count: number): readonly TreeMap[] {
  const layers = Array.from({ length: count }, (): Record<string, Tree> => ({}));
  const put = (key: string, [under, over]: Parts): void => {
    const below = draw(nat, count - 2);
    const above = below + 1 + draw(nat, count - 2 - below);
    if (under !== undefined) Object.assign(layers[below] ?? {}, { [key]: under });
    if (over !== undefined) Object.assign(layers[above] ?? {}, { [key]: over });
  };
  for (const [key, setting] of Object.entries(settings)) put(key, split(draw, setting));
  for (const [key, decoy] of Object.entries(absent)) {
    if (!(key in settings)) put(key, [written(draw, decoy), { "!reset": draw(constantFrom, "null", "[]", "x") }]);
  }
  return layers;
}

type Parts = readonly [below: Tree | undefined, above: Tree | undefined];

function split(draw: Draw, setting: Setting): Parts {
  const { merge } = setting;
  const choice = draw(nat, merge === "never" ? 1 : 9);
  if (merge === "never") return choice === 0 ? [setting.value, undefined] : [undefined, setting.value];
  switch (choice) {
    case 0:
      return [written(draw, setting), undefined];
    case 1:
      return [undefined, written(draw, setting)];
    case 2:
      // Before a single text the tag would make a text of whatever it is.
      if (merge !== "replace" || typeof setting.value !== "string")
        return [decoyOf(draw, setting), { "!override": written(draw, setting) }];
      break;
    case 3:
      if (merge !== "replace") return [written(draw, setting), merge === "deep" ? {} : []];
      if (setting.nullKeeps) return [written(draw, setting), ""];
      break;
    default:
  }
  if (merge === "replace") return [draw(constantFrom, undefined, setting.value, ...setting.decoys), setting.value];
  if (merge === "deep") return splitDeep(draw, setting.fields);
  if (merge === "by key") return splitByKey(draw, setting);
  const at = draw(nat, setting.items.length);
  return [some(draw, { ...setting, items: setting.items.slice(0, at) }), some(draw, { ...setting, items: setting.items.slice(at) })];
}

/** Something else, of which nothing may be left. */
function decoyOf(draw: Draw, setting: Exclude<Setting, { readonly merge: "never" }>): Tree | undefined {
  if (setting.merge === "replace") return draw(constantFrom, undefined, ...setting.decoys);
  if (setting.merge === "deep") return written(draw, setting);
  if (setting.merge === "append") return setting.items.slice(0, 1);
  return setting.items.flatMap((item) => item.decoys).slice(0, 1);
}

function splitDeep(draw: Draw, fields: Settings): Parts {
  const [below = {}, above = {}] = splitAll(draw, fields, {}, 2);
  const present = (tree: TreeMap): TreeMap | undefined => (Object.keys(tree).length > 0 ? tree : undefined);
  return [present(below), present(above)];
}

/** The first ones below, each itself or a decoy that comes again above; the others above. */
function splitByKey(draw: Draw, setting: Setting & { readonly merge: "by key" }): Parts {
  const at = draw(nat, setting.items.length);
  const first = setting.items.slice(0, at);
  const again = draw(subarray, [...first]);
  const below = first.map((one): KeyedItem => {
    const [decoy] = again.includes(one) && draw(boolean) ? one.decoys : [];
    return decoy === undefined ? one : { ...one, item: decoy };
  });
  return [some(draw, { ...setting, items: below }), some(draw, { ...setting, items: [...again, ...setting.items.slice(at)] })];
}

function some(draw: Draw, setting: Setting & { readonly merge: "by key" | "append" }): Tree | undefined {
  return setting.items.length === 0 ? undefined : written(draw, setting);
}
