/** How often a property is tried: `usual` times, or as often as WATERTIGHT_RUNS says, for campaigns. */
export function runs(usual: number): number {
  const wanted = Number(process.env["WATERTIGHT_RUNS"] ?? usual);
  if (!Number.isInteger(wanted) || wanted < 0) throw new RangeError("WATERTIGHT_RUNS is a number of runs");
  return wanted;
}
