import type { ChangeAnnotation, CodeAction, WorkspaceEdit } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Engine, type HardeningPart, type Span, t } from "../engine/index.js";
import { type AnnotatedEdits, type LinesOf, toAnnotatedEdit, toWorkspaceEdit } from "./convert.js";
import type { ClientFeatures } from "./features.js";
import type { HardenReference, SegmentReference } from "./protocol.js";

/** Kinds are hierarchical: who asks for the first gets both. */
export const hardenKind = "refactor.rewrite.watertight.harden";
const serviceKind = `${hardenKind}.service`;
const fileKind = `${hardenKind}.file`;
/** Takes a flat network apart. */
export const segmentKind = "refactor.rewrite.watertight.segment";
const segmentRule = "flat-network";

/** "Harden this service" and t("Harden this file"). */
export interface Hardening {
  /** The actions at a span; those for the file only when it is asked for refactorings. */
  at(document: TextDocument, span: Span, asks: (kind: string) => boolean, isRefactoring: boolean): CodeAction[];
  /** The edit of an action; absent when nothing is left to do. */
  resolve(document: TextDocument, action: CodeAction, reference: HardenReference | SegmentReference): CodeAction | undefined;
}

export function hardening(engine: Engine, features: ClientFeatures, linesOf: LinesOf): Hardening {
  function actions(document: TextDocument, kind: string, title: string, service: string | null): CodeAction[] {
    const { uri, version } = document;
    if (features.changeAnnotations && features.resolveEdits) {
      const data: HardenReference = { uri, version, harden: service, recommendedOnly: false };
      return [{ title, kind, data }];
    }
    return [
      { title: t`${title}: what suits most images`, kind, recommendedOnly: true },
      { title: t`${title}: everything (check first)`, kind, recommendedOnly: false },
    ].flatMap(({ recommendedOnly, ...action }) => {
      const data: HardenReference = { uri, version, harden: service, recommendedOnly };
      if (features.resolveEdits) return [{ ...action, data }];
      const resolved = resolve(document, action, data);
      return resolved === undefined ? [] : [resolved];
    });
  }

  /** Offered only where one network holds strangers. It asks for a look at its plan, where the client can show one. */
  function segmentation(document: TextDocument): CodeAction[] {
    const { uri, version } = document;
    if (!engine.finds(uri, segmentRule)) return [];
    const action = { title: features.changeAnnotations ? t("Segment networks") : t("Segment networks (check first)"), kind: segmentKind };
    if (features.resolveEdits) return [{ ...action, data: { uri, version, segment: true } satisfies SegmentReference }];
    const planned = plan(document, action);
    return planned === undefined ? [] : [planned];
  }

  function plan(document: TextDocument, action: CodeAction): CodeAction | undefined {
    const fix = engine.fixOf(document.uri, segmentRule);
    if (fix === undefined) return undefined;
    const annotation = { label: fix.title, description: fix.caveat ?? "", needsConfirmation: true };
    return { ...action, edit: toAnnotatedEdit(document, [{ edits: fix.edits, annotation }], features, linesOf) };
  }

  function resolve(document: TextDocument, action: CodeAction, reference: HardenReference | SegmentReference): CodeAction | undefined {
    if ("segment" in reference) return plan(document, action);
    const { harden, recommendedOnly } = reference;
    const parts = engine.harden(document.uri, harden ?? undefined).filter(({ kind }) => !recommendedOnly || kind === "recommended");
    return parts.length === 0 ? undefined : { ...action, edit: editOf(document, parts) };
  }

  function editOf(document: TextDocument, parts: readonly HardeningPart[]): WorkspaceEdit {
    if (features.changeAnnotations) return toAnnotatedEdit(document, parts.map(annotated), features, linesOf);
    return toWorkspaceEdit(
      document,
      parts.flatMap(({ edits }) => edits),
      features,
      linesOf,
    );
  }

  return {
    at(document, span, asks, isRefactoring) {
      const services = engine.hardenable(document.uri, isRefactoring ? { span, by: "body" } : { span: lineOf(document, span), by: "key" });
      const segments = isRefactoring && asks(segmentKind) ? segmentation(document) : [];
      const one = asks(serviceKind) ? services.flatMap((name) => actions(document, serviceKind, t`Harden "${name}"`, name)) : [];
      if (!isRefactoring || !asks(fileKind) || engine.hardenable(document.uri).length === 0) return [...one, ...segments];
      return [...one, ...actions(document, fileKind, t("Harden this file"), null), ...segments];
    },
    resolve,
  };
}

/** In the lightbulb the action belongs to the line with the service's name. */
function lineOf(document: TextDocument, { start }: Span): Span {
  const { line } = document.positionAt(start);
  return { start: document.offsetAt({ line, character: 0 }), end: document.offsetAt({ line: line + 1, character: 0 }) - 1 };
}

function labelOf(kind: HardeningPart["kind"]): string {
  const labels = {
    recommended: t("Recommended"),
    connect: t("Check first: who can connect"),
    start: t('Check first: may not start. Start it once, and look for "Operation not permitted"'),
  };
  return labels[kind];
}

function annotated({ kind, service, title, caveat, edits }: HardeningPart): AnnotatedEdits {
  const description = `${service}: ${title}.${caveat === undefined ? "" : ` ${caveat}`}`;
  const annotation: ChangeAnnotation = { label: labelOf(kind), description, needsConfirmation: kind !== "recommended" };
  return { edits, annotation };
}
