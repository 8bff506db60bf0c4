import { type Edit, type Finding, type OfferedFix, type Place, speaksAgainst } from "../../server/src/engine/index.js";
import { editsOf, type State, type Trial, type TriedFix, textsAfter } from "./trial.js";

/** The result can be read as far as before. */
export function parses({ before, after }: Trial): string | undefined {
  const fatal = ({ projects }: State) => projects.flatMap(({ problems }) => problems.filter((problem) => problem.fatal));
  const now = fatal(after);
  return now.length <= fatal(before).length ? undefined : `The file is broken: ${now.map(({ message }) => message).join(" ")}`;
}

/** The finding is gone, and nothing of a higher severity came. */
export function settles({ finding, before, after }: TriedFix): string | undefined {
  const like = ({ findings }: State, { rule, service }: Finding) =>
    findings.filter((one) => one.rule === rule && one.service === service).length;
  if (like(after, finding) >= like(before, finding)) return "The finding is still there.";
  const same = ({ findings }: State) =>
    findings.filter((one) => one.rule === finding.rule && one.service === finding.service && one.message === finding.message).length;
  if (same(after) >= same(before)) return "The finding goes, and comes again elsewhere.";
  const worse = after.findings.find((one) => speaksAgainst(one, finding) && like(after, one) > like(before, one));
  return worse === undefined ? undefined : `Something worse came: ${worse.rule}`;
}

/** Applied a second time, the fix changes nothing: it is not offered again at its place, or says what stands there. */
export function changesOnce({ finding, fix, before, after, edits }: TriedFix): string | undefined {
  const again = likeAt(after, finding, moved(finding.at, edits));
  // One place may stand for several values, such as all that a service extends.
  if (again.length < likeAt(before, finding, finding.at).length) return undefined;
  for (const offered of again.flatMap((one) => one.fixes()).filter(({ title }) => title === fix.title)) {
    const second = changeAgain(offered, after);
    if (second !== undefined) return `A second run changes more: ${second}`;
  }
  return undefined;
}

function likeAt({ findings }: State, { rule, service, message }: Finding, { start, end }: Place): readonly Finding[] {
  return findings.filter(
    (one) => one.rule === rule && one.service === service && one.message === message && one.at.start <= end && start <= one.at.end,
  );
}

function changeAgain(offered: OfferedFix, state: State): string | undefined {
  const edits = editsOf(offered);
  if ("refused" in edits) return undefined;
  const isOther = [...textsAfter(state, edits)].some(([uri, text]) => text !== state.texts.get(uri));
  return isOther ? edits.map(({ text }) => text).join(" ") : undefined;
}

/** Where a place lies after edits of its file, with what was replaced in it. */
function moved({ file, start, end }: Place, edits: readonly Edit[]): Place {
  const own = edits.filter(({ at }) => at.file === file);
  const shift = (offset: number, isEnd: boolean) =>
    own.reduce((sum, { at, text }) => {
      if (at.end < offset || (at.end === offset && !isEnd)) return sum + text.length - (at.end - at.start);
      if (at.start >= offset) return sum;
      return isEnd ? sum + text.length - (offset - at.start) : sum - (offset - at.start);
    }, offset);
  return { file, start: shift(start, false), end: shift(end, true) };
}
