import { t } from "../../text/l10n.js";
import type { Items } from "../project.js";
import type { Reading } from "../reading.js";
import type { Sourced, Unresolved } from "../sourced.js";
import { type Stack, top } from "../stack.js";
import { part, type Text, textOf } from "../text.js";
import { isNothing } from "../view.js";
import { noItems, readTexts } from "./list.js";

/** `command` and `entrypoint`: the last layer alone counts; a text is split into words as Compose splits it. */
export function readCommand(reading: Reading, stack: Stack): Items<Sourced<string | Unresolved>> {
  const view = top(stack);
  if (view === undefined || isNothing(view)) return noItems;
  const { list, items } = readTexts(reading, [view], { scalar: true });
  if (view.node?.kind !== "scalar") return { list, items };
  const text = textOf(view);
  return { list, items: text === undefined ? [] : words(reading, text) };
}

function words(reading: Reading, text: Text): readonly Sourced<string | Unresolved>[] {
  const split = splitWords(text.template.text);
  if (split.unfinished)
    reading.refuse("bad-command", t("This command has a quote, parenthesis or backslash without its end."), text.view.at);
  return split.words.map(({ value, start, end }) => {
    const written = part(text, start, end);
    return typeof written.value === "string" ? { ...written, value } : written;
  });
}

interface Word {
  readonly value: string;
  /** Where the word with its quotes stands in the text. */
  readonly start: number;
  readonly end: number;
}

/**
 * A blank; an operator; quoted text; a substitution, which stays as written; an escaped character; any other character. A quote or
 * backslash without its end falls through to the last.
 */
const token =
  /(?<blank>\s+)|(?<operator>[;&|<>])|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|(?<kept>`[^`]*`|\$\([^)]*\))|\\(?<escaped>.)|(?<plain>[^\s;&|<>'"`\\$()]+|.)/gsu;

/** Splits like a shell without running one: what follows the first unquoted `;`, `&`, `|`, `<` or `>` is lost. */
function splitWords(text: string): { readonly words: readonly Word[]; readonly unfinished: boolean } {
  const words: Word[] = [];
  let word: Word | undefined;
  let unfinished = false;
  for (const { 0: written, index, groups = {} } of text.matchAll(token)) {
    if (groups.operator !== undefined) {
      // `2>` is a redirection as a whole.
      if (written === ">" && word !== undefined && /^\d+$/u.test(word.value)) word = undefined;
      break;
    }
    if (groups.blank !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    unfinished ||= groups.plain !== undefined && /['"`\\()]/u.test(written);
    word = { value: (word?.value ?? "") + meaning(groups, written), start: word?.start ?? index, end: index + written.length };
  }
  if (word !== undefined) words.push(word);
  return { words, unfinished };
}

function meaning(groups: Readonly<Record<string, string | undefined>>, written: string): string {
  const { single, double, escaped } = groups;
  if (single !== undefined) return single;
  if (double !== undefined) return double.replace(/\\(.)/gsu, "$1");
  return escaped ?? written;
}
