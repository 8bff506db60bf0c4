import type { Items, SecurityOpt } from "../project.js";
import type { Reading } from "../reading.js";
import type { Sourced, Unresolved } from "../sourced.js";
import type { Stack } from "../stack.js";
import { readTexts } from "./list.js";
import { map } from "./scalar.js";

/** `security_opt`: the separator is the first `=`, or else the first `:`. */
export function readSecurityOpts(reading: Reading, stack: Stack): Items<Sourced<SecurityOpt | Unresolved>> {
  const { list, items } = readTexts(reading, stack, { distinct: true });
  return { list, items: items.map((item) => map(item, parse)) };
}

function parse(text: string): SecurityOpt {
  const separator = text.includes("=") ? "=" : text.includes(":") ? ":" : undefined;
  if (separator === undefined) return { key: text, value: undefined, separator };
  const at = text.indexOf(separator);
  return { key: text.slice(0, at), value: text.slice(at + 1), separator };
}
