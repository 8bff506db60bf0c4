import type { Case } from "../cases.js";
import { attributes } from "./attributes.js";
import { type Random, randomOf } from "./random.js";
import { type Alias, list, type Mapping, mapping, type Piece, type Scalar, scalar, yamlText } from "./yaml-text.js";

/**
 * Projects by chance, the same ones for the same seed: services with any attributes, written over documents, override files, `extends`,
 * `include`, anchors, merge keys, variables, `.env`, `!reset` and `!override`.
 */
export function randomCases(seed: number, count: number): readonly Case[] {
  return Array.from({ length: count }, (_, index) => randomCase(`seed-${seed}-${index}`, randomOf(seed * 100_000 + index)));
}

function randomCase(name: string, random: Random): Case {
  const project: Draft = { random, texts: new Map(), variables: new Map(), network: random.pick(["networks", "mode", "neither"]) };
  const bases = random.oneIn(2) ? writeBases(project) : [];
  const included = random.oneIn(3) ? writeIncluded(project) : [];
  const layers = random.pick([1, 2, 2, 3]);
  const paths = random.oneIn(3) ? ["a.yml", "deploy/b.yml", "c.yml"] : ["compose.yaml", "compose.override.yaml"];
  const files = paths.slice(0, layers);
  for (const [index, path] of files.entries()) writeFile(project, path, index, bases, included);
  const main = files[0] ?? "";
  project.texts.set(main, define(project) + (project.texts.get(main) ?? ""));
  project.texts.set(".env", dotenv(project));
  return {
    name,
    files: files.includes("a.yml") ? files : [],
    projectDirectory: undefined,
    envFiles: [],
    texts: new Map([...project.texts].filter(([, text]) => text !== "")),
  };
}

interface Draft {
  readonly random: Random;
  readonly texts: Map<string, string>;
  readonly variables: Map<string, string>;
  /** Compose refuses a service that has both. */
  readonly network: "networks" | "mode" | "neither";
}

/** Services in another file that may be extended. */
function writeBases(project: Draft): readonly Mapping[] {
  const path = project.random.pick(["base.yaml", "common/base.yaml"]);
  const root = mapping({ services: mapping({ base: service(project, plainFile) }) });
  project.texts.set(path, yamlText(project.random, root));
  return [mapping({ file: path, service: "base" })];
}

/** A file that is included, which may bring variables of its own. */
function writeIncluded(project: Draft): readonly string[] {
  const { random, texts } = project;
  const path = random.pick(["inc.yaml", "sub/inc.yaml"]);
  const own = random.oneIn(2) ? [["image", scalar("included")] as const] : [];
  const web = { entries: [...own, ...service(project, plainFile).entries] };
  texts.set(path, yamlText(random, mapping({ services: mapping({ web }) })));
  if (path.startsWith("sub/") && random.oneIn(2)) texts.set("sub/.env", "V0=inner\nINNER=1\n");
  return [path];
}

/** What services may refer to. */
const definitions: Readonly<Record<string, Mapping>> = {
  networks: line({ front: mapping({ internal: true }), back: null }),
  volumes: line({ data: mapping({ driver: "local" }), cache: null }),
  secrets: line({ token: mapping({ file: "./token" }), key: mapping({ environment: "KEY" }) }),
  configs: line({ conf: mapping({ content: "x" }), other: mapping({ file: "./o" }) }),
};

/** Defines what the files refer to. */
function define({ random, texts, variables }: Draft): string {
  const written = [...texts.values(), ...variables.values()].join();
  const named = Object.entries(definitions).filter(([, { entries }]) => entries.some(([name]) => written.includes(name)));
  return named.length === 0 ? "" : yamlText(random, { entries: named });
}

function line(entries: Parameters<typeof mapping>[0]): Mapping {
  return { ...mapping(entries), flow: true };
}

function writeFile(project: Draft, path: string, index: number, bases: readonly Mapping[], included: readonly string[]): void {
  const { random, texts } = project;
  const isMain = index === 0;
  const file: File = { bases: [...bases, ...(isMain ? ["db", "base"].map(scalar) : [])], isLater: !isMain, named: new Map(), merged: [] };
  const shared = random.oneIn(2) ? ["one", "two"].map((anchor) => share(project, file, anchor)) : [];
  const others = isMain ? { base: whole(service(project, { ...file, bases: [] })), db: whole(mapping({ user: "5" })) } : {};
  const web = service(project, file);
  const root = mapping({
    ...Object.fromEntries(shared.map((value) => [`x-${value.anchor}`, value])),
    ...(isMain && included.length > 0 ? { include: list(included) } : {}),
    services: mapping({
      ...others,
      web: isMain ? whole(web) : web,
    }),
  });
  const more = random.oneIn(6)
    ? `---\n${yamlText(random, mapping({ services: mapping({ web: service(project, { ...plainFile, isLater: true }) }) }))}`
    : "";
  texts.set(path, yamlText(random, root) + more);
}

function whole({ entries, ...marks }: Mapping): Mapping {
  return { ...marks, entries: [["image", scalar("main:1")], ...entries.filter(([key]) => key !== "image")] };
}

/** What the services of one file may use. */
interface File {
  /** What may stand behind `extends`. */
  readonly bases: readonly Piece[];
  /** Whether it may reset and override what earlier files say. */
  readonly isLater: boolean;
  /** The anchors of values, by the names of their attributes. */
  readonly named: Map<string, string>;
  /** The anchors that merge keys may name. */
  readonly merged: string[];
}

const plainFile: File = { bases: [], isLater: false, named: new Map(), merged: [] };

function share(project: Draft, file: File, anchor: string): Mapping & { readonly anchor: string } {
  const shared = { ...service(project, { ...file, bases: [], isLater: false }), anchor };
  file.merged.push(anchor);
  return shared;
}

function service(project: Draft, { bases, isLater, named, merged }: File): Mapping {
  const { random, network } = project;
  const names = Object.keys(attributes).filter((name) => name !== "networks" || network === "networks");
  const [first = "user", ...others] = names;
  const entries = [...new Set(random.some([first, ...others], 1, 5))].map((name): readonly [string, Piece] => {
    const anchor = named.get(name);
    if (anchor !== undefined && random.oneIn(2)) return [name, { alias: anchor }];
    const piece = tagged(random, withVariables(project, attributes[name]?.(random) ?? scalar("")), isLater);
    const isOnlyUse = named === plainFile.named || anchor !== undefined || !random.oneIn(3);
    if (isOnlyUse || "alias" in piece || piece.tag !== undefined) return [name, piece];
    named.set(name, `v${named.size}`);
    return [name, { ...piece, anchor: `v${named.size - 1}` }];
  });
  if (network === "mode" && random.oneIn(2)) entries.push(["network_mode", scalar(random.pick(["host", "none", "service:db"]))]);
  const [base, ...moreBases] = bases;
  if (base !== undefined && random.oneIn(2)) entries.push(["extends", extension(random, random.pick([base, ...moreBases]))]);
  if (merged.length > 0 && random.oneIn(2)) entries.splice(random.below(entries.length + 1), 0, ["<<", mergeKey(random, merged)]);
  return { entries };
}

function extension(random: Random, base: Piece): Piece {
  return "value" in base && random.oneIn(2) ? mapping({ service: base }) : base;
}

function mergeKey(random: Random, anchors: readonly string[]): Piece {
  const all = anchors.map((alias): Alias => ({ alias }));
  if (random.oneIn(3)) return { items: random.oneIn(2) ? all : all.toReversed() };
  return all[random.below(all.length)] ?? { items: all };
}

function tagged(random: Random, piece: Piece, isLater: boolean): Piece {
  if ("alias" in piece || !isLater || !random.oneIn(6)) return piece;
  return random.oneIn(2) ? { value: null, tag: "!reset" } : "value" in piece ? piece : { ...piece, tag: "!override" };
}

/** Puts variables in the place of some texts. */
function withVariables(project: Draft, piece: Piece): Piece {
  if ("alias" in piece) return piece;
  if ("items" in piece) return { ...piece, items: piece.items.map((item) => withVariables(project, item)) };
  if ("entries" in piece) return { ...piece, entries: piece.entries.map(([key, value]) => [key, withVariables(project, value)]) };
  return typeof piece.value === "string" && !/[$"'\\]/u.test(piece.value) && project.random.oneIn(8)
    ? variable(project, piece.value)
    : piece;
}

/** A text that comes to the same, or that depends on a variable which nobody gives. */
function variable({ random, variables }: Draft, text: string): Scalar {
  if (random.oneIn(12)) return scalar(`${text}\${NOBODY}`);
  if (random.oneIn(3)) return scalar(random.pick([`\${UNSET:-${text}}`, `\${UNSET-${text}}`, `\${UNSET:-\${ALSO:-${text}}}`]));
  const name = `V${variables.size}`;
  variables.set(name, text);
  return scalar(
    random.pick([`\${${name}}`, `$${name}`, `\${${name}-other}`, `\${${name}:+${text}}`, `\${${name}?must}`, `\${UNSET-$${name}}`]),
  );
}

function dotenv({ random, variables }: Draft): string {
  const line = (name: string, value: string): string => {
    const quoted = random.pick([`'${value}'`, `"${value}"`, / #|^\s|\s$|^#/u.test(value) ? `'${value}'` : value]);
    return `${random.oneIn(5) ? "export " : ""}${name}=${quoted}${random.oneIn(5) ? " # why" : ""}\n`;
  };
  return [...variables].map(([name, value]) => line(name, value)).join("");
}
