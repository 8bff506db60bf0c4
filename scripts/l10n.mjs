// The translations: l10n/bundle.l10n.LANGUAGE.json is what server and client say, in VS Code's own format; l10n/pages.LANGUAGE.json is what the
// pages of rules say besides, of which the bundler makes dist/rule-pages.LANGUAGE.json.
// `node scripts/l10n.mjs --missing LANGUAGE` prints the texts that have no translation yet, as JSON.
// `node scripts/l10n.mjs --sort [LANGUAGE FILE...]` takes over what files with translations hold, drops what nothing says any more, and writes
// in order. Run `tsc -b` before.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { allKeys } from "../out/test/l10n/keys.js";

const folder = fileURLToPath(new URL("../l10n", import.meta.url));
const [option, language, ...rest] = process.argv.slice(2);

if (option === "--missing" && language !== undefined) {
  const { main, docs } = allKeys();
  const known = textsOf(language);
  console.log(
    JSON.stringify(
      [...main, ...docs].filter(({ key }) => !Object.hasOwn(known, key)),
      undefined,
      2,
    ),
  );
} else if (option === "--sort") {
  for (const one of language === undefined ? languages() : [language]) sort(one, rest);
} else {
  console.error("Usage: node scripts/l10n.mjs --missing LANGUAGE | --sort [LANGUAGE FILE...]");
  process.exitCode = 2;
}

function sort(one, files) {
  const { main, docs } = allKeys();
  const known = Object.assign(textsOf(one), ...files.map(readJson));
  for (const [path, keys] of [
    [bundleOf(one), main],
    [pagesOf(one), docs],
  ]) {
    const there = keys.map(({ key }) => key).filter((key) => Object.hasOwn(known, key));
    writeFileSync(path, `${JSON.stringify(Object.fromEntries(there.toSorted().map((key) => [key, known[key]])), undefined, 2)}\n`);
    console.log(`${path.slice(folder.length + 1)}: ${there.length} of ${keys.length} texts`);
  }
}

function languages() {
  return readdirSync(folder).flatMap((name) => /^bundle\.l10n\.(.+)\.json$/u.exec(name)?.[1] ?? []);
}

function textsOf(one) {
  return Object.assign({}, ...[bundleOf(one), pagesOf(one)].filter(existsSync).map(readJson));
}

function bundleOf(one) {
  return join(folder, `bundle.l10n.${one}.json`);
}

function pagesOf(one) {
  return join(folder, `pages.${one}.json`);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
