/** `a`, `a and b`, `a, b and c`; or with another word before the last. */
export function inWords(words: readonly string[], before = "and"): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${before} ${words.at(-1)}`;
}
