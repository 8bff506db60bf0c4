import { readFileSync } from "node:fs";
import { goldenFolder } from "./cases.js";
import { randomOf } from "./random.js";

/** What the engine is asked to create. */
export interface CapabilityLists {
  readonly privileged: boolean;
  readonly add: readonly string[];
  readonly drop: readonly string[];
}

/** What the engine says of it. */
export interface CapabilityAnswer {
  /** The names for which it creates no container at all. */
  readonly refused: readonly string[];
  /** What the container gets by the other names, in alphabetical order. */
  readonly capabilities: readonly string[];
}

/** Random lists: names in any case, with and without `CAP_`, `ALL`, twice the same, and what the engine does not know. */
export function randomLists(names: readonly [string, ...string[]], seed: number, count: number): readonly CapabilityLists[] {
  const random = randomOf(seed);
  const unknown = ["CAP_ALL", "NET_ADMINS", "CAP_", "", "SYS ADMIN", " CHOWN", "CAP_CAP_KILL", "CAP-KILL", "41", "NONE"] as const;
  const spellings = [
    (name: string) => name,
    (name: string) => name.toLowerCase(),
    (name: string) => name[0] + name.slice(1).toLowerCase(),
  ] as const;
  const one = (): string => {
    if (random.oneIn(25)) return random.pick(unknown);
    const name = random.oneIn(8) ? "ALL" : random.pick(names);
    return random.pick(spellings)(name !== "ALL" && random.oneIn(2) ? `CAP_${name}` : name);
  };
  const list = (): readonly string[] => Array.from({ length: random.oneIn(4) ? 0 : random.below(5) }, one);
  return Array.from({ length: count }, () => {
    const add = list();
    const drop = list();
    return {
      privileged: random.oneIn(8),
      add: random.oneIn(10) ? [...add, ...add] : add,
      drop: random.oneIn(6) ? [...drop, ...add] : drop,
    };
  });
}

const path = `${goldenFolder}/capabilities.json`;

/** One of them: the lists, what is refused, and the capabilities as bits by their number, in hexadecimal digits. */
type Line = readonly [privileged: 0 | 1, add: readonly string[], drop: readonly string[], refused: readonly string[], bits: string];

/** The lists that the engine was asked about, with its answers; `names` are the capabilities by their number. */
export function goldenCapabilities(names: readonly string[]): readonly (readonly [CapabilityLists, CapabilityAnswer])[] {
  const lines: readonly Line[] = JSON.parse(readFileSync(path, "utf8"));
  return lines.map(([privileged, add, drop, refused, bits]) => {
    const set = BigInt(`0x${bits}`);
    const capabilities = names.filter((_, number) => ((set >> BigInt(number)) & 1n) === 1n).toSorted();
    return [
      { privileged: privileged === 1, add, drop },
      { refused, capabilities },
    ];
  });
}

/** The text of the file that `goldenCapabilities` reads. */
export function printCapabilities(
  names: readonly string[],
  asked: readonly CapabilityLists[],
  answers: readonly CapabilityAnswer[],
): string {
  const lines = asked.map(({ privileged, add, drop }, index): Line => {
    const { refused = [], capabilities = [] } = answers[index] ?? {};
    const set = capabilities.reduce((bits, name) => bits | (1n << BigInt(names.indexOf(name))), 0n);
    return [privileged ? 1 : 0, add, drop, refused, set.toString(16)];
  });
  return `[\n${lines.map((line) => JSON.stringify(line)).join(",\n")}\n]\n`;
}

export { path as capabilitiesPath };
