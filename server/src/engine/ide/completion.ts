import { isNamespaceKey } from "../knowledge/namespaces.js";
import type { Checked } from "../lint/check.js";
import { cursorAt } from "../syntax/cursor.js";
import { capabilityCompletions } from "./capability-completion.js";
import { type Completion, type Typed, typedAt } from "./completion-item.js";
import { commentCompletions, extensionCompletions } from "./ignore-completion.js";
import { namespaceCompletions } from "./namespace-completion.js";
import { optionCompletions } from "./option-completion.js";

/** What may stand at an offset: only what nobody else offers. */
export function completions(checked: Checked, uri: string, offset: number): readonly Completion[] {
  const file = checked.project.files.find((one) => one.uri === uri);
  if (file === undefined) return [];
  const cursor = cursorAt(file, offset);
  if (cursor.inComment) return commentCompletions(checked, file, offset);
  const typed = typedAt(file, cursor);
  return cursor.role === "key" || cursor.role === "none" ? extensionCompletions(checked, typed) : valueCompletions(checked, typed);
}

function valueCompletions(checked: Checked, typed: Typed): readonly Completion[] {
  const [key, ...below] = typed.attribute;
  const isItem = below.length <= 1;
  if ((key === "cap_add" || key === "cap_drop") && isItem) return capabilityCompletions(checked, typed, key);
  if (key === "security_opt" && isItem) return optionCompletions(typed);
  if (typeof key === "string" && isNamespaceKey(key) && isWhole(typed, below)) return namespaceCompletions(checked, typed, key);
  return key === "x-watertight" ? extensionCompletions(checked, typed) : [];
}

/** Whether the value itself is typed: `service:` with nothing behind it is a key to YAML, and will be a value with its next letter. */
function isWhole({ cursor: { word } }: Typed, [prefix, ...others]: Typed["attribute"]): boolean {
  return prefix === undefined || (others.length === 0 && word.text.startsWith(`${prefix}:`));
}
