import { config, t as translate } from "@vscode/l10n";

/** English texts, and what stands for them in the language of the person. */
export type Catalogue = Readonly<Record<string, string>>;

/**
 * Sets the language of everything that is said from now on; an empty catalogue is English. One for a process, as the editor has one. The
 * command line never calls it: what scripts and logs read stays English.
 */
export function speak(catalogue: Catalogue): void {
  config({ contents: { ...catalogue } });
}

/**
 * A text in the language of the person: "..." or a template, of which English is the key with `{0}` for what is put in. A phrase that is put
 * in is looked up as well: a table's phrase is English until it is shown. Single words are not: a service may be called "host" or "reads".
 */
export function t(text: string | TemplateStringsArray, ...put: readonly (string | number)[]): string {
  const values = put.map((value) => (typeof value === "string" ? phrase(value) : value));
  if (typeof text === "string") return translate(text, ...values);
  return translate(text.raw.length === 1 ? text.join("") : keyOf(text), ...values);
}

/** A phrase of a table in the language of the person; what is a single word, or no phrase of ours, stays as it is. */
export function phrase(text: string): string {
  return text.includes(" ") ? translate(text) : text;
}

function keyOf(parts: TemplateStringsArray): string {
  return parts.map((part, index) => (index === 0 ? part : `{${index - 1}}${part}`)).join("");
}
