import { directoryPath, normaliseHostPath } from "../host-path.js";
import { map } from "../read/scalar.js";
import { isUnresolved, type Setting, type WrittenPath } from "../sourced.js";
import { type CanonicalScalar, filled, leaf } from "./node.js";

/** A size in bytes, which Compose prints as text; none is left out. */
export function bytes(setting: Setting<number>): CanonicalScalar | undefined {
  return setting?.value === 0 ? undefined : duly(setting, String);
}

/** A duration in Compose's own form, `1m30s`. */
export function duration(setting: Setting<number>): CanonicalScalar | undefined {
  return duly(setting, durationText);
}

/** The bits of a mode in octal with a leading zero, as text. */
export function mode(setting: Setting<number>): CanonicalScalar | undefined {
  return duly(setting, (bits) => `0${bits.toString(8)}`);
}

/** A path, absolute where its directory is known. */
export function path(written: WrittenPath | undefined): CanonicalScalar | undefined {
  return written === undefined || written.value === "" ? undefined : pathItem(written);
}

/** The same in a list, where an empty one stays. */
export function pathItem(written: WrittenPath): CanonicalScalar | undefined {
  return leaf(map(written, (text) => (text === "" ? text : absolute(text, written.directory))));
}

/** A build context: a path, unless it lies on another machine or comes from a service. */
export function context(written: WrittenPath | undefined): CanonicalScalar | undefined {
  if (written === undefined || isUnresolved(written.value) || elsewhere.test(written.value)) return filled(written);
  return path(written);
}

const elsewhere = /:\/\/|^(?:service:|github\.com\/|git@)/u;

/** An absolute path stays as it is written, and so does any where the directory has no path. */
export function absolute(text: string, directory: string | undefined): string {
  if (text.startsWith("~")) return normaliseHostPath(text, undefined);
  const start = directory === undefined ? undefined : directoryPath(directory);
  if (start === undefined || /^(?:\/|[A-Za-z]:[\\/]|\\\\)/u.test(text)) return text;
  return normaliseHostPath(`${start}/${text}`, undefined);
}

function duly(setting: Setting<number>, text: (value: number) => string): CanonicalScalar | undefined {
  return setting === undefined ? undefined : leaf(map(setting, text));
}

/** As Go prints it: `0s`, `1.5ms`, `1h0m0s`. */
function durationText(nanoseconds: number): string {
  if (nanoseconds === 0) return "0s";
  if (nanoseconds < 1e3) return `${nanoseconds}ns`;
  if (nanoseconds < 1e6) return `${nanoseconds / 1e3}µs`;
  if (nanoseconds < 1e9) return `${nanoseconds / 1e6}ms`;
  const hours = Math.floor(nanoseconds / 3600e9);
  const minutes = Math.floor((nanoseconds % 3600e9) / 60e9);
  const seconds = `${(nanoseconds % 60e9) / 1e9}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
