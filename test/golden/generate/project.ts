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
  const isListed = files.includes("a.yml");
  const envFiles = isListed && random.oneIn(5) ? ["one.env", "two.env"] : [];
  project.texts.set(envFiles[0] ?? ".env", dotenv(project));
  if (envFiles.length > 0) project.texts.set("two.env", "V1=${V1}\nOTHER=x\n");
  // Other files are looked for in the project's directory, too.
  const isAlone = bases.length + included.length === 0;
  const projectDirectory = isListed && isAlone && random.oneIn(5) ? "other" : undefined;
  return {
    name,
    files: isListed ? files : [],
    projectDirectory,
    envFiles,
    texts: new Map([...project.texts].filter(([path, text]) => text !== "" || envFiles.includes(path))),
  };
}

interface Draft {
  readonly random: Random;
  readonly texts: Map<string, string>;
  readonly variables: Map<string, string>;
  /** Compose refuses a service that has both. */
  readonly network: "networks" | "mode" | "neither";
}

/** Services in another file that may be extended, and which may extend others. */
function writeBases(project: Draft): readonly Mapping[] {
  const { random, texts } = project;
  const [path, deeper, from] = random.pick<readonly [string, string, string]>([
    ["base.yaml", "deep/root.yaml", "deep/root.yaml"],
    ["common/base.yaml", "common/deep/root.yaml", "deep/root.yaml"],
    ["common/base.yaml", "root.yaml", "../root.yaml"],
  ]);
  const roots = random.pick<readonly Piece[]>([[], [scalar("root")], [mapping({ service: "root", file: from })]]);
  const services = mapping({ root: service(project, plainFile), base: service(project, { ...plainFile, bases: roots }) });
  texts.set(path, yamlText(random, mapping({ services })) + laterDocument(project, "base"));
  const others = mapping({ root: service(project, plainFile) });
  if (roots.some((root) => "entries" in root)) texts.set(deeper, yamlText(random, mapping({ services: others })));
  return [mapping({ file: path, service: "base" })];
}

/** A second document now and then. */
function laterDocument(project: Draft, name: string): string {
  if (!project.random.oneIn(6)) return "";
  const services = mapping({ [name]: service(project, { ...plainFile, isLater: true }) });
  return `---\n${yamlText(project.random, mapping({ services }))}`;
}

/** Files that are included, which may bring variables of their own and include others. */
function writeIncluded(project: Draft): readonly Piece[] {
  const { random, texts } = project;
  const write = (path: string, include: readonly Piece[] = []): Piece => {
    const own = random.oneIn(2) ? [["image", scalar("included")] as const] : [];
    const web = { entries: [...own, ...service(project, { ...plainFile, bases: [scalar("common")] }).entries] };
    const common = whole(service(project, plainFile));
    const root = { ...(include.length > 0 ? { include: list(include) } : {}), services: mapping({ common, web }) };
    texts.set(path, yamlText(random, mapping(root)) + laterDocument(project, "web"));
    return scalar(path);
  };
  const path = random.pick(["inc.yaml", "sub/inc.yaml"]);
  if (random.oneIn(2)) texts.set("sub/.env", "V0=inner\nINNER=1\n");
  if (random.oneIn(3)) return [write(path), write("second.yaml")];
  if (random.oneIn(3)) {
    write("sub/deep/third.yaml");
    return [write("sub/inc.yaml", [scalar("deep/third.yaml")])];
  }
  if (random.oneIn(2)) return [write(path)];
  texts.set("own.env", "V0=own\n");
  // Compose takes the folder above for one that is not there.
  texts.set("sub/there.txt", "x\n");
  const entry = { path: list([write(path), write("over.yaml")]), project_directory: "sub" };
  return [mapping({ ...entry, ...(random.oneIn(2) ? { env_file: "own.env" } : {}) })];
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

function writeFile(project: Draft, path: string, index: number, bases: readonly Mapping[], included: readonly Piece[]): void {
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
    ...(isMain ? {} : redefinitions(random)),
  });
  texts.set(path, yamlText(random, root) + laterDocument(project, "web"));
}

/** What a later file says of what the first one defines. */
function redefinitions(random: Random): Readonly<Record<string, Piece>> {
  if (!random.oneIn(4)) return {};
  const labels = random.oneIn(2) ? list(["a=1", "b"]) : mapping({ a: random.below(9), c: "x" });
  const options = mapping({ type: "none", o: random.pick(["bind", "bind,ro"]), device: random.pick(["./x", "/etc", "~/y"]) });
  return random.pick<Readonly<Record<string, Piece>>>([
    { networks: line({ front: mapping({ internal: random.pick<string | boolean>([false, "no"]), labels }) }) },
    {
      networks: line({ back: mapping({ driver: "bridge", driver_opts: mapping({ a: 1, b: "2" }) }), default: mapping({ internal: true }) }),
    },
    { volumes: line({ data: mapping({ driver_opts: options, labels }) }) },
    { volumes: line({ cache: mapping({ driver_opts: options }), data: null }) },
    { secrets: line({ token: mapping({ file: "./other" }) }), configs: line({ conf: mapping({ content: "y" }) }) },
  ]);
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
  const entries = [...new Set(random.some([first, ...others], 1, 4))].map((name): readonly [string, Piece] => {
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
