/** How often something was done and how long it took, in milliseconds. */
export interface Timing {
  readonly name: string;
  readonly count: number;
  /** Of the last ones, as many as are kept. */
  readonly median: number;
  readonly longest: number;
}

interface Kept {
  count: number;
  longest: number;
  readonly last: number[];
}

/** As many as tell how it goes now, and no more than a session of days can hold. */
const maxKept = 100;

const kept = new Map<string, Kept>();

/** Notes that something took so long. One for all of a process, which serves one client: names are those of our handlers. */
export function note(name: string, milliseconds: number): void {
  const so = kept.get(name) ?? { count: 0, longest: 0, last: [] };
  kept.set(name, so);
  so.last[so.count % maxKept] = milliseconds;
  so.count++;
  so.longest = Math.max(so.longest, milliseconds);
}

/** What was noted since the process has started. */
export function timings(): readonly Timing[] {
  return [...kept].map(([name, { count, longest, last }]) => {
    const median = last.toSorted((a, b) => a - b)[Math.floor(last.length / 2)] ?? 0;
    return { name, count, median: rounded(median), longest: rounded(longest) };
  });
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
