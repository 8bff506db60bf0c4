/** Chance that is the same for each run of one seed. */
export interface Random {
  /** An integer from 0 up to, and without, the limit. */
  below(limit: number): number;
  /** True once in so many times. */
  oneIn(times: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** Between `least` and `most` items, some of them perhaps equal. */
  some<T>(from: readonly [T, ...T[]], least: number, most: number): readonly T[];
}

/** Mulberry32, a generator of 32 bits that needs no library. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  const pick = <T>(from: readonly [T, ...T[]]): T => from[below(from.length)] ?? from[0];
  return {
    below,
    pick,
    oneIn: (times) => below(times) === 0,
    some: (from, least, most) => Array.from({ length: least + below(most - least + 1) }, () => pick(from)),
  };
}
