import type { ComposeProject } from "../model/project.js";
import type { MapNode, SyntaxFile, YamlNode } from "../syntax/tree.js";
import type { Place } from "../text/span.js";

/** One request to be silent about rules: a `# watertight-ignore-...` comment or an entry of `x-watertight: {ignore: ...}`. */
export interface Ignore {
  readonly at: Place;
  readonly scope: Scope;
  /** Rule ids as written; never empty. */
  readonly rules: readonly string[];
  /** The text after `--`; absent when there is none. */
  readonly reason: string | undefined;
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

const form = /^#\s*watertight-ignore-(next-line|line|service|file)\b(?<rest>.*)$/u;

/** All ignores of a project's files, in the order of their text. A comment without a rule id ignores nothing and is left out. */
export function readIgnores(project: ComposeProject): readonly Ignore[] {
  return project.files.flatMap((file) => [...commentIgnores(project, file), ...keyIgnores(project, file)]);
}

/** Whether one of the ignores covers a finding; `lineOf` gives the line of an offset in the finding's file. */
export function isIgnored(finding: Ignorable, ignores: readonly Ignore[], lineOf: (offset: number) => number): boolean {
  return ignores.some(({ at, scope, rules }) => {
    if (at.file !== finding.at.file || !rules.includes(finding.rule)) return false;
    if (scope.kind === "line") return scope.line === lineOf(finding.at.start);
    if (scope.kind === "service") return scope.service === finding.service;
    return true;
  });
}

function* commentIgnores(project: ComposeProject, file: SyntaxFile): Generator<Ignore> {
  for (const comment of file.comments) {
    const match = form.exec(comment.text.trimEnd());
    if (match === null) continue;
    const [list, ...reason] = (match.groups?.["rest"] ?? "").split(/\s--\s|\s--$/u);
    const rules = (list ?? "").split(/[\s,]+/u).filter((id) => id !== "");
    const scope = scopeOf(match[1] ?? "", comment.start, project, file);
    if (rules.length === 0 || scope === undefined) continue;
    const at = { file: file.uri, start: comment.start, end: comment.end };
    yield { at, scope, rules, reason: reason.join(" -- ").trim() || undefined };
  }
}

function scopeOf(kind: string, offset: number, project: ComposeProject, file: SyntaxFile): Scope | undefined {
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
    const ignore = valueUnder(mapAt(file, setting.at), "ignore");
    if (ignore?.kind !== "map") continue;
    for (const entry of ignore.entries) {
      const reason = entry.value?.kind === "scalar" ? entry.value.text.trim() : "";
      const at = { file: file.uri, start: entry.start, end: entry.end };
      yield { at, scope: { kind: "service", service: service.name.value }, rules: [entry.key.text], reason: reason || undefined };
    }
  }
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

function valueUnder(map: MapNode | undefined, key: string): YamlNode | undefined {
  return map?.entries.find((entry) => entry.key.text === key)?.value;
}
