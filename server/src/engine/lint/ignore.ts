import type { ComposeProject } from "../model/project.js";
import { unreadCodes } from "../model/unread.js";
import { type IgnoreForm, type IgnoreUse, ignoreForms, isIgnoreForm } from "../rules/ignore-use.js";
import { ruleById, rules } from "../rules/index.js";
import type { MapEntry, MapNode, SyntaxFile, YamlNode } from "../syntax/tree.js";
import { nearest } from "../text/nearest.js";
import type { Edit, Place, Span } from "../text/span.js";

/** One request to be silent about a rule: of a `# watertight-ignore-...` comment, or an entry of `x-watertight: {ignore: ...}`. */
export interface Ignore {
  /** The rule's id as written, and where; empty at the comment where it names none. */
  readonly rule: string;
  readonly at: Place;
  /** Absent when it covers nothing: a comment about a service that stands in none, or that is none of the forms. */
  readonly scope: Scope | undefined;
  readonly mistyped?: string;
  /** The text after `--`; absent when there is none. */
  readonly reason: string | undefined;
  /** The last day on which it counts. */
  readonly until: string | undefined;
  readonly remove: () => readonly Edit[];
}

/** What an ignore covers: everything, the findings that start on one line (counted from 0), or those of one service. */
export type Scope =
  | { readonly kind: "file" }
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "service"; readonly service: string };

/** The finding's traits that decide whether an ignore covers it. */
export interface Ignorable {
  readonly rule: string;
  readonly service: string | undefined;
  readonly at: Place;
}

/** Stands where a person writes why: one that was left there is no reason. */
export const reasonPlaceholder = "reason";

const form = new RegExp(`^#\\s*watertight-ignore-(${ignoreForms.join("|")})(?![\\w-])(?<rest>.*)$`, "u");
/** What was meant for one: `watertight-ignore-nextline`, `watertight: ignore`. */
const nearForm = /^#\s*(?<word>watertight[-_: ]+(?:ignore|disable)[\w-]*)/iu;
const ruleId = /[^\s,]+/gu;
/** Another rule with a reason of its own behind a semicolon; any other is part of the reason. */
const nextClause = /;(?=\s*[a-z]+(?:-[a-z\d]+)+(?:\s*,\s*[a-z]+(?:-[a-z\d]+)+)*\s*(?:--\s|--$|;|$))/u;

/** All ignores of a project's files, in the order of their text. */
export function readIgnores(project: ComposeProject): readonly Ignore[] {
  const ignores = read.get(project) ?? project.files.flatMap((file) => [...commentIgnores(project, file), ...keyIgnores(project, file)]);
  read.set(project, ignores);
  return ignores;
}

const read = new WeakMap<ComposeProject, readonly Ignore[]>();

/** The ignores that cover a finding on a day, `2026-11-25`; `lineOf` gives the line of an offset in the finding's file. */
export function covering(
  finding: Ignorable,
  ignores: readonly Ignore[],
  today: string | undefined,
  lineOf: (offset: number) => number,
): readonly Ignore[] {
  return ignores.filter((ignore) => {
    const { at, scope, rule } = ignore;
    if (at.file !== finding.at.file || rule !== finding.rule || scope === undefined || isExpired(ignore, today)) return false;
    if (scope.kind === "line") return scope.line === lineOf(finding.at.start);
    if (scope.kind === "service") return scope.service === finding.service;
    return true;
  });
}

function isExpired({ until }: Ignore, today: string | undefined): boolean {
  return until !== undefined && today !== undefined && until < today;
}

/** What the rules about ignoring are told, once all other rules have run: those that `looked`, and the ignores that were `used`. */
export function ignoreUses(
  project: ComposeProject,
  today: string | undefined,
  looked: ReadonlySet<string>,
  used: ReadonlySet<Ignore>,
): readonly IgnoreUse[] {
  const isWhole =
    !project.partial &&
    !project.problems.some(({ code, fatal }) => fatal || unreadCodes.has(code)) &&
    ![...project.services.values()].some(({ partial }) => partial);
  // An anchor's key is one place for several services: what helps any of them is used.
  const usedPlaces = new Set([...used].map(({ at }) => placeKey(at)));
  const byPlace = new Map(readIgnores(project).map((ignore) => [placeKey(ignore.at), ignore]));
  return [...byPlace].map(([place, ignore]) => {
    const { rule, at, scope, mistyped, reason, until, remove } = ignore;
    const isUsed = usedPlaces.has(place);
    const canTell = isUsed || (isWhole && looked.has(rule));
    const isKnown = ruleById(rule) !== undefined;
    return {
      rule,
      isKnown,
      meant: isKnown ? [] : meantBy(ignore),
      on: { value: rule, at, via: [] },
      service: scope?.kind === "service" ? scope.service : undefined,
      mistyped,
      reason: reason?.toLowerCase() === reasonPlaceholder ? undefined : reason,
      until,
      isExpired: isExpired(ignore, today),
      isUsed: canTell ? isUsed : undefined,
      remove,
      rename: (by) => [{ at, text: by }],
    };
  });
}

function meantBy({ rule, mistyped }: Ignore): readonly string[] {
  const ids = rules.map(({ id }) => id);
  if (mistyped === undefined) return rule === "" ? [] : nearest(rule, ids);
  const word = mistyped.replace(/^watertight[-_: ]+(?:ignore|disable)-?/iu, "");
  return [`watertight-ignore-${(word === "" ? undefined : nearest(word, ignoreForms)[0]) ?? "next-line"}`];
}

function placeKey({ file, start }: Place): string {
  return `${file} ${start}`;
}

function* commentIgnores(project: ComposeProject, file: SyntaxFile): Generator<Ignore> {
  for (const comment of file.comments) {
    const text = comment.text.trimEnd();
    const match = form.exec(text);
    const place = (start: number, end: number): Place => ({ file: file.uri, start: comment.start + start, end: comment.start + end });
    if (match === null) {
      const word = nearForm.exec(text)?.groups?.["word"];
      if (word === undefined) continue;
      const start = text.indexOf(word);
      const mistaken = { rule: "", scope: undefined, mistyped: word, reason: undefined, until: undefined };
      yield { ...mistaken, at: place(start, start + word.length), remove: () => [withoutComment(file, comment)] };
      continue;
    }
    const rest = match.groups?.["rest"] ?? "";
    const ids = clausesOf(rest, text.length - rest.length);
    const [, kind] = match;
    const scope = isIgnoreForm(kind) ? scopeOf(kind, comment.start, project, file) : undefined;
    if (ids.length === 0) {
      const nothing = { rule: "", scope: undefined, reason: undefined, until: undefined };
      yield { ...nothing, at: place(0, text.length), remove: () => [withoutComment(file, comment)] };
    }
    for (const one of ids) {
      const remove = () => (ids.length === 1 ? [withoutComment(file, comment)] : [{ at: place(one.cut.start, one.cut.end), text: "" }]);
      yield { rule: one.id, at: place(one.start, one.end), scope, reason: one.reason, until: dayIn(one.reason), remove };
    }
  }
}

/** An id within a comment, by offsets from its start. */
interface Clause extends Span {
  readonly id: string;
  readonly reason: string | undefined;
  /** What goes when it is removed and others stay. */
  readonly cut: Span;
}

/** `a, b -- why; c -- why`: rules that share a reason, and others with one of their own. */
function clausesOf(rest: string, offset: number): readonly Clause[] {
  const found: Clause[] = [];
  const parts = partsOf(rest);
  for (const [index, part] of parts.entries()) {
    const [list = "", ...words] = part.text.split(/(?:^|\s)--(?=\s|$)/u);
    const reason = words.join(" --").trim() || undefined;
    const ids = [...list.matchAll(ruleId)].map((match) => ({ id: match[0], start: part.start + match.index }));
    for (const [at, { id, start }] of ids.entries()) {
      const end = start + id.length;
      const next = ids[at + 1];
      const before = ids[at - 1];
      const cut =
        next !== undefined
          ? { start, end: next.start }
          : before !== undefined
            ? { start: before.start + before.id.length, end }
            : wholeClause(part, parts[index + 1]);
      found.push({ id, start: start + offset, end: end + offset, reason, cut: { start: cut.start + offset, end: cut.end + offset } });
    }
  }
  return found;
}

interface Part extends Span {
  readonly text: string;
}

/** A clause with the semicolon that parts it from another. */
function wholeClause({ start, end, text }: Part, next: Part | undefined): Span {
  if (next === undefined) return { start: start - 1, end };
  const space = /^\s*/u.exec(text)?.[0].length ?? 0;
  const nextSpace = /^\s*/u.exec(next.text)?.[0].length ?? 0;
  return { start: start + space, end: next.start + nextSpace };
}

function partsOf(rest: string): readonly Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (;;) {
    const length = rest.slice(start).search(nextClause);
    const end = length < 0 ? rest.length : start + length;
    parts.push({ start, end, text: rest.slice(start, end) });
    if (length < 0) return parts;
    start = end + 1;
  }
}

/** `until 2027-03-31` in a reason. */
function dayIn(reason: string | undefined): string | undefined {
  const day = /\buntil\s+(?<day>\d{4}-\d{2}-\d{2})(?!\d)/iu.exec(reason ?? "")?.groups?.["day"];
  return day === undefined || Number.isNaN(Date.parse(day)) ? undefined : day;
}

/** A comment that stands alone goes with its line, one behind a text with the spaces before it. */
function withoutComment(file: SyntaxFile, { start, end, ownLine }: Span & { readonly ownLine: boolean }): Edit {
  const line = file.lines.lineOf(start);
  const isLast = line + 1 >= file.lines.count;
  const before = file.text.slice(file.lines.start(line), start);
  const spaces = /[ \t]*$/u.exec(before)?.[0].length ?? 0;
  const from = start - spaces;
  return { at: { file: file.uri, start: from, end: ownLine && !isLast ? file.lines.start(line + 1) : end }, text: "" };
}

/** What a comment of a form covers that stands at an offset; absent for one about a service where there is none. */
export function scopeOf(kind: IgnoreForm, offset: number, project: ComposeProject, file: SyntaxFile): Scope | undefined {
  const line = file.lines.lineOf(offset);
  if (kind === "file") return { kind };
  if (kind === "line") return { kind, line };
  if (kind === "next-line") return { kind: "line", line: nextCodeLine(file, line) };
  const service = serviceAt(project, file, line, offset);
  return service === undefined ? undefined : { kind: "service", service };
}

/** The first line below that holds more than a comment: stacked ignore comments all mean the same line. */
function nextCodeLine(file: SyntaxFile, line: number): number {
  let next = line + 1;
  while (next < file.lines.count && /^\s*(#.*)?$/u.test(file.text.slice(file.lines.start(next), file.lines.end(next)))) next++;
  return next;
}

/** The service around a comment; for a comment on lines of its own above a service's key, that service. */
function serviceAt(project: ComposeProject, file: SyntaxFile, line: number, offset: number): string | undefined {
  const next = nextCodeLine(file, line);
  let around: string | undefined;
  for (const { name, written } of project.services.values()) {
    for (const { key, body } of written) {
      if (key.file !== file.uri) continue;
      const keyLine = file.lines.lineOf(key.start);
      if (keyLine === next && file.lines.position(offset).character <= file.lines.position(key.start).character) return name.value;
      if (keyLine <= line && offset <= file.lines.end(file.lines.lineOf(body.end))) around ??= name.value;
    }
  }
  return around;
}

function* keyIgnores(project: ComposeProject, file: SyntaxFile): Generator<Ignore> {
  for (const service of project.services.values()) {
    const setting = service.keys.get("x-watertight");
    if (setting === undefined || setting.at.file !== file.uri) continue;
    const ours = mapAt(file, setting.at);
    const ignore = entryUnder(ours, "ignore");
    if (ours === undefined || ignore?.value?.kind !== "map") continue;
    const map = ignore.value;
    const scope = { kind: "service", service: service.name.value } as const;
    for (const entry of map.entries) {
      const { reason, until } = reasonIn(entry.value);
      const at = { file: file.uri, start: entry.key.start, end: entry.key.end };
      // What is left empty goes with its last entry.
      const gone =
        map.entries.length > 1
          ? { start: entry.start, end: entry.end, among: map }
          : ours.entries.length > 1
            ? { start: ignore.start, end: ignore.end, among: ours }
            : undefined;
      const remove = () => (gone === undefined ? withoutSetting(file, setting.key ?? setting.at, setting.at) : [withoutEntry(file, gone)]);
      yield { rule: entry.key.text, at, scope, reason, until, remove };
    }
  }
}

/** `rule: reason`, or `rule: {reason: ..., until: 2027-03-31}`. */
function reasonIn(value: YamlNode | undefined): Pick<Ignore, "reason" | "until"> {
  const text = (node: YamlNode | undefined) => (node?.kind === "scalar" ? node.text.trim() || undefined : undefined);
  if (value?.kind !== "map") return { reason: text(value), until: dayIn(text(value)) };
  const reason = text(entryUnder(value, "reason")?.value);
  return { reason, until: dayIn(`until ${text(entryUnder(value, "until")?.value) ?? ""}`) ?? dayIn(reason) };
}

/** An entry of a block goes with its lines, one within braces with the comma before or behind it. */
function withoutEntry(file: SyntaxFile, { start, end, among }: Span & { readonly among: MapNode }): Edit {
  if (!among.flow) return withoutLines(file, start, end);
  const behind = /^\s*,\s*/u.exec(file.text.slice(end))?.[0].length ?? 0;
  const before = behind > 0 ? 0 : (/,\s*$/u.exec(file.text.slice(among.start, start))?.[0].length ?? 0);
  return { at: { file: file.uri, start: start - before, end: end + behind }, text: "" };
}

function withoutSetting(file: SyntaxFile, key: Place, value: Place): readonly Edit[] {
  const isBlock = /^[ \t\uFEFF]*$/u.test(file.text.slice(file.lines.start(file.lines.lineOf(key.start)), key.start));
  if (isBlock) return [withoutLines(file, key.start, value.end)];
  const behind = /^\s*,\s*/u.exec(file.text.slice(value.end))?.[0].length ?? 0;
  const before = behind > 0 ? 0 : (/,\s*$/u.exec(file.text.slice(0, key.start))?.[0].length ?? 0);
  return [{ at: { file: file.uri, start: key.start - before, end: value.end + behind }, text: "" }];
}

function withoutLines(file: SyntaxFile, start: number, end: number): Edit {
  const last = file.lines.lineOf(end);
  const from = file.lines.start(file.lines.lineOf(start));
  return {
    at: { file: file.uri, start: from, end: last + 1 < file.lines.count ? file.lines.start(last + 1) : file.lines.end(last) },
    text: "",
  };
}

function mapAt(file: SyntaxFile, at: Place): MapNode | undefined {
  let nodes: readonly (YamlNode | undefined)[] = file.documents.map(({ root }) => root);
  while (nodes.length > 0) {
    const around = nodes.find((node) => node !== undefined && node.start <= at.start && at.end <= node.end);
    if (around?.kind === "map" && around.start === at.start && around.end === at.end) return around;
    if (around?.kind === "map") nodes = around.entries.map(({ value }) => value);
    else if (around?.kind === "seq") nodes = around.items.map(({ node }) => node);
    else return undefined;
  }
  return undefined;
}

function entryUnder(map: YamlNode | undefined, key: string): MapEntry | undefined {
  return map?.kind === "map" ? map.entries.find((entry) => entry.key.text === key) : undefined;
}
