import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { catalogue, languages, pages } from "./l10n/catalogues.js";
import { allKeys } from "./l10n/keys.js";

const { main, docs } = allKeys();
const parts = [
  { part: "server and client", keys: main.map(({ key }) => key), textsOf: catalogue },
  { part: "pages of rules", keys: docs.map(({ key }) => key), textsOf: pages },
];

/** What has to stand in a translation as often as in the text. */
const kept: Readonly<Record<string, RegExp>> = {
  holes: /\{\d+\}/gu,
  code: /`[^`]+`/gu,
  "keys of a compose file": /\b[a-z]+(?:_[a-z]+)+\b/gu,
  capabilities: /\b(?:SYS|NET|DAC|MAC|IPC|CHECKPOINT|AUDIT|LINUX|BLOCK|WAKE)_[A-Z_]+\b/gu,
  addresses: /\bhttps?:\/\/[\w./:-]+|\b\d+\.\d+\.\d+\.\d+\b/gu,
};

/** A name that is put in stands in quotes wherever the English text quotes it. */
const quoted = /["„“«「]\{(\d+)\}["“”»」]/gu;

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([whole, inner]) => inner ?? whole).sort();
}

describe("the languages", () => {
  it("are German and Simplified Chinese, by the names that VS Code has for them", () => {
    assert.deepEqual([...languages].sort(), ["de", "zh-cn"]);
  });

  for (const { language, part, keys: needed, textsOf } of languages.flatMap((language) => parts.map((one) => ({ ...one, language })))) {
    const name = `${language}, ${part}:`;
    it(`${name} has every text, and none that nothing says (node scripts/l10n.mjs --missing ${language}, --sort)`, async () => {
      const texts = await textsOf(language);
      assert.deepEqual(
        { missing: needed.filter((key) => !Object.hasOwn(texts, key)), stale: Object.keys(texts).filter((key) => !needed.includes(key)) },
        { missing: [], stale: [] },
      );
    });

    it(`${name} stands in the order of its keys`, async () => {
      const keys = Object.keys(await textsOf(language));
      assert.deepEqual(keys, keys.toSorted());
    });

    it(`${name} keeps what is put in, code and names`, async () => {
      const lost: string[] = [];
      for (const [key, text] of Object.entries(await textsOf(language))) {
        for (const [what, pattern] of Object.entries(kept)) {
          if (String(found(key, pattern)) !== String(found(text, pattern))) lost.push(`${what}: ${key} -> ${text}`);
        }
        if (String(found(key, quoted)) !== String(found(text, quoted))) lost.push(`quotes: ${key} -> ${text}`);
      }
      assert.deepEqual(lost, []);
    });

    it(`${name} stands apart where the text does: such parts are put behind each other`, async () => {
      const edges = (text: string): string => `${/^[\s,;]/u.test(text)} ${/\s$/u.test(text)}`;
      const wrong = Object.entries(await textsOf(language)).filter(([key, text]) => language !== "zh-cn" && edges(key) !== edges(text));
      assert.deepEqual(wrong, []);
    });

    it(`${name} has no abbreviation before a capital letter: there a sentence would be cut`, async () => {
      const cut = /\b(?:[a-z]\.\s?[A-Za-z]|bzw|ggf|evtl|inkl|usw|vgl|ca|Nr|etc)\.\s+(?=\p{Lu})/u;
      assert.deepEqual(
        Object.values(await textsOf(language)).filter((text) => cut.test(text)),
        [],
      );
    });

    it(`${name} is a translation`, async () => {
      const texts = await textsOf(language);
      const empty = Object.entries(texts).filter(([, text]) => text.trim() === "");
      assert.deepEqual(empty, []);
      const same = Object.entries(texts).filter(([key, text]) => key === text && key.length > 40);
      assert.ok(same.length < 20, same.map(([key]) => key).join("\n"));
    });
  }
});
