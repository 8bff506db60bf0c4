// `npm run bench`: how the parts of a check compare, and how the cost grows with the file. Only ratios of one run mean something.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const engine = "../../out/server/src/engine";
const { parse } = await import(`${engine}/syntax/parse.js`);
const { resolve } = await import(`${engine}/model/resolve.js`);
const { Engine } = await import(`${engine}/index.js`);

const uri = "file:///project/compose.yml";
const example = readFileSync(new URL("../../examples/insecure/compose.yml", import.meta.url), "utf8");

/** The example's services again and again, under names of their own. */
function stack(times) {
  const [, services] = /^services:\n(?<services>[\s\S]*?)^volumes:/mu.exec(example) ?? [];
  const copies = Array.from({ length: times }, (_, index) =>
    services.replaceAll(/^ {2}(\w+):$/gmu, `  $1-${index}:`).replaceAll(/depends_on:.*(?:\n {6}- .*)*/gu, "restart: always"),
  );
  return `services:\n${copies.join("")}volumes:\n  db-data:\n`;
}

/** Milliseconds of the middle one of many runs. */
function median(run, least = 400) {
  const times = [];
  const end = performance.now() + least;
  for (let turn = 0; turn < 5 || performance.now() < end; turn++) {
    const start = performance.now();
    run(turn);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[times.length >> 1];
}

const rows = [1, 5, 25, 125].map((times) => {
  const text = stack(times);
  const lines = text.split("\n").length;
  const file = parse(uri, text);
  const parsing = median(() => parse(uri, text));
  const sources = { read: (one) => (one === uri ? { text } : "absent"), parse: () => file };
  const resolving = median(() => resolve({ files: [uri] }, sources));
  const one = new Engine();
  const keystroke = median((turn) => {
    one.setText(uri, `${text}# ${turn}\n`);
    one.check(uri);
  });
  return { lines, parsing, resolving, keystroke };
});
const [base] = rows;
console.log("lines   parse   resolve   whole check   whole check, against the first row");
for (const { lines, parsing, resolving, keystroke } of rows) {
  const share = (part) => `${Math.round((100 * part) / keystroke)} %`.padStart(6);
  console.log(
    `${String(lines).padStart(5)}  ${share(parsing)}   ${share(resolving)}   ${keystroke.toFixed(1).padStart(8)} ms   x ${(keystroke / base.keystroke).toFixed(1)} for x ${(lines / base.lines).toFixed(1)} lines`,
  );
}
const fixing = new Engine();
fixing.setText(uri, example);
fixing.provide("file:///project/.env", undefined);
const { findings } = fixing.check(uri);
const each = median(() => {
  for (const finding of findings) finding.fixes();
});
console.log(
  `all fixes of the example, each verified: x ${(each / base.keystroke).toFixed(1)} of one check, for ${findings.length} findings`,
);
