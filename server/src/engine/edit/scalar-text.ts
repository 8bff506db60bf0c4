import { plainValue } from "../syntax/scalar-value.js";

/** Whether a text may stand without quotes and still be this very text, for Compose and for older YAML readers alike. */
export function isPlainSafe(text: string, inFlow: boolean): boolean {
  if (text === "" || text !== text.trim() || typeof plainValue(text) !== "string") return false;
  if (/[\p{Cc}\u2028\u2029\uFEFF]/u.test(text) || /: |:$| #/u.test(text)) return false;
  if (/^[[\]{}#&*!|>'"%@`,]/u.test(text) || /^[-?:](?:\s|$)/u.test(text) || /^(?:---|\.\.\.)/u.test(text)) return false;
  // Readers of YAML 1.1 take these for booleans, sexagesimal numbers and dates.
  if (/^(?:y|n|yes|no|on|off)$/iu.test(text) || /^[-+]?\d+(?::\d+)+$/u.test(text) || /^\d{4}-\d\d?-\d\d?/u.test(text)) return false;
  return !inFlow || !/[,[\]{}]/u.test(text);
}

/** A text as a YAML scalar on one line: plain where that is safe, else in the given quotes. */
export function scalarText(text: string, quote: '"' | "'", inFlow: boolean): string {
  return isPlainSafe(text, inFlow) ? text : quoted(text, quote);
}

/** A text in quotes; the other kind where the wanted one cannot hold it. */
export function quoted(text: string, quote: '"' | "'"): string {
  const needsEscapes = /[\p{Cc}\u2028\u2029\uFEFF]/u.test(text);
  return quote === "'" && !needsEscapes ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
}
