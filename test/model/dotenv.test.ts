import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDotenv, parseRaw } from "../../server/src/engine/model/dotenv.js";
import { dotenv } from "./check.js";

test("every form of a line is read as Compose reads it", () => {
  const rows: readonly (readonly [text: string, expected: Record<string, string | null>])[] = [
    ["A=1\nB=two words \n", { A: "1", B: "two words" }],
    ["A = 1", { A: "1" }],
    ["A: yaml", { A: "yaml" }],
    ["export A=1\nexport\tB=2", { A: "1", B: "2" }],
    ["# note\n\n  # note\nA=1 # why\nB=x#y", { A: "1", B: "x#y" }],
    ["A=\nB=1", { A: "", B: "1" }],
    ["A\nB=1", { B: "1" }],
    ["A='it is $B'\nB='a\\'b'", { A: "it is $B", B: "a'b" }],
    ['A="x # y" # why\nB=1', { A: "x # y", B: "1" }],
    ['A="a\\nb\\t\\"q\\" \\$X \\\\ \\q"', { A: 'a\nb\t"q" $X \\ \\q' }],
    ['A="two\nlines"\nB=1', { A: "two\nlines", B: "1" }],
    ["A=1\nB=${A}-$A-$$A\nC='${A}'", { A: "1", B: "1-1-$A", C: "${A}" }],
    ["A=${SHELL_ONLY}\nB=${A:-d}\nC=${X:-d}", { A: null, B: null, C: "d" }],
    ["A=1\nA=2", { A: "2" }],
    ["\uFEFFA=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["DOT.TED-NAME[0]=1", { "DOT.TED-NAME[0]": "1" }],
    ['A="\\0101"', { A: "A" }],
    ["", {}],
  ];
  for (const [text, expected] of rows) assert.deepEqual(dotenv(text), expected, JSON.stringify(text));
});

test("a line that Compose refuses is named, and what stands before it is kept", () => {
  const rows: readonly (readonly [text: string, line: number])[] = [
    ["A=1\nB C=2", 2],
    ["A=1\n\n*=2", 3],
    ["A='open\nB=1", 1],
    ["A=1\nB=${}", 2],
  ];
  for (const [text, line] of rows) {
    const { problem } = parseDotenv(text, "file:///.env");
    assert.equal(problem?.line, line, text);
    assert.doesNotMatch(problem?.message ?? "", /open|[12]/u);
  }
  assert.deepEqual(dotenv("A=1\nB C=2"), { A: "1" });
});

test("each variable knows its line, and where its name is written", () => {
  const text = "\uFEFFA=1\r\n# note\r\n\r\n  export  B = 'two\r\nlines'\r\nC: $A\r\nD=\"x\"";
  const raw = "\uFEFFA=1\r\n# note\r\n  B=$A\r\n\r\nC";
  const outer = () => ({ value: "outside" });
  for (const [found, given] of [
    [parseDotenv(text, "file:///.env"), text],
    [parseRaw(raw, "file:///.env", { outer }), raw],
  ] as const) {
    const places = [...found.variables].map(([name, { set }]) => [name, set?.line, given.slice(set?.name.start, set?.name.end)]);
    const expected =
      given === text
        ? [
            ["A", 0, "A"],
            ["B", 3, "export  B"],
            ["C", 5, "C"],
            ["D", 6, "D"],
          ]
        : [
            ["A", 0, "A"],
            ["B", 2, "B"],
            ["C", undefined, raw],
          ];
    assert.deepEqual(places, expected);
  }
});

test("a line of the raw format that Docker refuses is named", () => {
  for (const text of ["A=1\n=2", "A=1\nB C=2"]) {
    const { variables, problem } = parseRaw(text, "file:///.env");
    assert.equal(problem?.line, 2);
    assert.deepEqual([...variables.keys()], ["A"]);
  }
});
