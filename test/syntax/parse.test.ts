import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { checkSpans, treeText } from "./tree-text.js";

/** `yaml` reads as `tree`, with every span in its place; `problems` are the codes of what is wrong, in order. */
function check(yaml: string, tree: string, problems: readonly string[] = []): void {
  assert.equal(treeText(yaml), tree, yaml);
  const file = parse("file:///compose.yml", yaml);
  assert.deepEqual(
    file.problems.map(({ code }) => code),
    problems,
    yaml,
  );
  checkSpans(file);
}

test("block and flow collections", () => {
  check("a: 1\nb: [x, y]\n", '{a: 1, b: ["x", "y"]}');
  check("a:\n- b\n- c: d\n  e: f\nx: y", '{a: ["b", {c: "d", e: "f"}], x: "y"}');
  check("a:\n  - \n  - b\n  -\n", '{a: [∅, "b", ∅]}');
  check("[a: b, c]", '[{a: "b"}, "c"]');
  check("{a: {b: 1, 'c': [d,]}, e}", '{a: {b: 1, c: ["d"]}, e?}');
  check("{A:1}", "{A:1?}");
  check("? a\n: b\n? c\n", '{a: "b", c?}');
  check('{"services": {"web": {"image": "nginx"}}}', '{services: {web: {image: "nginx"}}}');
});

test("scalar styles", () => {
  check("a: 'it''s'\nb: \"\\u0041\\n\"\n", '{a: "it\'s", b: "A\\n"}');
  check("a: |\n  foo\n  bar\n\n# c\nb: >-\n  x\n  y\n", '{a: "foo\\nbar\\n", b: "x y"}');
  check("a: one\n  two\nb: 3\n", '{a: "one two", b: 3}');
  check("a: '5'\nb: !!str 5\nc: !foo 5\nd: !!int 5\n", '{a: "5", b: !!str "5", c: !foo "5", d: !!int 5}');
});

test("anchors, aliases, merge keys and tags", () => {
  check("a: &x {b: 1}\nc: *x\n", "{a: &x {b: 1}, c: *x}");
  check("a: &x 1\nb: &x 2\nc: *x\n", "{a: &x 1, b: &x 2, c: *x}");
  check("a: !reset\nb: !override [1]\nc: !reset null\nd: &q\n", '{a: !reset "", b: !override [1], c: !reset "null", d: &q null}');
  check("a: &x {b: *x}\n", "{a: &x {b: *x!}}", ["bad-alias"]);
  check("a: *no\n", "{a: *no!}", ["bad-alias"]);
  check("- &a b\n- *a\n- &c\n  d: e\n", '[&a "b", *a, &c {d: "e"}]');
});

test("an anchor lives on over documents, and the last one of a name counts", () => {
  const file = parse("file:///c.yml", "a: &x 1\nb: &x 2\n---\nc: *x\n");
  const root = file.documents[1]?.root;
  const alias = root?.kind === "map" ? root.entries[0]?.value : undefined;
  assert.equal(alias?.kind === "alias" && alias.target?.kind === "scalar" ? alias.target.value : undefined, 2);
});

test("only a plain << is a merge key", () => {
  const root = parse("file:///c.yml", "x: &x {}\n<<: *x\n'<<': 1\n").documents[0]?.root;
  assert.deepEqual(root?.kind === "map" ? root.entries.map(({ merge }) => merge) : [], [false, true, false]);
});

test("what Compose refuses and YAML may not", () => {
  check("a: 1\na: 2\n", "{a: 1, a: 2}", ["duplicate-key"]);
  check("x: &x {}\nw:\n  <<: *x\n  <<: *x\n", "{x: &x {}, w: {<<: *x, <<: *x}}", ["duplicate-key"]);
  check("1: x\n", '{1: "x"}', ["non-string-key"]);
  check("yes: x\n'1': y\n", '{yes: "x", 1: "y"}');
  check("[a]: b\nc: d\n", '{c: "d"}', ["non-string-key"]);
  check("a: b\n---\n", '{a: "b"} --- ∅', ["empty-document"]);
  check("a: b\n...\n", '{a: "b"}');
  check("a:\n\t- b\nc: d\n", '{a: ["b"], c: "d"}', ["tab-as-indent"]);
  check("a:\tb\n", '{a: "b"}');
});

test("half-typed text keeps what stands around it", () => {
  check("s:\n  image: nginx\n  cap_ad\n  ports: [1]\n", '{s: {image: "nginx", cap_ad?, ports: [1]}}', ["multiline-implicit-key"]);
  check("s:\n  a\n  b\n  image: nginx\n", '{s: {a?, b?, image: "nginx"}}', ["multiline-implicit-key"]);
  check('a: "x\nb: c\nd: "e"\n', '{a: "", b: "c", d: "e"}', ["missing-char"]);
  check("a: [x, \nb: c\n", '{a: ["x"], b: "c"}', ["bad-indent"]);
  check("a: {x: 1, y\nb: c\n", '{a: {x: 1, y?}, b: "c"}', ["bad-indent"]);
  check("a: *", "{a: *!}", ["bad-alias", "bad-alias"]);
  check("-", "[∅]");
});

test("line ends, byte order mark and directives", () => {
  check("\uFEFFa: b\r\nc:\r\n  - d # x\r\n", '{a: "b", c: ["d"]}');
  check("%YAML 1.1\n---\na: yes\nb: 0777\n", '{a: "yes", b: 511}');
  check("", "");
  check("# only a comment\n", "");
});

test("a node's span leaves out comments, blank lines, tags and anchors", () => {
  const text = "a: &x !t\n  b: |\n    text\n\n  # after\n\nc: 1\n";
  const root = parse("file:///c.yml", text).documents[0]?.root;
  const value = root?.kind === "map" ? root.entries[0]?.value : undefined;
  assert.equal(text.slice(value?.start, value?.end), "b: |\n    text");
});

test("comments know whether they stand alone", () => {
  const text = "# one\na: 'x # no' # two\n  # three\nb: |\n  # text\n";
  assert.deepEqual(
    parse("file:///c.yml", text).comments.map(({ text, ownLine }) => [text, ownLine]),
    [
      ["# one", true],
      ["# two", false],
      ["# three", true],
    ],
  );
});

test("offsets count UTF-16 units", () => {
  const text = 'a: "🚢🚢"\nb: ü # 🚢\n';
  const root = parse("file:///c.yml", text).documents[0]?.root;
  const entry = root?.kind === "map" ? root.entries[1] : undefined;
  assert.equal(text.slice(entry?.start, entry?.end), "b: ü");
});

test("absurd nesting is reported, not followed", () => {
  for (const text of ["[".repeat(20_000), "a: ".repeat(500), "- ".repeat(20_000), "{a: ".repeat(5_000)]) {
    const { problems } = parse("file:///c.yml", text);
    assert.ok(problems.length > 0 && problems.length < 60, `${problems.length} problems`);
  }
});
