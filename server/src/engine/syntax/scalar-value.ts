/**
 * What Compose's parser (go.yaml.in/yaml v4, decoding into untyped values) makes of a plain, untagged scalar.
 * It is not what YAML 1.2 libraries say: `0777` is octal and `0b1`, `1_000` are numbers, while `yes`, `on` and `22:22` are strings.
 * A timestamp stays text: Go would print it in another form, which no rule reads.
 */
export function plainValue(source: string): string | number | boolean | null {
  const word = words.get(source);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/u.test(source)) return source;
  return special.get(source.toLowerCase()) ?? integer(source) ?? decimal(source) ?? source;
}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

const special: ReadonlyMap<string, number> = new Map([
  [".inf", Number.POSITIVE_INFINITY],
  ["+.inf", Number.POSITIVE_INFINITY],
  ["-.inf", Number.NEGATIVE_INFINITY],
  [".nan", Number.NaN],
]);

const form = /^(?<sign>[-+]?)(?:0b(?<binary>[01_]+)|0x(?<hex>[0-9a-f_]+)|0o?(?<octal>[0-7_]+)|(?<decimal>0|[1-9][0-9_]*))$/iu;

function integer(source: string): number | undefined {
  const { sign, binary, hex, octal, decimal } = form.exec(source)?.groups ?? {};
  const [digits, base] = binary ? [binary, 2] : hex ? [hex, 16] : octal ? [octal, 8] : [decimal, 10];
  if (digits === undefined) return undefined;
  const value = Number.parseInt(digits.replaceAll("_", ""), base);
  if (Number.isNaN(value)) return undefined;
  return sign === "-" ? 0 - value : value;
}

function decimal(source: string): number | undefined {
  const plain = source.replaceAll("_", "");
  return /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?$/iu.test(plain) ? Number(plain) : undefined;
}
