import { parse } from "../../server/src/engine/syntax/parse.js";
import { isList, isMap, type Tree, type TreeMap, treeOf } from "../yaml-tree.js";
import type { RandomProject } from "./random-project.js";
import type { Setting, Settings } from "./setting.js";

/** What the text of one compose file says, part by part; absent where its parts hang together by aliases, tags or other files. */
export function projectIn(text: string): RandomProject | undefined {
  if (/[&*]\w|<<|(?:^|\s)![a-z]|^---|^%|\b(?:extends|include):/mu.test(text)) return undefined;
  const { documents, problems } = parse("file:///compose.yml", text);
  const root = documents[0]?.root;
  const tree = root === undefined || problems.length > 0 ? undefined : treeOf(root, text);
  if (tree === undefined || !isMap(tree)) return undefined;
  const { services, networks = {}, volumes = {}, secrets = {}, configs = {}, ...others } = tree;
  const sections = { networks, volumes, secrets, configs };
  if (services === undefined || !isMap(services) || !Object.values(services).every(isMap)) return undefined;
  if (!Object.values(sections).every(isMap)) return undefined;
  return { services: each(services), sections: each(sections), others };
}

function each(trees: TreeMap): Readonly<Record<string, Settings>> {
  return Object.fromEntries(Object.entries(trees).map(([key, tree]) => [key, isMap(tree) ? fieldsOf(tree) : {}]));
}

function fieldsOf(tree: TreeMap): Settings {
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, settingOf(key, value)]));
}

/** Keys whose values merge by rules of their own, or not at all. */
const special: ReadonlySet<string> = new Set(
  "command entrypoint test logging depends_on ulimits ipam external driver_opts env_file label_file gpus develop provider models credential_spec blkio_config".split(
    " ",
  ),
);

function settingOf(key: string, value: Tree): Setting {
  if (special.has(key) || key.startsWith("x-") || value === "") return { merge: "never", value };
  if (isList(value)) return { merge: "append", items: value };
  if (!isMap(value)) return { merge: "replace", value, decoys: [], nullKeeps: false };
  return Object.keys(value).length === 0 ? { merge: "never", value } : { merge: "deep", fields: fieldsOf(value) };
}
