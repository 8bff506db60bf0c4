import assert from "node:assert/strict";
import { test } from "node:test";
import { hole, interpolate } from "../../server/src/engine/model/interpolate.js";

const given: Readonly<Record<string, string>> = { SET: "v", EMPTY: "", LATER: "x" };

function variables(name: string): { value: string | undefined } | undefined {
  if (name === "OPAQUE") return { value: undefined };
  const value = given[name];
  return value === undefined ? undefined : { value };
}

/** What is unknown stands as `<written>`. */
function expand(text: string): string {
  const { text: found, holes, faults } = interpolate(text, variables);
  let index = 0;
  const shown = found.replaceAll(hole, () => `<${holes[index++]?.written}>`);
  return faults.length === 0 ? shown : `${faults.map(({ code, start, end }) => `${code} ${start}-${end}`).join(", ")}`;
}

function check(rows: readonly (readonly [text: string, expected: string])[]): void {
  for (const [text, expected] of rows) assert.equal(expand(text), expected, text);
}

test("every operator meets a set, an empty and an unset variable", () => {
  check([
    ["${SET:-d}", "v"],
    ["${EMPTY:-d}", "d"],
    ["${UNSET:-d}", "d"],
    ["${SET-d}", "v"],
    ["${EMPTY-d}", ""],
    ["${UNSET-d}", "d"],
    ["${SET:?e}", "v"],
    ["${EMPTY:?e}", "variable-required 0-11"],
    ["${UNSET:?e}", "<${UNSET:?e}>"],
    ["${SET?e}", "v"],
    ["${EMPTY?e}", ""],
    ["${UNSET?e}", "<${UNSET?e}>"],
    ["${SET:+r}", "r"],
    ["${EMPTY:+r}", ""],
    ["${UNSET:+r}", "<${UNSET:+r}>"],
    ["${SET+r}", "r"],
    ["${EMPTY+r}", "r"],
    ["${UNSET+r}", "<${UNSET+r}>"],
  ]);
});

test("plain forms take the value, and nothing is guessed for an unset variable", () => {
  check([
    ["$SET ${SET} $SETx", "v v <$SETx>"],
    ["[${EMPTY}]", "[]"],
    ["${UNSET}:80", "<${UNSET}>:80"],
    ["${set}", "<${set}>"],
  ]);
});

test("a variable that is set to something unknown takes no default", () => {
  check([
    ["${OPAQUE:-d}", "<${OPAQUE:-d}>"],
    ["${OPAQUE+r}", "r"],
    ["${OPAQUE:+r}", "<${OPAQUE:+r}>"],
    ["${OPAQUE:?e}", "<${OPAQUE:?e}>"],
  ]);
});

test("defaults nest, lazily, and braces are counted", () => {
  check([
    ["${UNSET:-${LATER}}", "x"],
    ["${UNSET:-${OTHER:-deep}}", "deep"],
    ["${UNSET:-a${OTHER}b}", "a<${OTHER}>b"],
    ["${SET:-${EMPTY:?x}}", "v"],
    ["${UNSET:-{a}}", "{a}"],
    ["${UNSET:-{}}", "{}"],
    ["${SET:+{a}", "{a"],
    ['{"k": "${UNSET:-v}"}', '{"k": "v"}'],
    ["${UNSET-a:-b}", "a:-b"],
    ["${UNSET:-$$x}", "$x"],
    ["${UNSET:-a}b}", "ab}"],
  ]);
});

test("a dollar sign that starts no variable stays", () => {
  check([
    ["$$SET", "$SET"],
    ["$$${SET}", "$v"],
    ["$1 $(cmd) $ x a$", "$1 $(cmd) $ x a$"],
    ["100%", "100%"],
  ]);
});

test("invalid forms are faults at their characters", () => {
  for (const form of ["${}", "${1}", "${ V }", "${V!}", "${V/x/y}", "${V=d}", "${V:=d}", "${V:0:1}", "${#V}", "${V", "${V:-a\nb}"]) {
    assert.equal(expand(`ab${form}`), `bad-variable 2-${2 + form.length}`, form);
  }
});

test("a fault of a nested default counts from the start of the whole text", () => {
  assert.equal(expand("ab${UNSET:-c${}d}"), "bad-variable 12-15");
});

test("a message never holds the text behind an operator", () => {
  const [fault] = interpolate("${PASSWORD=hunter2}", variables).faults;
  assert.match(fault?.message ?? "", /PASSWORD/u);
  assert.doesNotMatch(fault?.message ?? "", /hunter2/u);
});

test("endless nesting ends in a fault", () => {
  assert.match(expand(`${"${A:-".repeat(5000)}x${"}".repeat(5000)}`), /^bad-variable/u);
});

test("variables tell where they came from", () => {
  const uses = (text: string) => interpolate(text, variables).uses.map(({ name, source }) => `${name} ${source}`);
  assert.deepEqual(uses("$SET ${UNSET:-${SET}} ${SET:+r} ${NOBODY}"), ["SET env-file", "UNSET default", "SET env-file", "SET alternative"]);
});

test("each use of a variable knows what it gave", () => {
  const rows = [
    ["a${SET}b${UNSET:-d}", "SET 1-2, UNSET 3-4"],
    ["${UNSET:-x${SET}y}z", "UNSET 0-3, SET 1-2"],
    ["${EMPTY}a${SET:+b}", "EMPTY 0-0, SET 1-2"],
    ["$$a${NOBODY}", ""],
  ] as const;
  for (const [text, expected] of rows) {
    const { uses, given: stretches } = interpolate(text, variables);
    assert.equal(uses.map(({ name }, index) => `${name} ${stretches[index]?.start}-${stretches[index]?.end}`).join(", "), expected, text);
  }
});
