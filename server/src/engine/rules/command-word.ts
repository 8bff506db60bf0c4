import type { Change } from "../edit/change.js";
import type { Service } from "../model/project.js";
import type { Sourced } from "../model/sourced.js";
import type { RuleContext } from "./rule.js";

/** Writes another text in the place of one word of `command` or `entrypoint`, be it an item of a list or a part of a line. */
export function replaceWord(service: Service, word: Sourced<unknown>, text: string, { edit }: RuleContext): Change {
  if (word.variables !== undefined) return { refused: "A variable takes part in it: change its value." };
  const asItem = edit.change({ op: "replace", target: word, value: text });
  if (!("refused" in asItem) || word.via.length > 0) return asItem;
  const line = [service.command.list, service.entrypoint.list].find((list) => list !== undefined && isWithin(word, list));
  // Within quotes the word stands there otherwise than it is read.
  const isBare = word.at.end - word.at.start === String(word.value).length;
  if (line === undefined || !isBare) return { refused: "The quotes around it are the shell's: change it by hand." };
  return edit.change({ op: "splice", target: line, part: word.at, text });
}

function isWithin({ at }: Sourced<unknown>, { at: around }: Sourced<unknown>): boolean {
  return at.file === around.file && around.start <= at.start && at.end <= around.end;
}
