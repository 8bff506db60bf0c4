import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AnyNode, type Program, parse } from "acorn";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rules = "server/src/engine/rules";
const knowledge = "server/src/engine/knowledge";

/**
 * Every text that the server says and that a catalogue translates, from the compiled code: what goes through `t`, with `{0}` for what is put
 * in; phrases that are put in; and those of the tables that rules take them from.
 */
export function serverKeys(): readonly string[] {
  const keys = new Set<string>();
  for (const file of scripts("server/src")) {
    const program = parse(readFileSync(join(root, file), "utf8"), { ecmaVersion: "latest", sourceType: "module" });
    for (const key of translated(program)) keys.add(key);
    if (file.startsWith(rules) && !file.endsWith("/references.js")) for (const key of tables(program)) keys.add(key);
    if (file.startsWith(knowledge)) for (const key of facts(program)) keys.add(key);
  }
  return [...keys].filter((key) => /\p{L}/u.test(key)).toSorted();
}

function scripts(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".js") && !entry.name.startsWith("examples"))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll("\\", "/"));
}

function* translated(program: Program): Generator<string> {
  for (const node of within(program)) {
    if (node.type === "TaggedTemplateExpression" && isTranslating(node.tag)) {
      yield node.quasi.quasis.map(({ value }, index) => `${index === 0 ? "" : `{${index - 1}}`}${value.cooked ?? ""}`).join("");
      for (const put of node.quasi.expressions) yield* phrases(put);
    }
    if (node.type === "CallExpression" && isTranslating(node.callee)) {
      const [text] = node.arguments;
      if (text !== undefined) yield* phrases(text);
    }
  }
}

function isTranslating(node: AnyNode): boolean {
  return node.type === "Identifier" && node.name === "t";
}

/** What may be put in: the literals of a condition, and of what stands in for nothing. */
function* phrases(node: AnyNode): Generator<string> {
  if (node.type === "Literal" && typeof node.value === "string") yield node.value;
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) yield node.quasis[0]?.value.cooked ?? "";
  if (node.type === "ConditionalExpression") {
    yield* phrases(node.consequent);
    yield* phrases(node.alternate);
  }
  if (node.type === "LogicalExpression") {
    yield* phrases(node.left);
    yield* phrases(node.right);
  }
}

/** Phrases anywhere in a module, but for what the rule's page alone says, which is English. */
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

/** What the facts say for messages and titles. Their longer prose is English. */
const said: ReadonlySet<string> = new Set([
  "may",
  "advice",
  "note",
  "gives",
  "lets",
  "writing",
  "reading",
  "holds",
  "kind",
  "title",
  "description",
]);

function* facts(program: Program): Generator<string> {
  for (const node of within(program)) {
    if (node.type !== "Property" || !said.has(nameOf(node.key) ?? "")) continue;
    if (node.value.type === "Literal" && typeof node.value.value === "string" && / /u.test(node.value.value)) yield node.value.value;
  }
}

function nameOf(node: AnyNode): string | undefined {
  return node.type === "Identifier" ? node.name : undefined;
}

function* within(start: AnyNode): Generator<AnyNode> {
  const open: AnyNode[] = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    for (const value of Object.values(node)) for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) open.push(one);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
