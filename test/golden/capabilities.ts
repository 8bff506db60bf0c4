import { readFileSync } from "node:fs";
import { goldenFolder } from "./cases.js";
import { randomOf } from "./generate/random.js";

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
  const list = (): readonly string[] => Array.from({ length: random.oneIn(4) ? 0 : random.below(4) }, one);
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

export const capabilitiesPath = `${goldenFolder}/capabilities.txt`;

/**
 * The lists that the engine was asked about, with its answers; `names` are the capabilities by their number. A line of the file is such as
 * `p|cap_chown;ALL;|kill;x;|x;|1f`: privileged or not, what is added, dropped and refused, and what the container gets, as bits by number.
 */
export function goldenCapabilities(names: readonly string[]): readonly (readonly [CapabilityLists, CapabilityAnswer])[] {
  const lines = readFileSync(capabilitiesPath, "utf8").split(/\r?\n/u).slice(0, -1);
  return lines.map((line) => {
    const [privileged, add = "", drop = "", refused = "", bits = ""] = line.split("|");
    const set = BigInt(`0x${bits}`);
    const capabilities = names.filter((_, number) => ((set >> BigInt(number)) & 1n) === 1n).toSorted();
    return [
      { privileged: privileged === "p", add: items(add), drop: items(drop) },
      { refused: items(refused), capabilities },
    ];
  });
}

function items(text: string): readonly string[] {
  return text.split(";").slice(0, -1);
}

/** The text of the file that `goldenCapabilities` reads. */
export function printCapabilities(
  names: readonly string[],
  asked: readonly CapabilityLists[],
  answers: readonly CapabilityAnswer[],
): string {
  const list = (of: readonly string[]): string => of.map((name) => `${name};`).join("");
  const lines = asked.map(({ privileged, add, drop }, index) => {
    const { refused = [], capabilities = [] } = answers[index] ?? {};
    const set = capabilities.reduce((bits, name) => bits | (1n << BigInt(names.indexOf(name))), 0n);
    return `${[privileged ? "p" : "", list(add), list(drop), list(refused), set.toString(16)].join("|")}\n`;
  });
  return lines.join("");
}
