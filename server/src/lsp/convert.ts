import {
  type AnnotatedTextEdit,
  type ChangeAnnotation,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Hover,
  type InlayHint,
  type Location,
  MarkupKind,
  type Range,
  type SnippetTextEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type {
  Completion,
  Edit,
  InlayHint as EngineHint,
  Hover as EngineHover,
  Finding,
  Lines,
  Place,
  Position,
  Severity,
  Span,
} from "../engine/index.js";
import { rulePage } from "../links.js";
import type { ClientFeatures } from "./features.js";
import { plainText } from "./markdown.js";

/** This file alone knows how the engine's offsets, severities and edits are written in LSP. Positions count UTF-16 units. */
const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** What finds the lines of a file other than the document at hand. */
export type LinesOf = (uri: string) => Pick<Lines, "position"> | undefined;

export const source = "watertight";

export function toDiagnostic(document: TextDocument, finding: Finding, features: ClientFeatures, linesOf: LinesOf): Diagnostic {
  const related = features.relatedInformation
    ? finding.related.flatMap(({ at, message }) => {
        const location = toLocation(document, at, linesOf);
        return location === undefined ? [] : [{ location, message }];
      })
    : [];
  return {
    range: toRange(document, finding.at),
    severity: severities[finding.severity],
    code: finding.rule,
    source,
    message: finding.message,
    ...(features.codeDescription ? { codeDescription: { href: rulePage(finding.rule) } } : {}),
    ...(features.unnecessaryTag && finding.unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

export function toRange(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function toSpan(document: TextDocument, { start, end }: Range): Span {
  return { start: document.offsetAt(start), end: document.offsetAt(end) };
}

export function toOffset(document: TextDocument, position: Position): number {
  return document.offsetAt(position);
}

/** Edits that belong together, and what a client says of them before they are made. */
export interface AnnotatedEdits {
  readonly edits: readonly Edit[];
  readonly annotation: ChangeAnnotation;
}

/** Edits of the document, for its present version where the client can compare versions, and of other files of its project. */
export function toWorkspaceEdit(document: TextDocument, edits: readonly Edit[], features: ClientFeatures, linesOf: LinesOf): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>();
  for (const edit of edits) {
    const range = rangeOf(document, edit, linesOf);
    // Half of a fix is none.
    if (range === undefined) return {};
    byFile.set(edit.at.file, [...(byFile.get(edit.at.file) ?? []), { range, newText: edit.text }]);
  }
  if (!features.versionedEdits) return { changes: Object.fromEntries(byFile) };
  return { documentChanges: [...byFile].map(([uri, textEdits]) => ({ textDocument: versioned(document, uri), edits: textEdits })) };
}

/** The same, each part with its annotation; for clients that honour them. */
export function toAnnotatedEdit(
  document: TextDocument,
  parts: readonly AnnotatedEdits[],
  features: ClientFeatures,
  linesOf: LinesOf,
): WorkspaceEdit {
  if (!features.changeAnnotations)
    return toWorkspaceEdit(
      document,
      parts.flatMap(({ edits }) => edits),
      features,
      linesOf,
    );
  const byFile = new Map<string, AnnotatedTextEdit[]>();
  const changeAnnotations: Record<string, ChangeAnnotation> = {};
  for (const [index, { edits, annotation }] of parts.entries()) {
    const annotationId = `watertight-${index + 1}`;
    changeAnnotations[annotationId] = annotation;
    for (const edit of edits) {
      const range = rangeOf(document, edit, linesOf);
      if (range === undefined) return {};
      byFile.set(edit.at.file, [...(byFile.get(edit.at.file) ?? []), { range, newText: edit.text, annotationId }]);
    }
  }
  const documentChanges = [...byFile].map(([uri, edits]) => ({ textDocument: versioned(document, uri), edits }));
  return { documentChanges, changeAnnotations };
}

function rangeOf(document: TextDocument, { at }: Edit, linesOf: LinesOf): Range | undefined {
  return at.file === document.uri ? toRange(document, at) : toLocation(document, at, linesOf)?.range;
}

function versioned(document: TextDocument, uri: string): { uri: string; version: number | null } {
  return { uri, version: uri === document.uri ? document.version : null };
}

/** Edits whose `placeholders` are selected one after the other, where the client can do that; else the edits as they are. */
export function toSnippetEdit(
  document: TextDocument,
  edits: readonly Edit[],
  placeholders: readonly string[],
  features: ClientFeatures,
  linesOf: LinesOf,
): WorkspaceEdit {
  const plain = toWorkspaceEdit(document, edits, features, linesOf);
  if (!features.snippetEdits || plain.documentChanges === undefined) return plain;
  const stops = new TabStops(placeholders);
  const documentChanges = plain.documentChanges.map((change) => {
    if (!("textDocument" in change)) return change;
    const snippets = change.edits.map((edit): SnippetTextEdit | TextEdit =>
      "newText" in edit ? { range: edit.range, snippet: { kind: "snippet", value: stops.snippet(edit.newText) } } : edit,
    );
    return { ...change, edits: snippets };
  });
  return { ...plain, documentChanges };
}

/** Numbers the placeholders of one change: a value that stands in several places is one stop. */
class TabStops {
  readonly #pattern: RegExp;
  readonly #numbers = new Map<string, number>();

  constructor(placeholders: readonly string[]) {
    const longestFirst = placeholders.toSorted((a, b) => b.length - a.length);
    this.#pattern = new RegExp(longestFirst.map((one) => one.replaceAll(/[\\^$.*+?()[\]{}|]/gu, "\\$&")).join("|"), "gu");
  }

  snippet(text: string): string {
    let done = "";
    let at = 0;
    for (const found of text.matchAll(this.#pattern)) {
      const [placeholder] = found;
      const number = this.#numbers.get(placeholder) ?? this.#numbers.size + 1;
      this.#numbers.set(placeholder, number);
      done += `${escaped(text.slice(at, found.index))}\${${number}:${escaped(placeholder)}}`;
      at = found.index + placeholder.length;
    }
    return done + escaped(text.slice(at));
  }
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/gu, "\\$&");
}

export function toHover(document: TextDocument, { markdown, at }: EngineHover, features: ClientFeatures): Hover {
  const contents = features.hoverMarkdown
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainText(markdown) };
  return { contents, range: toRange(document, at) };
}

const completionKinds: Readonly<Record<Completion["kind"], CompletionItemKind>> = {
  capability: CompletionItemKind.Constant,
  option: CompletionItemKind.Value,
  namespace: CompletionItemKind.Value,
  rule: CompletionItemKind.EnumMember,
  key: CompletionItemKind.Property,
};

export function toCompletionItem(document: TextDocument, completion: Completion, features: ClientFeatures): CompletionItem {
  const { label, kind, note, detail, markdown, edit, sortText } = completion;
  return {
    label,
    kind: completionKinds[kind],
    ...(features.completionNotes && note !== undefined ? { labelDetails: { description: note } } : {}),
    detail,
    documentation: features.completionMarkdown
      ? { kind: MarkupKind.Markdown, value: markdown }
      : { kind: MarkupKind.PlainText, value: plainText(markdown) },
    sortText,
    filterText: kind === "capability" ? bothSpellings(label) : label,
    textEdit: { range: toRange(document, edit.at), newText: edit.text },
  };
}

export function toInlayHint(document: TextDocument, hint: EngineHint, features: ClientFeatures, linesOf: LinesOf): InlayHint {
  const { at, label, apart, markdown, target } = hint;
  const location = target && toLocation(document, target, linesOf);
  return {
    position: document.positionAt(at),
    label: location === undefined ? label : [{ value: label, location }],
    tooltip: features.hoverMarkdown
      ? { kind: MarkupKind.Markdown, value: markdown }
      : { kind: MarkupKind.PlainText, value: plainText(markdown) },
    paddingLeft: apart,
    paddingRight: false,
  };
}

/** The label first, then its other spelling, so that typing either one keeps it in the list. */
function bothSpellings(label: string): string {
  return /^cap_/iu.test(label) ? `${label} ${label.slice("cap_".length)}` : `${label} CAP_${label}`;
}

function toLocation(document: TextDocument, at: Place, linesOf: LinesOf): Location | undefined {
  if (at.file === document.uri) return { uri: at.file, range: toRange(document, at) };
  const lines = linesOf(at.file);
  return lines === undefined ? undefined : { uri: at.file, range: { start: lines.position(at.start), end: lines.position(at.end) } };
}
