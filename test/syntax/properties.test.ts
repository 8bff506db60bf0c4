import { test } from "node:test";
import fc from "fast-check";
import { cursorAt } from "../../server/src/engine/syntax/cursor.js";
import { parse } from "../../server/src/engine/syntax/parse.js";
import { checkSpans } from "./tree-text.js";

const piece = fc.constantFrom(
  ...["a", "b:", "c: d", "- ", "-", "[", "]", "{", "}", ",", ":", "? ", "&x ", "*x", "!reset ", "<<: ", '"', "'", "|", ">", "#", " # c"],
  ...["\n", "\r\n", "\n  ", "\n    ", "\t", "---\n", "...\n", "%YAML 1.1\n", "\uFEFF", "🚢", "\r", "~", "\u2028", "\u0000", "@", "`"],
);

test("any text has a tree whose spans hold, and a cursor at every offset", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const file = parse("file:///c.yml", pieces.join(""));
      checkSpans(file);
      for (let offset = 0; offset <= file.text.length; offset++) cursorAt(file, offset);
    }),
    { numRuns: 3000 },
  );
});
