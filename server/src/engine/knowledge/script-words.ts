/** A word of a shell script: its text without quotes, and where each of its characters stands in the script. */
export interface ScriptWord {
  readonly text: string;
  readonly offsets: readonly number[];
}

/** Quoted text, an operator, a blank, an escaped character, any other one. A quote without its end counts for itself. */
const token =
  /'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[\s\S])*)"|(?<operator>\|\||&&|[;&|()<>\n])|(?<blank>(?:\s|\\\r?\n)+)|\\(?<escaped>[\s\S])|(?<plain>[^\s;&|()<>'"\\]+|['"\\])/gu;

/** The commands of a script, each as its words. Substitutions stay as they are written; what a shell would expand is not expanded. */
export function commandsOf(script: string): readonly (readonly ScriptWord[])[] {
  const commands: ScriptWord[][] = [[]];
  let word: { text: string; offsets: number[] } | undefined;
  const endWord = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (const { 0: written, index, groups = {} } of script.matchAll(token)) {
    const { single, double, operator, blank, escaped, plain } = groups;
    if (operator !== undefined || blank !== undefined) endWord();
    if (operator !== undefined) commands.push([]);
    const quoted = single ?? double;
    const text = quoted ?? escaped ?? plain;
    if (text === undefined) continue;
    word ??= { text: "", offsets: [] };
    word.text += text;
    const first = index + (quoted !== undefined || (escaped !== undefined && written.length > 1) ? 1 : 0);
    for (let at = 0; at < text.length; at++) word.offsets.push(first + at);
  }
  endWord();
  return commands.filter((command) => command.length > 0);
}
