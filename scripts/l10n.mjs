// The catalogues of translated texts, l10n/bundle.l10n.LANGUAGE.json: one for server and client, in VS Code's own format.
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
  const known = catalogueOf(language);
  const missing = allKeys().main.filter(({ key }) => !Object.hasOwn(known, key));
  console.log(JSON.stringify(missing, undefined, 2));
} else if (option === "--sort") {
  for (const one of language === undefined ? languages() : [language]) sort(one, rest);
} else {
  console.error("Usage: node scripts/l10n.mjs --missing LANGUAGE | --sort [LANGUAGE FILE...]");
  process.exitCode = 2;
}

function sort(one, files) {
  const { main } = allKeys();
  const known = Object.assign(catalogueOf(one), ...files.map(readJson));
  const keys = main.map(({ key }) => key).filter((key) => Object.hasOwn(known, key));
  const sorted = Object.fromEntries(keys.toSorted().map((key) => [key, known[key]]));
  writeFileSync(pathOf(one), `${JSON.stringify(sorted, undefined, 2)}\n`);
  const stale = Object.keys(known).length - keys.length;
  console.log(`${one}: ${main.filter(({ key }) => key in sorted).length} of ${main.length} texts, ${stale} dropped`);
}

function languages() {
  return readdirSync(folder).flatMap((name) => /^bundle\.l10n\.(.+)\.json$/u.exec(name)?.[1] ?? []);
}

function catalogueOf(one) {
  return existsSync(pathOf(one)) ? readJson(pathOf(one)) : {};
}

function pathOf(one) {
  return join(folder, `bundle.l10n.${one}.json`);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}
