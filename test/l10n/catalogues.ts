import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";

const folder = new URL("../../../l10n/", import.meta.url);

/** The languages that there is a catalogue of. */
export const languages: readonly string[] = readdirSync(folder).flatMap((name) => /^bundle\.l10n\.(.+)\.json$/u.exec(name)?.[1] ?? []);

/** What the pages of rules alone say, in a language. */
export async function pages(language: string): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await readFile(new URL(`pages.${language}.json`, folder), "utf8"));
}

/** The texts of a language, by the English ones. */
export async function catalogue(language: string): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await readFile(new URL(`bundle.l10n.${language}.json`, folder), "utf8"));
}
