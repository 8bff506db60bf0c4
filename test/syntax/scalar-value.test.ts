import assert from "node:assert/strict";
import { test } from "node:test";
import { plainValue } from "../../server/src/engine/syntax/scalar-value.js";

// The rows of go.yaml.in/yaml v4 as Compose uses it.
const rows: readonly (readonly [string, string | number | boolean | null])[] = [
  ["true", true],
  ["TRUE", true],
  ["False", false],
  ["tRue", "tRue"],
  ["yes", "yes"],
  ["on", "on"],
  ["n", "n"],
  ["", null],
  ["~", null],
  ["NULL", null],
  ["nULL", "nULL"],
  ["0", 0],
  ["-0", -0],
  ["-00", 0],
  ["12", 12],
  ["+12", 12],
  ["0777", 511],
  ["-012", -10],
  ["0o777", 511],
  ["0o1_0", 8],
  ["08", 8],
  ["0080", 80],
  ["0b11", 3],
  ["1_000", 1000],
  ["-0x10", -16],
  ["0x1F", 31],
  ["1e3", 1000],
  [".5", 0.5],
  ["1.10", 1.1],
  [".inf", Number.POSITIVE_INFINITY],
  ["-.INF", Number.NEGATIVE_INFINITY],
  ["22:22", "22:22"],
  ["190:20:30", "190:20:30"],
  ["2024-01-01", "2024-01-01"],
  ["1.2.3", "1.2.3"],
  ["0x", "0x"],
  ["-", "-"],
  ["1000:1000", "1000:1000"],
  ["10m", "10m"],
  ["18446744073709551615", 2 ** 64],
  ["0xffffffffffffffffff", "0xffffffffffffffffff"],
  ["07777777777777777777777777", 7.777777777777778e24],
  ["1e400", "1e400"],
];

test("plain scalars have the types that Compose gives them", () => {
  for (const [source, value] of rows) assert.deepEqual(plainValue(source), value, source);
});
