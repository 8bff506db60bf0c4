/**
 * Whether a glob matches a path (segments parted by `/`). A glob without `/` is matched against the last segment alone, any other against
 * the whole path or the end of it. `*` and `?` stay within a segment, `**` spans segments, `{a,b}` is either. Takes time linear in
 * glob and path per alternative: globs come from workspace settings, which nobody has vetted.
 */
export function matchesGlob(glob: string, path: string): boolean {
  const segments = path.split("/").filter((segment) => segment !== "");
  return alternatives(glob).some((one) => {
    const wanted = one.split("/").filter((segment) => segment !== "" && segment !== ".");
    if (wanted.length === 0) return false;
    return matches(
      wanted[0] === "**" ? wanted : ["**", ...wanted],
      segments,
      (pattern, segment) => pattern === "**" || wild(pattern, segment),
      "**",
    );
  });
}

function wild(pattern: string, segment: string): boolean {
  return matches([...pattern.toLowerCase()], [...segment.toLowerCase()], (want, is) => want === "?" || want === is, "*");
}

/** Greedy matching with one step back to the last star: never exponential. */
function matches(
  pattern: readonly string[],
  text: readonly string[],
  same: (pattern: string, text: string) => boolean,
  star: string,
): boolean {
  let at = 0;
  let wanted = 0;
  let lastStar = -1;
  let resume = 0;
  while (at < text.length) {
    const want = pattern[wanted];
    if (want === star) {
      lastStar = wanted++;
      resume = at;
    } else if (want !== undefined && same(want, text[at] ?? "")) {
      wanted++;
      at++;
    } else if (lastStar >= 0) {
      wanted = lastStar + 1;
      at = ++resume;
    } else return false;
  }
  return pattern.slice(wanted).every((rest) => rest === star);
}

const maxAlternatives = 64;

function alternatives(glob: string): readonly string[] {
  const done: string[] = [];
  const open = [glob];
  for (let next = open.pop(); next !== undefined && done.length + open.length < maxAlternatives; next = open.pop()) {
    const brace = /\{(?<choices>[^{}]*)\}/u.exec(next);
    if (brace === null) done.push(next);
    else {
      const before = next.slice(0, brace.index);
      const after = next.slice(brace.index + brace[0].length);
      for (const choice of (brace.groups?.choices ?? "").split(",")) open.push(before + choice + after);
    }
  }
  return done;
}
