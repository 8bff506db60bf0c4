import { modify } from "jsonc-parser";
import type { RuleChoice } from "../lint/settings.js";
import type { Edit } from "../text/span.js";

/** Writes a rule's severity into the text of a team file, in its style; comments stay. Empty for a text that is no JSON object. */
export function teamRuleEdits(file: string, text: string, rule: string, choice: RuleChoice): readonly Edit[] {
  const indent = /\n(?<indent>[ \t]+)"/u.exec(text)?.groups?.["indent"] ?? "  ";
  const options = { insertSpaces: !indent.startsWith("\t"), tabSize: indent.length, eol: text.includes("\r\n") ? "\r\n" : "\n" };
  try {
    return modify(text, ["rules", rule], choice, { formattingOptions: options }).map(({ offset, length, content }) => ({
      at: { file, start: offset, end: offset + length },
      text: content,
    }));
  } catch {
    // It throws where the path leads through something else than objects.
    return [];
  }
}
