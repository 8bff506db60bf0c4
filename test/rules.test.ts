import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { describe, test } from "node:test";
import { applyEdits, type Edit, type Finding, Lines, type OfferedFix, type Rule, rules } from "../server/src/engine/index.js";
import { parse } from "../server/src/engine/syntax/parse.js";
import type { YamlNode } from "../server/src/engine/syntax/tree.js";
import { alone, type Case, engineFor, findingsOf, uri } from "./rules/case.js";
import { type Block, caretLineOf, type Fixture, readFixture, withoutCarets } from "./rules/fixture.js";

function withCarets(text: string, findings: readonly Finding[]): string {
  const lines = new Lines(text);
  return text
    .split("\n")
    .flatMap((line, index) => [
      line,
      ...findings
        .filter(({ at }) => lines.lineOf(at.start) === index)
        .map(({ at, rule }) => caretLineOf(at.start - lines.start(index), at.end - lines.start(index), rule)),
    ])
    .join("\n");
}

for (const rule of rules) {
  describe(rule.id, () => {
    const fixture = readFixture(rule.id);
    const flagged = testBlocks(rule, fixture);

    test("has flagged and clean fixtures", () => {
      assert.ok(flagged.length > 0);
      assert.ok(fixture.blocks.some(({ info }) => info === "yaml clean"));
    });

    for (const [name, check] of [
      ["speaks in at most two short sentences", checkMessages],
      ["offers fixes that hold, keep comments and settle", checkFixes],
      ["says and does the same in a file with CRLF", checkCrlf],
      ["is silent about values that nobody knows", checkUnknown],
      ["can be ignored by a comment", checkIgnored],
    ] as const) {
      test(name, () => flagged.forEach(check));
    }
  });
}

/** A test for each block of a fixture; with UPDATE=1 the file is rewritten as the rule has it, for a person to review. */
function testBlocks(rule: Rule, fixture: Fixture): readonly Case[] {
  const flagged: Case[] = [];
  const rewritten: Rewritten[] = [];
  let around = alone;
  let last: Case | undefined;
  for (const block of fixture.blocks) {
    const [, kind, expected] = /^yaml ?(?<kind>clean|fixed|refused)?(?:="(?<expected>.*)")?$/u.exec(block.info) ?? [];
    const file = block.info === "dotenv" ? ".env" : /^(?:yaml|dotenv) file="(?<path>.+)"$/u.exec(block.info)?.groups?.["path"];
    if (file !== undefined) around = { ...around, files: { ...around.files, [file]: block.text } };
    else if (block.info === "json settings") around = { ...around, settings: JSON.parse(block.text) };
    else if (kind === "fixed" || kind === "refused") rewritten.push(...testOutcome(block, kind, expected, last));
    else if (block.info.startsWith("yaml")) {
      last = { rule, text: withoutCarets(block.text), ...around };
      around = alone;
      if (kind !== "clean") flagged.push(last);
      rewritten.push(...testFindings(block, kind === "clean", last));
    }
  }
  if (process.env["UPDATE"] === "1") rewrite(fixture, rewritten);
  return flagged;
}

interface Rewritten {
  readonly block: Block;
  readonly text: string;
}

function testOutcome(block: Block, kind: "fixed" | "refused", expected: string | undefined, of: Case | undefined): readonly Rewritten[] {
  test(`line ${block.from + 1}: ${block.info}`, () => {
    assert.ok(of, "stands after a flagged block");
    if (kind === "refused") checkRefused(of, expected ?? "");
    else assert.equal(fixedText(of, expected), block.text);
  });
  return kind === "fixed" && of !== undefined && process.env["UPDATE"] === "1" ? [{ block, text: fixedText(of, expected) }] : [];
}

function testFindings(block: Block, isClean: boolean, one: Case): readonly Rewritten[] {
  const findings = findingsOf(one);
  const text = withCarets(one.text, findings);
  test(`line ${block.from + 1}: ${isClean ? "clean" : "flagged"}`, () => {
    assert.equal(text, block.text);
    assert.equal(findings.length > 0, !isClean, "only a clean block has no finding");
  });
  return [{ block, text }];
}

function rewrite({ lines, path }: Fixture, rewritten: readonly Rewritten[]): void {
  const after = [...lines];
  for (const { block, text } of rewritten.toReversed()) after.splice(block.from, block.to - block.from, ...text.trimEnd().split("\n"));
  writeFileSync(path, after.join("\n"));
}

test("every fixture file belongs to a rule", () => {
  const files = readdirSync(new URL("../../server/src/engine/rules/", import.meta.url)).filter((name) => name.endsWith(".md"));
  assert.deepEqual(files.toSorted(), rules.map(({ id }) => `${id}.md`).toSorted());
});

function checkMessages(one: Case): void {
  for (const { message } of findingsOf(one)) checkMessage(message);
}

function checkMessage(message: string): void {
  assert.ok(message.length <= 160, `${message.length} characters: ${message}`);
  const sentences = message.split(/[.:?!] (?=[A-Z"])/u).length;
  assert.ok(sentences <= 3, message);
  assert.match(message, /[.]$/u, message);
  assert.doesNotMatch(message, /\b(?:please|should)\b|!/iu, message);
}

/** The text after a fix: the first one that is offered, or the one of a title, of the first finding that has it. */
function fixedText(one: Case, title: string | undefined): string {
  for (const finding of findingsOf(one)) {
    const fix = finding.fixes().find((offered) => (title === undefined ? isPlain(offered) : offered.title === title));
    if (fix !== undefined) return edited(one, editsOf(fix)).text;
  }
  const titles = findingsOf(one).flatMap((finding) =>
    finding.fixes().map((fix) => `${fix.title}${fix.refused ? ` (${fix.refused})` : ""}`),
  );
  assert.fail(`No fix ${title ?? ""} among: ${titles.join(" | ")}`);
}

/** The files after edits, which may stand in those around the text as well. */
function edited(one: Case, edits: readonly Edit[]): Case {
  const after = (file: string, text: string) =>
    applyEdits(
      text,
      edits.filter(({ at }) => at.file === file),
    );
  const files = Object.entries(one.files).map(([path, text]) => [path, after(`file:///project/${path}`, text)]);
  return { ...one, text: after(uri, one.text), files: Object.fromEntries(files) };
}

function isPlain({ refused, choose }: OfferedFix): boolean {
  return refused === undefined && choose === undefined;
}

function editsOf({ edits, choose, refused }: OfferedFix): readonly Edit[] {
  assert.equal(refused, undefined);
  if (choose === undefined) return edits;
  const answer = choose.with(choose.candidates.filter(({ picked }) => picked).map(({ value }) => value));
  assert.ok("edits" in answer, "refused" in answer ? answer.refused : "");
  return answer.edits;
}

function checkRefused(one: Case, expected: string): void {
  const refusals = findingsOf(one).flatMap((finding) => finding.fixes().map(({ refused }) => refused ?? ""));
  assert.ok(
    refusals.some((reason) => reason.includes(expected)),
    `none of: ${refusals.join(" | ")}`,
  );
}

function checkFixes(one: Case): void {
  for (const finding of findingsOf(one)) checkFixesOf(one, finding);
}

function checkFixesOf(one: Case, finding: Finding): void {
  const fixes = finding.fixes();
  assert.equal(fixes.length > 0, !aboutTheUnknown.has(finding.rule), `${finding.message} has ${fixes.length} fixes`);
  assert.equal(new Set(fixes.map(({ title }) => title)).size, fixes.length, "titles differ");
  for (const fix of fixes) {
    if (fix.refused !== undefined) {
      assert.match(fix.refused, /[.]$/u);
      continue;
    }
    assert.ok(fix.class === "safe" || fix.caveat !== undefined, `${fix.title} has no caveat`);
    assert.ok(fix.title.length <= 120, `${fix.title.length} characters: ${fix.title}`);
    const edits = editsOf(fix);
    const after = edited(one, edits);
    // A report that stands for several absences stays for the others, with another message.
    const alike = (of: Case) => findingsOf(of).filter(({ message, service }) => message === finding.message && service === finding.service);
    assert.ok(alike(after).length < alike(one).length, `${fix.title} leaves the finding`);
    checkComments(one.text, edits, after.text);
  }
}

/** Comments survive unless an edit is about the whole of one, or about words in it alone. */
function checkComments(before: string, edits: readonly Edit[], after: string): void {
  const here = edits.flatMap(({ at }) => (at.file === uri ? [at] : []));
  const kept = parse(uri, before).comments.filter(
    ({ start, end }) => !here.some((at) => (at.start <= start && end <= at.end) || (start < at.start && at.end <= end)),
  );
  const texts = parse(uri, after).comments.map(({ text }) => text.trimEnd());
  for (const { text } of kept) assert.ok(texts.includes(text.trimEnd()), `the comment ${text} is lost`);
}

function checkCrlf(one: Case): void {
  const crlf = { ...one, text: one.text.replaceAll("\n", "\r\n") };
  const plain = findingsOf(one);
  const found = findingsOf(crlf);
  const places = (text: string, findings: readonly Finding[]) => findings.map(({ at }) => new Lines(text).position(at.start));
  assert.deepEqual(places(crlf.text, found), places(one.text, plain));
  plain.forEach((finding, index) => {
    const titles = finding.fixes().filter(isPlain);
    for (const fix of titles) {
      const twin = found[index]?.fixes().find(({ title }) => title === fix.title);
      assert.ok(twin, fix.title);
      assert.equal(edited(crlf, twin.edits).text, edited(one, fix.edits).text.replaceAll("\n", "\r\n"), fix.title);
    }
  });
}

/** Rules that tell of what is not known: nothing here could repair it. */
const aboutTheUnknown: ReadonlySet<string> = new Set(["not-read"]);

/** Each flagged scalar is replaced by a variable which nobody has given. */
function checkUnknown(one: Case): void {
  const file = parse(uri, one.text);
  const scalars = file.documents.flatMap(({ root }) => valuesIn(root));
  for (const finding of findingsOf(one)) {
    if (aboutTheUnknown.has(finding.rule)) continue;
    const inside = scalars.filter(({ start, end }) => finding.at.start <= start && end <= finding.at.end);
    const [value] = inside;
    if (inside.length !== 1 || value === undefined || finding.related.length > 0) continue;
    const text = `${one.text.slice(0, value.start)}"\${UNKNOWN}"${one.text.slice(value.end)}`;
    const left = findingsOf({ ...one, text }).filter(({ at }) => at.start === finding.at.start);
    assert.deepEqual(
      left.map(({ message }) => message),
      [],
      text,
    );
  }
}

function valuesIn(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined || node.kind === "alias") return [];
  if (node.kind === "scalar") return [node];
  if (node.kind === "map") return node.entries.flatMap(({ value }) => valuesIn(value));
  return node.items.flatMap(({ node: item }) => valuesIn(item));
}

function checkIgnored(one: Case): void {
  const engine = engineFor(one);
  for (const finding of findingsOf(one)) {
    const edit = engine.ignoreEdit(uri, finding);
    if (edit === undefined) continue;
    const left = findingsOf({ ...one, text: applyEdits(one.text, [{ ...edit, text: edit.text.replace("-- ", "-- it is a test") }]) });
    const before = findingsOf(one).length;
    assert.ok(left.length < before, `${finding.message} is still there below its comment`);
  }
}
