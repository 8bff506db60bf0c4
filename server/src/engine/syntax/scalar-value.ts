/**
 * What Compose's parser (go.yaml.in/yaml v4, decoding into untyped values) makes of a plain, untagged scalar.
 * It is not what YAML 1.2 libraries say: `0777` is octal and `0b1`, `1_000` are numbers, while `yes`, `on` and `22:22` are strings.
 * A timestamp stays text: Go would print it in another form, which no rule reads.
 */
export function plainValue(source: string): string | number | boolean | null {
  const word = words.get(source);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/u.test(source)) return source;
  const whole = integer(source);
  return special.get(source.toLowerCase()) ?? (whole === undefined ? decimal(source) : Number(whole)) ?? source;
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

/**
 * A number as Go prints it, from its plain text: integers digit by digit, others as short as they can be, with an exponent from a million on
 * and below a ten-thousandth.
 */
export function numberText(source: string, value: number): string {
  const whole = integer(source);
  if (whole !== undefined) return String(whole);
  const [mantissa, exponent = "0"] = value.toExponential().split("e");
  const size = Number(exponent);
  if (size >= -4 && size < 6) return Object.is(value, -0) ? "-0" : String(value);
  return `${mantissa}e${size < 0 ? "-" : "+"}${String(Math.abs(size)).padStart(2, "0")}`;
}

/** Whether Compose's parser makes an integer of a plain text, and not a number with a fraction. */
export function isInteger(source: string): boolean {
  return integer(source) !== undefined;
}

const form = /^(?<sign>[-+]?)(?:0b(?<binary>[01_]+)|0x(?<hex>[0-9a-f_]+)|0o?(?<octal>[0-7_]+)|(?<decimal>0|[1-9][0-9_]*))$/iu;

/** Absent for what does not fit into 64 bits, and for `-0`, which is no integer to Go. */
function integer(source: string): number | bigint | undefined {
  const { sign, binary, hex, octal, decimal } = form.exec(source)?.groups ?? {};
  const [digits, base, prefix] = binary ? [binary, 2, "0b"] : hex ? [hex, 16, "0x"] : octal ? [octal, 8, "0o"] : [decimal, 10, ""];
  const plain = digits?.replaceAll("_", "");
  if (plain === undefined || plain === "" || (sign === "-" && decimal === "0")) return undefined;
  const value = Number.parseInt(plain, base);
  if (Number.isSafeInteger(value)) return sign === "-" ? 0 - value : value;
  const wide = BigInt(prefix + plain) * (sign === "-" ? -1n : 1n);
  return wide >= -(2n ** 63n) && wide < 2n ** 64n ? wide : undefined;
}

function decimal(source: string): number | undefined {
  const plain = source.replaceAll("_", "");
  if (!/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?$/iu.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
