import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AnyNode, type Program, parse } from "acorn";
import { rules } from "../../server/src/engine/index.js";

/** What the compiler has written: every text stands in it as in the source. */
const out = fileURLToPath(new URL("../..", import.meta.url));
const ruleFolder = "server/src/engine/rules";
const knowledge = "server/src/engine/knowledge";
/** Where phrases stand by themselves, and are put into texts, or shown, elsewhere. */
const withTables = /\/engine\/(?:rules\/(?!references\.js)|edit\/|model\/read\/)|\/file-text\.js$/u;

/** A text that a person may read in their language, and the source that it stands in. */
export interface Key {
  readonly key: string;
  readonly where: string;
}

/**
 * Every text that a catalogue translates, from the compiled code: what goes through `t` or `l10n.t`, with `{0}` for what is put in; phrases
 * that are put in; and those of the tables that rules and hovers take them from. `docs` is what rule pages alone say.
 */
export interface Keys {
  readonly main: readonly Key[];
  readonly docs: readonly Key[];
}

export function allKeys(): Keys {
  const main = new Map<string, string>();
  const docs = new Map<string, string>();
  for (const file of scripts("server/src", "client/src")) {
    // The command line speaks English.
    if (file.startsWith("server/src/cli/")) continue;
    const where = file.replace(/\.js$/u, ".ts");
    const { texts, prose } = keysIn(file);
    note(texts, where, main);
    note(prose, where, docs);
  }
  for (const { id, title, absence = "", docs: page } of rules) {
    const where = `${ruleFolder}/${id}.ts`;
    note([title, ...[absence].filter(isSeveralWords), page.why, page.fix], where, main);
    note([...(page.attack ?? []), page.fine ?? "", page.premise ?? ""], where, docs);
  }
  return { main: sorted(main), docs: sorted(docs).filter(({ key }) => !main.has(key)) };
}

function note(keys: Iterable<string>, where: string, to: Map<string, string>): void {
  for (const key of keys) if (/\p{L}|\{\d\}\S/u.test(key) && !to.has(key)) to.set(key, where);
}

function keysIn(file: string): { readonly texts: readonly string[]; readonly prose: readonly string[] } {
  const program = programOf(file);
  const texts = [...translated(program)];
  if (file.endsWith("/rule-page.js")) return { texts: [], prose: texts };
  if (withTables.test(file)) return { texts: [...texts, ...tables(program)], prose: [] };
  if (!file.startsWith(knowledge)) return { texts, prose: [] };
  return { texts: [...texts, ...facts(program, saidOfAll), ...facts(program, saidOfImages)], prose: [] };
}

function sorted(keys: ReadonlyMap<string, string>): readonly Key[] {
  return [...keys].map(([key, where]) => ({ key, where })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Every text of the extension, the prose of rule pages included. */
export function everyKey(): readonly string[] {
  const { main, docs } = allKeys();
  return [...main, ...docs].map(({ key }) => key);
}

/** Places where a text is looked up when its module is loaded, which is before anybody has said in which language. */
export function tooEarly(): readonly string[] {
  return scripts("server/src", "client/src").flatMap((file) => {
    const found = [...within(programOf(file), false)].filter(isTranslation);
    return found.map(({ start }) => `${file}, offset ${start}`);
  });
}

function programOf(file: string): Program {
  return parse(readFileSync(join(out, file), "utf8"), { ecmaVersion: "latest", sourceType: "module" });
}

function scripts(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(out, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".js") && !entry.name.startsWith("examples"))
      .map((entry) => join(entry.parentPath, entry.name).slice(out.length).replaceAll("\\", "/")),
  );
}

function* translated(program: Program): Generator<string> {
  const named = namedIn(program);
  for (const node of within(program)) {
    if (node.type === "TaggedTemplateExpression" && isTranslating(node.tag)) {
      yield node.quasi.quasis.map(({ value }, index) => `${index === 0 ? "" : `{${index - 1}}`}${value.cooked ?? ""}`).join("");
      yield* putIn(node.quasi.expressions, named);
    }
    if (node.type !== "CallExpression") continue;
    const [text, ...puts] = node.arguments;
    if (isTranslating(node.callee) && text !== undefined) {
      yield* phrases(text, named);
      yield* putIn(puts, named);
    }
    if (nameOf(node.callee) === "phrase") yield* putIn(node.arguments, named);
  }
}

/** Single words are not looked up where they are put in. */
function putIn(puts: readonly AnyNode[], named: Named): readonly string[] {
  return puts.flatMap((put) => [...phrases(put, named)]).filter(isSeveralWords);
}

function isSeveralWords(text: string): boolean {
  return text.includes(" ");
}

function isTranslation(node: AnyNode): boolean {
  return (
    (node.type === "TaggedTemplateExpression" && isTranslating(node.tag)) || (node.type === "CallExpression" && isTranslating(node.callee))
  );
}

/** `t`, and `l10n.t` of VS Code. */
function isTranslating(node: AnyNode): boolean {
  if (node.type === "MemberExpression") return nameOf(node.object) === "l10n" && nameOf(node.property) === "t";
  return node.type === "Identifier" && node.name === "t";
}

/** What a module's constants and functions are called. */
type Named = ReadonlyMap<string, readonly AnyNode[]>;

function namedIn(program: Program): Named {
  const named = new Map<string, AnyNode[]>();
  const note = (name: string, value: AnyNode): void => void named.set(name, [...(named.get(name) ?? []), value]);
  for (const node of within(program)) {
    if (node.type === "FunctionDeclaration" && node.id) note(node.id.name, node);
    if (node.type === "VariableDeclarator" && node.init) for (const name of namesIn(node.id)) note(name, node.init);
  }
  return named;
}

function namesIn(pattern: AnyNode): readonly string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  return pattern.type === "ArrayPattern" ? pattern.elements.flatMap((one) => (one === null ? [] : namesIn(one))) : [];
}

/** The texts that an expression may be. */
function* phrases(node: AnyNode, named: Named, seen: ReadonlySet<AnyNode> = new Set()): Generator<string> {
  if (seen.has(node)) return;
  if (node.type === "Literal" && typeof node.value === "string") yield node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) yield node.quasis[0]?.value.cooked ?? "";
  for (const part of partsOf(node, named)) yield* phrases(part, named, new Set([...seen, node]));
}

/** What an expression may be: either side of a condition, what a constant, a table or a function of the module holds or answers. */
function partsOf(node: AnyNode, named: Named): readonly AnyNode[] {
  switch (node.type) {
    case "ConditionalExpression":
      return [node.consequent, node.alternate];
    case "LogicalExpression":
      return [node.left, node.right];
    case "ChainExpression":
      return [node.expression];
    case "SpreadElement":
      return [node.argument];
    case "ArrayExpression":
      return node.elements.filter((one) => one !== null);
    case "ObjectExpression":
      return node.properties.flatMap((one) => (one.type === "Property" ? [one.value] : []));
    case "Identifier":
      return named.get(node.name) ?? [];
    case "MemberExpression":
      return named.get(nameOf(node.object) ?? "") ?? [];
    case "CallExpression":
      return named.get(nameOf(node.callee) ?? "") ?? [];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return node.body.type === "BlockStatement" ? answersIn(node.body) : [node.body];
    default:
      return [];
  }
}

function answersIn(body: AnyNode): readonly AnyNode[] {
  return [...within(body)].flatMap((node) => (node.type === "ReturnStatement" && node.argument ? [node.argument] : []));
}

/** Phrases anywhere in a module, but for what the rule's page alone says. */
function* tables(program: Program): Generator<string> {
  const page = new Set<AnyNode>();
  for (const node of within(program)) {
    if (node.type === "Property" && unsaid.has(nameOf(node.key) ?? "")) for (const below of within(node.value)) page.add(below);
    if (node.type === "ThrowStatement") for (const below of within(node)) page.add(below);
  }
  for (const node of within(program)) {
    if (!page.has(node) && node.type === "Literal" && typeof node.value === "string" && isPhrase(node.value)) yield node.value;
  }
}

const unsaid: ReadonlySet<string> = new Set(["docs", "references"]);

function isPhrase(text: string): boolean {
  return /\p{Ll}{2,}[,:]? \p{L}|^, \p{L}/u.test(text) && !text.includes("://") && !/^Written from/u.test(text);
}

/** The fields of the knowledge that messages, titles, hovers and completions say. */
const saidOfAll: ReadonlySet<string> = new Set([
  "advice",
  "allows",
  "because",
  "description",
  "effect",
  "escapeWith",
  "gainsPrivileges",
  "gives",
  "holds",
  "instead",
  "kind",
  "lets",
  "may",
  "migration",
  "neededBy",
  "note",
  "privilegedSwitchesOff",
  "reading",
  "refused",
  "risks",
  "rootlessAlternative",
  "saferAlternative",
  "service",
  "summary",
  "title",
  "usedFor",
  "when",
  "why",
  "without",
  "writing",
]);

/** Of images this is evidence, which the group "docs" holds. */
const saidOfImages: ReadonlySet<string> = new Set(["fact", "notes"]);

function* facts(program: Program, fields: ReadonlySet<string>): Generator<string> {
  const named = namedIn(program);
  for (const node of within(program)) {
    const value = holdingOf(node, fields);
    if (value === undefined) continue;
    for (const text of phrases(value, named)) if (isSeveralWords(text) && !isWritten(text)) yield text;
  }
}

/** What a field or a constant of such a name holds. */
function holdingOf(node: AnyNode, fields: ReadonlySet<string>): AnyNode | undefined {
  if (node.type === "Property") return fields.has(nameOf(node.key) ?? "") ? node.value : undefined;
  return node.type === "VariableDeclarator" && fields.has(nameOf(node.id) ?? "") ? (node.init ?? undefined) : undefined;
}

/** What is written into a file stays as it is. */
function isWritten(text: string): boolean {
  return text.includes("${");
}

function nameOf(node: AnyNode): string | undefined {
  return node.type === "Identifier" ? node.name : undefined;
}

function* within(start: AnyNode, withFunctions = true): Generator<AnyNode> {
  const open: AnyNode[] = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    if (!withFunctions && /Function/u.test(node.type)) continue;
    for (const value of Object.values(node)) for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) open.push(one);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
