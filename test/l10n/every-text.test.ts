import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Engine, enginePostures, type Finding, reportPage, rules, speak } from "../../server/src/engine/index.js";
import { flaggedFixtures } from "../lint/flagged.js";
import { checkSample, type Sample } from "../lint/sample.js";
import { reportOf } from "../report/report-of.js";
import { allKeys, everyKey, tooEarly } from "./keys.js";

const keys = everyKey();
const fixtures = flaggedFixtures();

/** A language in which every text of ours is marked, and whatever is put into one. */
const marked = Object.fromEntries(keys.map((key) => [key, `⟦${key.replaceAll(/\{\d\}/gu, "⟪$&⟫")}⟧`]));

// Every test file is a process of its own; all the same nobody else hears this language.
after(() => speak({}));

/** What of a line is in no catalogue: English words that no file of the project holds. */
function leftIn(line: string, written: string): readonly string[] {
  const depths: string[] = [];
  let plain = "";
  // A text of two lines is marked at the beginning of the first and at the end of the second.
  const isRest = /^[^⟦]*⟧/u.test(line);
  for (const character of isRest ? `⟦${line}` : line) {
    if (character === "⟦" || character === "⟪") depths.push(character);
    else if (character === "⟧" || character === "⟫") depths.pop();
    else if (depths.at(-1) !== "⟦") plain += character;
    if ("⟦⟧⟪⟫".includes(character)) plain += "\n";
  }
  const shown = plain.replaceAll(/`[^`]*`|"[^"]*"|\]\([^)]*\)|\[[^\]]*\]|\S*[/.:_=]\S*/gu, "\n");
  return shown
    .split("\n")
    .filter(
      (part) =>
        !allowed.test(part) && /\p{Ll}{2,},? \p{Ll}{2,}/u.test(part) && !part.split(/[\s,]+/u).every((word) => written.includes(word)),
    );
}

/** Names of products, and notes on versions behind a path. */
const allowed = /Debian buster|\(18 and newer\)|\(up to 17\)/u;

function textsOf({ files }: Sample): string {
  return Object.values(files).join("\n");
}

function* saidOf({ message, related, fixes }: Finding): Generator<string> {
  yield message;
  for (const place of related) yield place.message;
  for (const { title, caveat = "", refused = "", choose } of fixes()) {
    yield* [title, caveat, refused];
    for (const { description, because = "" } of choose?.candidates ?? []) yield* [description, because];
  }
}

test("every sentence of findings and fixes goes through the catalogue, with what is put into it", () => {
  speak(marked);
  const left = new Set<string>();
  for (const { sample, preset } of fixtures) {
    const { findings, problems } = checkSample(sample, preset);
    for (const text of [...problems.map(({ message }) => message), ...findings.flatMap((finding) => [...saidOf(finding)])]) {
      for (const part of leftIn(text, textsOf(sample))) left.add(`${part} in ${text}`);
    }
    for (const { message } of findings) if (!message.startsWith("⟦")) left.add(message);
  }
  assert.deepEqual([...left], []);
});

test("so does what is said of other engines", () => {
  speak(marked);
  const left = new Set<string>();
  for (const { sample, preset } of fixtures) {
    for (const posture of enginePostures) {
      // What to do is the end of a sentence that was translated as a whole.
      for (const { message } of checkSample(sample, preset, posture).findings)
        for (const part of leftIn(message.replace(/(?<=\.⟧) .*$/u, ""), textsOf(sample))) left.add(`${part} in ${message}`);
    }
  }
  assert.deepEqual([...left], []);
});

function engineFor(uri: string, text: string): Engine {
  const engine = new Engine();
  engine.setText(uri, text);
  for (let { wanted } = engine.check(uri); wanted.length > 0; { wanted } = engine.check(uri))
    for (const one of wanted) engine.provide(one, undefined);
  return engine;
}

test("so does every hover and completion", () => {
  speak(marked);
  const left = new Set<string>();
  const uri = "file:///project/compose.yml";
  for (const { sample } of fixtures) {
    const text = sample.files["compose.yml"] ?? "";
    const engine = engineFor(uri, text);
    const offsets = [...text.matchAll(/[^\s[\]{},"']+/gu)].flatMap(({ index, 0: word }) => [index, index + word.length]);
    const shown = offsets.flatMap((offset) => [
      engine.hover(uri, offset)?.markdown ?? "",
      ...engine.completions(uri, offset).flatMap(({ detail, markdown }) => [detail, markdown]),
    ]);
    for (const line of new Set(shown.flatMap((one) => one.split("\n")))) {
      for (const part of leftIn(line, text)) left.add(`${part} in ${line}`);
    }
  }
  assert.deepEqual([...left], []);
});

test("so does the security report", () => {
  speak(marked);
  const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), "utf8");
  const left = new Set<string>();
  for (const source of [read("examples/insecure/compose.yml"), read("test/report/connected.yml")]) {
    const page = reportPage(reportOf(source)).replace(/<style>.*<\/style>/su, "");
    for (const [, text = "", label = ""] of page.matchAll(/>([^<>]+)<|(?:aria-label|title)="([^"]*)"/gu)) {
      const shown = (text || label).replaceAll("&#34;", '"').replaceAll("&#39;", "'");
      for (const part of leftIn(shown, source)) left.add(`${part} in ${shown}`);
    }
  }
  assert.deepEqual([...left], []);
});

test("what is put into a sentence is looked up as well, and names stay", () => {
  speak({
    '"{0}" {1}, and "{2}" shares {3} with it: no wall stands between. Take them apart.': "{2} / {3} / {0} / {1}",
    "the network": "das Netz",
    "runs privileged": "ist privilegiert",
    vpn: "no name is translated",
    web: "no name is translated",
    db: "no name is translated",
  });
  const messages = fixtures
    .filter(({ rule }) => rule === "namespace-joined")
    .flatMap(({ sample, preset }) => checkSample(sample, preset).findings)
    .map(({ message }) => message);
  assert.ok(
    messages.some((message) => /^\S+ \/ das Netz \/ \S+ \/ ist privilegiert$/u.test(message)),
    messages.join("\n"),
  );
  assert.ok(!messages.some((message) => message.includes("no name")), messages.join("\n"));
});

test("the keys are texts, each once", () => {
  assert.ok(keys.length > 3000, String(keys.length));
  assert.equal(new Set(keys).size, keys.length);
  for (const key of keys) assert.doesNotMatch(key, /\bundefined\b|\[object/u, key);
});

test("every rule's title can be translated, and its page", () => {
  const { main, docs } = allKeys();
  const texts = new Set(main.map(({ key }) => key));
  const prose = new Set([...main, ...docs].map(({ key }) => key));
  for (const { id, title, docs: page } of rules) {
    assert.ok(texts.has(title), id);
    for (const text of [page.why, page.fix, ...(page.attack ?? [])]) assert.ok(prose.has(text), id);
  }
});

test("no text is looked up when its module is loaded: nobody has said the language by then", () => {
  assert.deepEqual(tooEarly(), []);
});
