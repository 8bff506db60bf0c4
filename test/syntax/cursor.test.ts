import assert from "node:assert/strict";
import { test } from "node:test";
import { cursorAt } from "../../server/src/engine/syntax/cursor.js";
import { parse } from "../../server/src/engine/syntax/parse.js";

/** `expected` is `role path`, with the word in brackets; `<|>` marks the cursor. */
function check(marked: string, expected: string): void {
  const offset = marked.indexOf("<|>");
  const text = marked.replace("<|>", "");
  const { role, path, word, inComment } = cursorAt(parse("file:///c.yml", text), offset);
  assert.equal(`${inComment ? "comment " : ""}${role} ${path.join(".")}${word.text === "" ? "" : ` [${word.text}]`}`, expected, marked);
  assert.equal(text.slice(word.start, word.end), word.text);
}

test("keys, values and items", () => {
  check("services:\n  web:\n    pri<|>vileged: true\n", "key services.web.privileged [privileged]");
  check("services:\n  web:\n    privileged: tr<|>ue\n", "value services.web.privileged [true]");
  check("a: [NET_<|>ADMIN, X]\n", "item a.0 [NET_ADMIN]");
  check("a: [X, 'NET_<|>ADMIN']\n", "item a.1 [NET_ADMIN]");
  check("a:\n  - X\n  - NET<|>\n", "item a.1 [NET]");
  check("a: {b: c, d: e<|>}\n", "value a.d [e]");
  check("a:\n  - b: c<|>\n", "value a.0.b [c]");
});

test("places where something is still to come", () => {
  check("a:\n  - X\n  - <|>\n", "item a.1");
  check("a:\n  - <|>", "item a.0");
  check("a: [<|>]\n", "item a.0");
  check("a: [X, <|>]\n", "item a.1");
  check("a: [X, <|>\nb: c\n", "item a.1");
  check("a: [X,<|>", "item a.1");
  check("a: <|>\n", "value a");
  check("a:\n  <|>\nb: c\n", "value a");
  check("a: {b: <|>}\n", "value a.b");
  check("a: {<|>}\n", "key a");
  check("services:\n  web:\n    image: nginx\n    <|>\n    user: a\n", "key services.web");
  check("services:\n  web:\n    image: nginx\n  <|>\n", "key services");
  check("services:\n  web:\n    image: nginx\n<|>\n", "key ");
  check("<|>", "key ");
});

test("places where nothing of ours stands", () => {
  check("a: b # com<|>ment\n", "comment none a [comment]");
  check("a: b <|>\n", "none a");
  check("a:\n  - X\n  <|>\n", "none a");
  check("a: [X]<|>\n", "none a");
});

test("flush lists give way to the key below them", () => {
  check("s:\n  a:\n  - X\n  <|>\n", "key s");
  check("s:\n  a:\n  - X\n  - <|>\n  b: c\n", "item s.a.1");
});
