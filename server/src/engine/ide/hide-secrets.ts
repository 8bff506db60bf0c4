import { tokensIn } from "../knowledge/environment/token-formats.js";
import { secretKind } from "../knowledge/environment.js";
import type { CanonicalMap, CanonicalNode, CanonicalScalar } from "../model/canonical/node.js";
import { isUnresolved, type Sourced } from "../model/sourced.js";
import type { Place } from "../text/span.js";

/** Stands for what nobody prints. */
export const hiddenText = "***";

/**
 * The tree with secrets made unreadable: what stands at one of the places, and whatever looks like a secret by its name, by its form, or by the
 * name of a variable that took part in it.
 */
export function hideSecrets(tree: CanonicalMap, places: readonly Place[]): CanonicalMap {
  return { ...tree, entries: hideEntries(tree, places) };
}

/** A text of the file as anybody may read it, by the value that it came from. */
export function shownText(text: string, from: Sourced<unknown> | undefined, places: readonly Place[]): string {
  return String(readable({ kind: "scalar", value: text, from, implied: false }, "", places));
}

function hideEntries({ entries }: CanonicalMap, places: readonly Place[]): CanonicalMap["entries"] {
  return new Map([...entries].map(([key, node]) => [key, hide(node, key, places)]));
}

function hide(node: CanonicalNode, name: string, places: readonly Place[]): CanonicalNode {
  if (node.kind === "map") return { ...node, entries: hideEntries(node, places) };
  if (node.kind === "list") return { ...node, items: node.items.map((item, index) => hide(item, optionIn(node.items[index - 1]), places)) };
  const value = readable(node, name, places);
  return value === node.value ? node : { ...node, value };
}

/** The name of a word such as `--password`, whose value is the next word. */
function optionIn(node: CanonicalNode | undefined): string {
  return (node?.kind === "scalar" && typeof node.value === "string" && /^--?([\w.-]+)$/u.exec(node.value)?.[1]) || "";
}

function readable({ value, from, implied }: CanonicalScalar, name: string, places: readonly Place[]): CanonicalScalar["value"] {
  // Of an unknown value the names of its variables may be read, and nothing that stands around them.
  const text = isUnresolved(value) ? value.unresolved.replaceAll(/\$\{\w+\}|\$\w+/gu, "") : value;
  if (typeof text !== "string" || text === "" || implied) return value;
  if (isAt(from, places) || isSecret(name, text) || from?.variables?.some((use) => isSecret(use.name, text))) return hiddenText;
  const shown = withoutCredentials(text);
  return shown === text ? value : isUnresolved(value) ? hiddenText : shown;
}

function isAt(from: Sourced<unknown> | undefined, places: readonly Place[]): boolean {
  if (from === undefined) return false;
  const { file, start, end } = from.at;
  return places.some((place) => place.file === file && place.start < end && start < place.end);
}

/** Whether a text is a secret by its form, or by the name that it has. */
export function isSecret(name: string, text: string): boolean {
  return secretKind(name, text) !== undefined || tokensIn(text).length > 0 || (/pass$/iu.test(name) && text !== "");
}

const inAddress = /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gu;
/** A name has a bound, or a long text without any sign would be read again from each of its characters. */
const assigned = /(?<![\w.])(?<name>[A-Za-z_][\w.-]{0,80})(?<sign>=|:\s+)(?<text>"[^"\n]*"|'[^'\n]*'|[^\s,;&"']+)/gu;
const option = /(?<=\s|^)--?(?<name>[A-Za-z][\w-]*)(?<sign>\s+)(?<text>[^\s"'-]\S*)/gu;

/** A longer text, such as a command, an address or the content of a file, without the secrets in it. */
export function withoutCredentials(text: string): string {
  const replaced = (written: string, name: string, sign: string, value: string, prefix = ""): string =>
    isSecret(name, value.replaceAll(/^["']|["']$/gu, "")) ? `${prefix}${name}${sign}${hiddenText}` : written;
  return text
    .replaceAll(inAddress, hiddenText)
    .replaceAll(assigned, (written: string, name: string, sign: string, value: string) => replaced(written, name, sign, value))
    .replaceAll(option, (written: string, name: string, sign: string, value: string) =>
      replaced(written, name, sign, value, written.slice(0, written.indexOf(name))),
    );
}
