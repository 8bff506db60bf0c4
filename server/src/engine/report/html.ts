/** Text that HTML and SVG print and never read. Control characters are in no HTML at all. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => `&#${character.codePointAt(0) ?? 0};`).replaceAll(controls, " ");
}

/** Marks that turn the direction of what follows around, too: they would make one line read as another. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The beginning of a text that fits into a width, at a size of letters, in any common font. */
export function fitting(text: string, width: number, size: number): string {
  let used = 0;
  let shown = "";
  for (const character of text) {
    used += widthOf(character) * size;
    if (used > width) return `${shown.slice(0, -1)}…`;
    shown += character;
  }
  return shown;
}

function widthOf(character: string): number {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}]/u.test(character)) return 1.05;
  if (/[ilj.,:;'|!()[\]]/u.test(character)) return 0.36;
  return /[A-Zmw@%&_]/u.test(character) ? 0.75 : 0.6;
}
