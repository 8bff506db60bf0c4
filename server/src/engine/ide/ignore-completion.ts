import type { Checked } from "../lint/check.js";
import type { Finding } from "../lint/finding.js";
import { covering, type Ignore, type Scope, scopeOf } from "../lint/ignore.js";
import { type IgnoreForm, ignoreForms, isIgnoreForm } from "../rules/ignore-use.js";
import { rules } from "../rules/index.js";
import type { Rule } from "../rules/rule.js";
import type { Comment, SyntaxFile } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Edit } from "../text/span.js";
import { type Completion, isBeside, type Typed } from "./completion-item.js";

/** In a comment that begins like one of ours: its form, the rules, the reason. */
export function commentCompletions(checked: Checked, file: SyntaxFile, offset: number): readonly Completion[] {
  const comment = file.comments.find(({ start, end }) => start < offset && offset <= end);
  if (comment === undefined) return [];
  const before = file.text.slice(comment.start, offset);
  const [, word] = /^#\s*(w[\w-]*)$/u.exec(before) ?? [];
  if (word !== undefined) return formCompletions(file, comment, offset, word);
  const [, form, list] = /^#\s*watertight-ignore-([\w-]+)\s+(.*)$/u.exec(before) ?? [];
  return list === undefined || !isIgnoreForm(form) ? [] : ruleCompletions(checked, file, comment, offset, form, list);
}

/** Of a comment behind something the line below is not meant; of one on a line of its own, not this line. */
function formCompletions(file: SyntaxFile, { ownLine }: Comment, offset: number, word: string): readonly Completion[] {
  const forms = ignoreForms.filter((form) => (ownLine ? form !== "line" : form !== "next-line" && form !== "file"));
  const start = offset - word.length;
  const end = offset + (/^[\w-]*/u.exec(file.text.slice(offset))?.[0].length ?? 0);
  return forms
    .map((form) => ({ form, label: `watertight-ignore-${form}` }))
    .filter(({ label }) => label.startsWith(word))
    .map(({ form, label }, index) => ({
      label,
      kind: "key",
      detail: formDetail(form),
      markdown: `${formDetail(form)} ${t("After -- stands the reason.")}`,
      edit: { at: { file: file.uri, start, end }, text: `${label} ` },
      sortText: `${index}`,
      dangerous: false,
    }));
}

function formDetail(form: IgnoreForm): string {
  if (form === "next-line") return t("Silences rules for the line below.");
  if (form === "line") return t("Silences rules for this line.");
  return form === "service" ? t("Silences rules for the service around it.") : t("Silences rules for the whole file.");
}

function ruleCompletions(
  checked: Checked,
  file: SyntaxFile,
  comment: Comment,
  offset: number,
  form: IgnoreForm,
  list: string,
): readonly Completion[] {
  const [word = ""] = /[\w-]*$/u.exec(list) ?? [];
  if (word.startsWith("-") || isWithinReason(list, word)) return [];
  const [tail = ""] = /^[\w-]*/u.exec(file.text.slice(offset, comment.end)) ?? [];
  const rest = file.text.slice(offset + tail.length, comment.end);
  const named = new Set(`${list.slice(0, list.length - word.length)} ${rest.split(/\s--/u)[0] ?? ""}`.split(/[\s,;]+/u));
  const at = { file: file.uri, start: offset - word.length, end: offset + tail.length };
  const found = covered(checked, file, scopeOf(form, comment.start, checked.project, file));
  const offered = ruleItems(found, named, (id) => ({ at, text: id }));
  const isListed = word === "" && list.trim() !== "" && rest.trim() === "" && !/,\s*$/u.test(list);
  return isListed ? [reasonItem({ at, text: "-- " }), ...offered] : offered;
}

/** Behind `--` a reason is written. A word behind its semicolon may be another rule; nothing is offered before the word is begun. */
function isWithinReason(list: string, word: string): boolean {
  if (!/(?:^|\s)--?(?:\s|$)/u.test(list)) return false;
  return word === "" || !/;\s*(?:[\w-]+\s*,\s*)*[\w-]+$/u.test(list);
}

function reasonItem(edit: Edit): Completion {
  const detail = t("The reason, for the next person who reads the file.");
  return { label: "--", kind: "key", detail, markdown: detail, edit, sortText: "0", dangerous: false };
}

/** What is found where an ignore of a scope would silence it. */
function covered({ findings }: Checked, file: SyntaxFile, scope: Scope | undefined): readonly Finding[] {
  const at = { file: file.uri, start: 0, end: 0 };
  return findings.filter((finding) => {
    const ignore: Ignore = { rule: finding.rule, at, scope, reason: undefined, until: undefined, remove: () => [] };
    return covering(finding, [ignore], undefined, (offset) => file.lines.lineOf(offset)).length > 0;
  });
}

/** What is found there stands first. Rules about ignores cannot be ignored. */
function ruleItems(found: readonly Finding[], named: ReadonlySet<string>, edit: (id: string) => Edit): readonly Completion[] {
  const here = new Map(found.map((finding) => [finding.rule, finding]));
  return rules
    .filter(({ id, about }) => about !== "ignores" && !named.has(id))
    .map((rule) => ruleItem(rule, here.get(rule.id), edit(rule.id)));
}

function ruleItem({ id, title }: Rule, finding: Finding | undefined, edit: Edit): Completion {
  return {
    label: id,
    kind: "rule",
    ...(finding !== undefined && { note: t("found here") }),
    detail: t(title),
    markdown: finding?.message ?? t(title),
    edit,
    sortText: `${finding === undefined ? 5 : 1}${id}`,
    dangerous: false,
  };
}

/** The keys of `x-watertight` on a service: `ignore`, the rules below it, and what may be said of each. */
export function extensionCompletions(checked: Checked, typed: Typed): readonly Completion[] {
  const mapping = mappingAt(typed);
  if (mapping === undefined || typed.service === undefined) return [];
  const keys = new Set(keysBeside(typed));
  const item = (key: string, detail: string) => (keys.has(key) ? [] : [keyItem(typed, key, detail)]);
  const [first, second] = mapping;
  if (first === undefined)
    return /^x/u.test(typed.cursor.word.text) ? item("x-watertight", t("What Watertight is told of this service.")) : [];
  if (first !== "x-watertight") return [];
  if (second === undefined) return item("ignore", t("Rules that are not reported for this service, each with its reason."));
  if (second !== "ignore" || mapping.length > 3) return [];
  if (mapping.length === 3)
    return [...item("reason", t("Why the rule is ignored here.")), ...item("until", t("The last day on which it is ignored: 2027-03-31."))];
  const found = covered(checked, typed.file, { kind: "service", service: typed.service });
  return ruleItems(found, keys, (id) => keyEdit(typed, id));
}

/** The path below the service of the mapping in which a key is being typed; a word alone below a key will be one. */
function mappingAt(typed: Typed): readonly (string | number)[] | undefined {
  const { cursor, attribute } = typed;
  if (cursor.role === "key") return cursor.node === undefined ? attribute : attribute.slice(0, -1);
  if (cursor.role !== "value" || isBeside(typed)) return undefined;
  return cursor.node === undefined || (cursor.node.kind === "scalar" && cursor.node.style === "plain") ? attribute : undefined;
}

function keysBeside({ cursor: { container, node } }: Typed): readonly string[] {
  return container?.kind === "map" ? container.entries.flatMap(({ key }) => (key === node ? [] : [key.text])) : [];
}

function keyItem(typed: Typed, key: string, detail: string): Completion {
  return { label: key, kind: "key", detail, markdown: detail, edit: keyEdit(typed, key), sortText: "5", dangerous: false };
}

/** A key that has its colon keeps it. What is below one of ours stands on lines of its own, but for within braces. */
function keyEdit({ file, cursor: { word, container } }: Typed, key: string): Edit {
  const isKey = /^["']?\s*:/u.test(file.text.slice(word.end)) || word.text.endsWith(":");
  const end = word.text.endsWith(":") ? word.end - 1 : word.end;
  const isBelow = (key === "x-watertight" || key === "ignore") && container?.flow !== true;
  return { at: { file: file.uri, start: word.start, end }, text: isKey ? key : isBelow ? `${key}:` : `${key}: ` };
}
