import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { Engine, rules } from "../../server/src/engine/index.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import type { ScalarNode, YamlNode } from "../../server/src/engine/syntax/tree.js";
import { plainText } from "../../server/src/lsp/markdown.js";
import { corpus } from "../corpus.js";
import { readFixture, withoutCarets } from "../rules/fixture.js";

const uri = "file:///project/compose.yml";

/** A value of `.env` for every variable of a text: were one shown that looks like a secret, it would be seen. */
const fromFile = "Zq7-from-dotenv";

/** The files of all rules' fixtures, and the examples. */
const ours = [
  ...rules.flatMap(({ id }) =>
    readFixture(id)
      .blocks.filter(({ info }) => /^yaml\b/u.test(info) || info.startsWith("clean"))
      .map(({ text }) => withoutCarets(text)),
  ),
  ...["insecure", "hardened"].map((name) => readFileSync(new URL(`../../../examples/${name}/compose.yml`, import.meta.url), "utf8")),
];

/** Compose files of people; each fortieth where nobody asks for all. */
const theirs = corpus()
  .filter((_, index) => process.env["WATERTIGHT_RUNS"] !== undefined || index % 40 === 0)
  .map(({ text }) => text)
  .filter((text) => text.length < 60_000);

function scalarsOf(text: string): { readonly keys: readonly ScalarNode[]; readonly values: readonly ScalarNode[] } {
  const keys: ScalarNode[] = [];
  const values: ScalarNode[] = [];
  const open: (YamlNode | undefined)[] = parse(uri, text).documents.map(({ root }) => root);
  while (open.length > 0) {
    const node = open.pop();
    if (node?.kind === "scalar") values.push(node);
    else if (node?.kind === "seq") open.push(...node.items.map((item) => item.node));
    else if (node?.kind === "map") {
      for (const { key, value } of node.entries) {
        keys.push(key);
        open.push(value);
      }
    }
  }
  return { keys, values };
}

interface Shown {
  readonly hovers: readonly string[];
  readonly secrets: readonly string[];
  readonly text: string;
}

/** Every hover on a value, at its start, in its middle and at each of its variables, and on every key. */
function hoversIn(text: string, env: string): Shown {
  const engine = new Engine();
  engine.setText(uri, text);
  for (let { wanted } = engine.check(uri); wanted.length > 0; { wanted } = engine.check(uri)) {
    for (const one of wanted) engine.provide(one, one.endsWith("/.env") ? env : undefined);
  }
  const { keys, values } = scalarsOf(text);
  const offsets = [...keys, ...values].flatMap(({ start, end }) => [
    start,
    (start + end) >> 1,
    ...[...text.slice(start, end).matchAll(/\$\{?\w/gu)].map(({ index }) => start + index + 2),
  ]);
  const hovers = offsets.flatMap((offset) => engine.hover(uri, offset)?.markdown ?? []);
  const secrets = engine.check(uri).secrets.map(({ start, end }) => text.slice(start, end).replaceAll(/^["'\s]+|["'\s]+$/gu, ""));
  return { hovers, secrets, text };
}

function envFor(text: string): string {
  const names = new Set([...text.matchAll(/\$\{?([A-Za-z_]\w*)/gu)].map(([, name]) => name));
  return [...names].map((name) => `${name}=${fromFile}`).join("\n");
}

describe("every hover in the rules' fixtures, the examples and files of people", () => {
  let all: readonly Shown[] = [];
  before(() => {
    all = [...ours, ...theirs].map((text) => hoversIn(text, ""));
  });

  test("there are many", () => {
    assert.ok(all.reduce((sum, { hovers }) => sum + hovers.length, 0) > 4000);
  });

  test("has at most twelve lines, of which the first one answers", () => {
    for (const { hovers } of all) {
      for (const one of hovers) {
        const lines = one.split("\n");
        assert.ok(lines.length <= 12, one);
        assert.ok((lines[0]?.length ?? 0) > 15 && (lines[0]?.length ?? 0) < 420, one);
        for (const line of lines.slice(1)) assert.match(line, /^- \S/u, one);
      }
    }
  });

  test("has neither HTML nor commands, and no marks left where it is shown as plain text", () => {
    for (const { hovers } of all) {
      for (const one of hovers) {
        assert.doesNotMatch(one.replaceAll(/`[^`\n]*`|\\</gu, ""), /<[A-Za-z/!]|command:|\bundefined\b|\[object/u, one);
        const plain = plainText(one);
        assert.doesNotMatch(plain.replaceAll("``", ""), /\*\*|`|\]\(http/u, one);
        assert.ok(plain.split("\n").length <= 12, plain);
      }
    }
  });

  test("shows no secret of its file", () => {
    let count = 0;
    for (const { hovers, secrets, text } of all) {
      // Words that texts about secrets use for themselves tell nothing, and neither does what stands there as something else, too.
      const telling = secrets.filter(
        (secret) => secret.length > 5 && !/^(?:secret|password|guest|admin|changeme)$/iu.test(secret) && !isElsewhere(text, secret),
      );
      count += telling.length;
      for (const one of hovers) for (const secret of telling) assert.ok(!one.includes(secret), `${secret} in: ${one}`);
    }
    assert.ok(count > 60, `only ${count} secrets`);
  });
});

/** Whether a text has the words of a secret once more, as a name or a path. */
function isElsewhere(text: string, secret: string): boolean {
  return text.split(secret).length > 2;
}

test("no value of a variable that a secret is made of is shown", () => {
  let shown = 0;
  let hidden = 0;
  for (const text of [...ours, ...theirs].filter((one) => one.includes("$"))) {
    for (const one of hoversIn(text, envFor(text)).hovers) {
      const [first = ""] = one.split("\n");
      const [, name = ""] = /^`\$\{(\w+)\}` is /u.exec(first) ?? [];
      if (first.includes("hidden, since")) hidden++;
      if (!first.includes(fromFile)) continue;
      shown++;
      assert.doesNotMatch(name, /PASSWORD$|PASSWD$|SECRET$|_TOKEN$|API_?KEY$/u, one);
    }
  }
  assert.ok(shown > 20 && hidden > 20, `${shown} shown, ${hidden} hidden`);
});
