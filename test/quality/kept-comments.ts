import { parsed } from "./open-file.js";
import type { Trial } from "./trial.js";

/** Comments outside of the edits stand in the text as often as before. */
export function keepsComments({ before: { texts }, changed, edits }: Trial): string | undefined {
  for (const [uri, text] of changed) {
    const kept = parsed(uri, texts.get(uri) ?? "").comments.filter(
      ({ start, end }) => !edits.some(({ at }) => at.file === uri && at.start <= start && end <= at.end),
    );
    const left = parsed(uri, text).comments.map((comment) => comment.text.trimEnd());
    for (const comment of kept) {
      const place = left.indexOf(comment.text.trimEnd());
      if (place < 0) return `A comment is lost: ${comment.text}`;
      left.splice(place, 1);
    }
  }
  return undefined;
}
