import type { Operation } from "../edit/change.js";
import type { Mount } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { Fix, RuleContext } from "./rule.js";

/** Takes the mount away. */
export function removeMount({ item }: Mount, { edit }: RuleContext, caveat: string): Fix {
  return { title: t("Remove the mount"), class: "check", caveat, change: edit.change({ op: "remove", target: item }) };
}

/** Makes the mount read-only, in the syntax it is written in. */
export function readOnlyOperation({ item, syntax, options }: Mount): Operation {
  if (syntax === "long") return { op: "set", into: { ...item, value: "mapping" }, key: "read_only", value: true };
  // What a variable brings stands elsewhere; of two options the later one counts.
  const writable = options.find(({ value, at }) => value === "rw" && at.end - at.start === 2);
  if (writable !== undefined) return { op: "splice", target: item, part: writable.at, text: "ro" };
  return { op: "splice", target: item, part: "end", text: options.length > 0 ? ",ro" : ":ro" };
}

/** The fix of that name. */
export function mountReadOnly(mount: Mount, { edit }: RuleContext, fix: Pick<Fix, "class" | "caveat">): Fix {
  return { title: t("Mount it read-only"), ...fix, change: edit.change(readOnlyOperation(mount)) };
}

/** Narrows the mount to one thing below it, which the person names; none where a variable or a volume takes part. */
export function mountPart(
  { item, syntax, type, source, target, options }: Mount,
  { edit }: RuleContext,
  partName = "PART",
): readonly Fix[] {
  const from = source === undefined ? undefined : known(source);
  const to = target === undefined ? undefined : known(target);
  const isPlain = [item, source, target].every((one) => one?.variables === undefined && !isUnresolved(one?.value));
  if (type !== "bind" || from === undefined || to === undefined || source === undefined || target === undefined || !isPlain) return [];
  const [inside, outside] = [`${withoutSlash(to)}/${partName}`, `${withoutSlash(from)}/${partName}`];
  const mode = options.length === 0 ? "" : `:${options.map(({ value }) => value).join(",")}`;
  const operations: readonly Operation[] =
    syntax === "short"
      ? [{ op: "replace", target: item, value: `${outside}:${inside}${mode}` }]
      : [
          { op: "replace", target: source, value: outside },
          { op: "replace", target, value: inside },
        ];
  return [
    {
      title: t`Mount only one part of ${from}: ${outside}`,
      class: "check",
      caveat: t`Put the file or folder that the program reads in the place of ${partName}. What it reads beside that is no longer there.`,
      change: edit.change(...operations),
      placeholders: [partName],
    },
  ];
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/u, "");
}

/** What to point at: the source of a long entry, the whole of a short one. */
export function mountPlace({ item, syntax, source }: Mount): Sourced<unknown> {
  return syntax === "long" && source !== undefined ? source : item;
}

/** The source of a bind as it is written; of a long one its end. */
export function writtenPath({ source, hostPath }: Mount): string {
  const path = (source && known(source)) ?? hostPath ?? "";
  return path.length <= longestPath ? path : `...${path.slice(3 - longestPath)}`;
}

const longestPath = 45;

/** The host side of a mount in the words of its file; the disguise of a named volume is named. */
export function mountedPath({ hostPath, backing, source }: Mount): string {
  const volume = typeof source?.value === "string" ? source.value : "";
  return backing === undefined ? (hostPath ?? volume) : t`${hostPath ?? ""} (volume ${volume})`;
}
