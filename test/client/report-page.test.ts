import assert from "node:assert/strict";
import { test } from "node:test";
import { pageOf, readMessage } from "../../client/src/report-page.js";

const words = { language: "en", save: "Save" };

test("only what the page may say is read", () => {
  const reveal = { kind: "reveal", file: 0, line: 3, character: 2 };
  const good = [{ kind: "ready" }, { kind: "save" }, reveal];
  for (const message of good) assert.deepEqual(readMessage({ ...message, more: 1 }), message);
  const bad = [
    undefined,
    null,
    "save",
    {},
    { kind: "open" },
    { kind: "reveal" },
    { ...reveal, line: -1 },
    { ...reveal, file: "0" },
    { ...reveal, character: 0.5 },
  ];
  for (const message of bad) assert.equal(readMessage(message), undefined, JSON.stringify(message));
});

test("a page runs its own script and no other", () => {
  const page = pageOf({ html: "", style: "a{}" }, words, { uri: "file:///</script><script>alert(1)</script>" });
  const [, nonce = ""] = /script-src 'nonce-([0-9a-f]{32})'/u.exec(page) ?? [];
  assert.match(
    page,
    new RegExp(
      `content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'"`,
      "u",
    ),
  );
  assert.deepEqual(
    [...page.matchAll(/<(?:script|style)[^>]*>/gu)].map(([tag]) => tag),
    [`<style nonce="${nonce}">`, `<script nonce="${nonce}">`],
  );
  assert.equal(page.match(/<\/script>/gu)?.length, 1);
  assert.notEqual(pageOf({ html: "" }, words, { uri: "" }), pageOf({ html: "" }, words, { uri: "" }), "each has a nonce of its own");
});
