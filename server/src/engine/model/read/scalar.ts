import { isInteger } from "../../syntax/scalar-value.js";
import { t } from "../../text/l10n.js";
import type { Reading } from "../reading.js";
import { isUnresolved, type Setting, type Sourced, type Unresolved } from "../sourced.js";
import { type Stack, top } from "../stack.js";
import { textOf, whole } from "../text.js";
import { isNothing, type View } from "../view.js";

/** A text. An unquoted number or boolean is read too, though Compose refuses it. */
export function readString(reading: Reading, stack: Stack): Setting<string> {
  const view = top(stack);
  if (view === undefined || isNothing(view)) return undefined;
  const setting = readText(reading, view);
  if (setting !== undefined && view.node?.kind === "scalar" && typeof view.node.value !== "string") {
    reading.refuse("not-a-string", t`Compose takes only text here: ${JSON.stringify(setting.value)} needs quotes.`, view.at);
  }
  return setting;
}

/** A text or a number, as text, where Compose takes both. */
export function readLoose(reading: Reading, stack: Stack): Setting<string> {
  const view = top(stack);
  return view === undefined ? undefined : readText(reading, view);
}

/** The same for one view. */
export function readText(reading: Reading, view: View): Sourced<string | Unresolved> | undefined {
  const text = textOf(view);
  if (text !== undefined) return whole(text);
  if (!isNothing(view)) reading.refuse("not-a-scalar", t("Compose takes a single value here, not a list or mapping."), view.at);
  return undefined;
}

/** A boolean, or a text that Compose casts to one: `yes`, `on`, `TRUE` and their likes. */
export function readBoolean(reading: Reading, stack: Stack): Setting<boolean> {
  return convert(reading, top(stack), toBoolean, "a boolean: true or false");
}

/** A boolean where Compose casts no text. */
export function readRealBoolean(reading: Reading, stack: Stack): Setting<boolean> {
  const setting = readBoolean(reading, stack);
  const node = top(stack)?.node;
  if (setting !== undefined && node?.kind === "scalar" && typeof node.value === "string") {
    reading.refuse("not-a-boolean", t("Compose takes only a bare true or false here, no text and no variable."), setting.at);
  }
  return setting;
}

export function readNumber(reading: Reading, stack: Stack): Setting<number> {
  return convert(reading, top(stack), toNumber, "a number");
}

/** A number where Compose drops a fraction. */
export function readInteger(reading: Reading, stack: Stack): Setting<number> {
  const setting = readNumber(reading, stack);
  return setting === undefined ? undefined : map(setting, Math.trunc);
}

/** A size in bytes: `512m`, `1.5g`, or a bare number. One with a fraction and without quotes is 0 to Compose. */
export function readBytes(reading: Reading, stack: Stack): Setting<number> {
  const setting = convert(reading, top(stack), toBytes, 'a size such as "512m"');
  const node = top(stack)?.node;
  const isFraction = node?.kind === "scalar" && typeof node.value === "number" && !isInteger(node.text);
  return setting !== undefined && isFraction ? { ...setting, value: 0 } : setting;
}

/** A duration such as `"1m30s"`, in nanoseconds. */
export function readDuration(reading: Reading, stack: Stack): Setting<number> {
  return convert(reading, top(stack), toDuration, 'a duration such as "30s"');
}

/** The bits of a file's mode: a number, or a text in octal. */
export function readMode(reading: Reading, stack: Stack): Setting<number> {
  return convert(reading, top(stack), toMode, 'a mode such as "0440"');
}

/** How many devices: a number, or `all`, which is -1. */
export function readCount(reading: Reading, stack: Stack): Setting<number> {
  return convert(reading, top(stack), toCount, "a number, or all");
}

function convert<T>(
  reading: Reading,
  view: View | undefined,
  read: (value: string | number | boolean) => T | undefined,
  wanted: string,
): Setting<T> {
  if (view === undefined) return undefined;
  const text = readText(reading, view);
  if (text === undefined) return undefined;
  if (isUnresolved(text.value)) return { ...text, value: text.value };
  const { node } = view;
  const typed = node?.kind === "scalar" && typeof node.value !== "string" && node.value !== null ? node.value : text.value;
  const value = read(typed);
  if (value !== undefined) return { ...text, value };
  reading.refuse("bad-value", t`Compose wants ${wanted} here.`, view.at);
  return undefined;
}

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  y: true,
  on: true,
  false: false,
  no: false,
  n: false,
  off: false,
};

function toBoolean(value: string | number | boolean): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return undefined;
  const word = value.toLowerCase();
  return Object.hasOwn(truths, word) ? truths[word] : undefined;
}

function toNumber(value: string | number | boolean): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean" || value.trim() !== value || value === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const size = /^(\d+(?:\.\d+)?) ?(?:([kmgtp])i?)?b?$/iu;

function toBytes(value: string | number | boolean): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return undefined;
  if (value === "-1") return -1;
  const match = size.exec(value);
  if (match === null) return undefined;
  const power = match[2] === undefined ? 0 : "kmgtp".indexOf(match[2].toLowerCase()) + 1;
  return Math.trunc(Number(match[1]) * 1024 ** power);
}

const durations: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 24 * 3600e9,
  w: 7 * 24 * 3600e9,
};
const durationForm = /^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h|d|w))+$/u;
const durationPart = /(?<count>[\d.]+)(?<unit>ns|us|µs|ms|s|m|h|d|w)/gu;

function toDuration(value: string | number | boolean): number | undefined {
  if (value === "0" || value === 0) return 0;
  if (typeof value !== "string" || !durationForm.test(value)) return undefined;
  let sum = 0;
  for (const { groups } of value.matchAll(durationPart)) sum += Number(groups?.["count"]) * (durations[groups?.["unit"] ?? ""] ?? 0);
  return Math.round(sum);
}

function toMode(value: string | number | boolean): number | undefined {
  if (typeof value !== "string") return typeof value === "number" ? value : undefined;
  return /^[0-7]+$/u.test(value) ? Number.parseInt(value, 8) : undefined;
}

function toCount(value: string | number | boolean): number | undefined {
  return typeof value === "string" && value.toLowerCase() === "all" ? -1 : toNumber(value);
}

/** A known part of a setting, made another value. */
export function map<T, U>(setting: Sourced<T | Unresolved>, change: (value: T) => U): Sourced<U | Unresolved> {
  const { value } = setting;
  return isUnresolved(value) ? { ...setting, value } : { ...setting, value: change(value) };
}
