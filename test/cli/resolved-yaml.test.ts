import assert from "node:assert/strict";
import { test } from "node:test";
import { originsIn } from "../../server/src/cli/report/origin.js";
import { resolvedYaml } from "../../server/src/cli/report/resolved-yaml.js";
import { Engine, hiddenText, type Json, nameOf, type Resolved, toJson } from "../../server/src/engine/index.js";
import { corpus } from "../corpus.js";

const uri = "file:///work/app/compose.yaml";

function resolved(text: string): Resolved | undefined {
  const engine = new Engine();
  engine.setText(uri, text);
  for (let round = 0; round < 5; round++) for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
  return engine.resolved(uri);
}

function printed(found: Resolved, text: string): string {
  const files = { resolved: found, texts: new Map([[uri, text]]) };
  return resolvedYaml(files, originsIn(files, nameOf));
}

/** What is read back cannot tell a secret that is not shown from any other text. */
function comparable(value: Json): Json {
  if (typeof value === "string") return value.includes(hiddenText) ? hiddenText : value;
  if (Array.isArray(value)) return value.map(comparable);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, comparable(one as Json)]));
}

test("any text is printed so that it is read back", () => {
  const texts = [
    "a: b",
    "a #b",
    "# a",
    "- a",
    "-",
    "--flag",
    "?",
    ": a",
    "a:",
    "::1",
    "[a]",
    "{a: b}",
    "*a",
    "&a",
    "!a",
    "@a",
    "%a",
    "`a`",
    "'a'",
    '"a"',
    "yes",
    "No",
    "null",
    "~",
    "true",
    "1",
    "0777",
    "1e3",
    "1_000",
    "22:22",
    "2024-01-01",
    ".5",
    "",
    " a",
    "a ",
    "a\tb",
    "a\nb",
    "a\nb\n",
    "a\n\nb\n\n",
    "\na",
    "  a\n b",
    "a\n  b\n c",
    "a\r\nb",
    "é 网 🚢",
    "a\u2028b",
    "a\u0007",
    "$HOME",
    "$$",
    "${A}",
    "a$",
    "\\",
    "a\\nb",
    "---",
    "...",
    "<<",
    "=",
  ];
  // In JSON every text is quoted, and a dollar sign is doubled for Compose.
  const json = JSON.stringify({
    services: {
      a: {
        image: "i",
        command: texts.map((one) => one.replaceAll("$", "$$$$")),
        labels: Object.fromEntries(texts.map((one, index) => [`l${index}`, one.replaceAll("$", "$$$$")])),
      },
    },
  });
  const first = resolved(json);
  assert.ok(first);
  assert.deepEqual(first.problems, []);
  const yaml = printed(first, json);
  const second = resolved(yaml);
  assert.ok(second);
  assert.deepEqual(second.problems, []);
  assert.deepEqual(toJson(second.tree), toJson(first.tree));
  const { services } = toJson(first.tree) as { readonly services: { readonly a: { readonly command: readonly string[] } } };
  assert.deepEqual(services.a.command, texts);
});

test("what is printed for real files is a compose file that means the same", () => {
  let compared = 0;
  const files = corpus().filter((_, index) => index % 4 === 0);
  for (const { path, text } of files) {
    const first = resolved(text);
    if (first === undefined || first.problems.some(({ fatal }) => fatal)) continue;
    const yaml = printed(first, text);
    const second = resolved(yaml);
    assert.ok(second, path);
    assert.deepEqual(
      second.problems.map(({ message }) => message),
      [],
      path,
    );
    assert.deepEqual(comparable(toJson(second.tree)), comparable(toJson(first.tree)), path);
    compared++;
  }
  assert.ok(files.length === 0 || compared > 50, `only ${compared} files were compared`);
});
