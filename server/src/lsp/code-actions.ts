import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Diagnostic,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { type Edit, type Engine, type Finding, type OfferedFix, t } from "../engine/index.js";
import type { Outcome } from "./checker.js";
import { type LinesOf, source, toAnnotatedEdit, toDiagnostic, toRange, toSnippetEdit, toSpan, toWorkspaceEdit } from "./convert.js";
import type { ClientFeatures } from "./features.js";
import { hardening } from "./harden.js";
import {
  type ActionReference,
  type ChooseParams,
  type ChosenEditResult,
  chooseCommand,
  explainCommand,
  type FixAllReference,
  type FixReference,
  turnOffCommand,
} from "./protocol.js";

export const fixAllKind = `${CodeActionKind.SourceFixAll}.watertight`;

export interface CodeActions {
  /** Repairs of the findings at a range, best first; then what explains and what silences them. */
  at(outcome: Outcome, params: CodeActionParams): CodeAction[];
  /** The edit of an action that was listed without one; absent when the document no longer has that finding. */
  resolve(outcome: Outcome, action: CodeAction, reference: ActionReference): CodeAction | undefined;
  /** The edit for what was chosen in the chooser of a fix. */
  chosen(outcome: Outcome, reference: FixReference, values: readonly string[]): ChosenEditResult<WorkspaceEdit>;
}

/** Stands where a person writes why something is ignored. */
const reason = "reason";

/** What different fixes say may break; nobody reads more in one preview. */
const maxCaveats = 4;

/** A range over a whole file would ask for every fix of every finding; nobody reads a list that long. */
const maxFindings = 20;

export function codeActions(engine: Engine, features: ClientFeatures, linesOf: LinesOf): CodeActions {
  const harden = hardening(engine, features, linesOf);
  const fixesOf = remembered((finding: Finding) => finding.fixes());

  function quickFixes(outcome: Outcome, { range, context }: CodeActionParams): CodeAction[] {
    const span = toSpan(outcome.document, range);
    const findings = outcome.report.findings
      .filter(({ at }) => at.file === outcome.document.uri)
      .filter((finding) => (finding.at.start <= span.end && span.start <= finding.at.end) || isNamed(outcome, finding, context.diagnostics))
      .slice(0, maxFindings);
    const quiet = context.triggerKind === CodeActionTriggerKind.Automatic;
    return [
      ...findings.flatMap((finding) => repairs(outcome, finding).filter(({ disabled }) => !quiet || disabled === undefined)),
      ...findings.filter(firstOfItsRule).flatMap((finding) => repairOfAll(outcome, finding)),
      ...(features.own.commands === true ? findings.filter(firstOfItsRule).map((finding) => explanation(outcome, finding)) : []),
      ...findings.flatMap((finding) => silence(outcome, finding)),
      ...findings.filter(firstOfItsRule).flatMap((finding) => turningOffForAll(outcome, finding)),
      ...(features.own.commands === true ? findings.filter(firstOfItsRule).map((finding) => turningOff(outcome, finding)) : []),
    ];
  }

  function repairs(outcome: Outcome, finding: Finding): CodeAction[] {
    const fixes = fixesOf(finding).filter((fix) => isShown(fix, features));
    return [...fixes.filter(({ preferred }) => preferred), ...fixes.filter(({ preferred }) => !preferred)].map((fix) =>
      repair(outcome, finding, fix),
    );
  }

  function repair(outcome: Outcome, finding: Finding, fix: OfferedFix): CodeAction {
    const action: CodeAction = {
      title: titleOf(fix, features),
      kind: CodeActionKind.QuickFix,
      diagnostics: [toDiagnostic(outcome.document, finding, features, linesOf)],
      ...(features.preferredActions && fix.preferred ? { isPreferred: true } : {}),
    };
    if (fix.refused !== undefined) return { ...action, disabled: { reason: fix.refused } };
    const reference = referTo(outcome, finding, fix);
    if (fix.choose !== undefined) {
      const choice: ChooseParams = { fix: reference, candidates: fix.choose.candidates };
      return { ...action, command: { title: fix.title, command: chooseCommand, arguments: [choice] } };
    }
    if (features.resolveEdits) return { ...action, data: reference };
    return { ...action, edit: editOf(outcome, fix, features, linesOf) };
  }

  /** One edit for all findings of a rule, where there are several and the client works it out when it is chosen. */
  function repairOfAll(outcome: Outcome, finding: Finding): CodeAction[] {
    const { document, report } = outcome;
    const same = report.findings.filter(({ rule, folded }) => rule === finding.rule && folded === undefined);
    if (same.length < 2 || !features.resolveEdits || !fixesOf(finding).some(isPlain)) return [];
    const data: FixAllReference = { uri: document.uri, version: document.version, fixAll: finding.rule };
    const diagnostics = same.map((one) => toDiagnostic(document, one, features, linesOf));
    return [{ title: t`Fix all ${same.length} of ${finding.rule} in this file`, kind: CodeActionKind.QuickFix, diagnostics, data }];
  }

  function resolveAll({ document }: Outcome, action: CodeAction, rule: string): CodeAction | undefined {
    const all = engine.fixAllOf(document.uri, rule);
    if (all === undefined) return undefined;
    if (all.caveats.length === 0) return { ...action, edit: toWorkspaceEdit(document, all.edits, features, linesOf) };
    const left = all.left === 0 ? "" : t` No fix holds for ${all.left} more.`;
    const description = `${all.caveats.slice(0, maxCaveats).join(" ")}${left}`;
    const annotation = { label: action.title, description, needsConfirmation: all.class === "check" };
    return { ...action, edit: toAnnotatedEdit(document, [{ edits: all.edits, annotation }], features, linesOf) };
  }

  /** In the team's file, where there is one. */
  function turningOffForAll({ document }: Outcome, finding: Finding): CodeAction[] {
    const edits = engine.turnOffInTeamFile(document.uri, finding.rule);
    if (edits.length === 0) return [];
    const diagnostics = [toDiagnostic(document, finding, features, linesOf)];
    const title = t`Turn ${finding.rule} off in the team's file`;
    return [{ title, kind: CodeActionKind.QuickFix, diagnostics, edit: toWorkspaceEdit(document, edits, features, linesOf) }];
  }

  function turningOff({ document }: Outcome, finding: Finding): CodeAction {
    const title = t`Turn ${finding.rule} off in the settings`;
    const diagnostics = [toDiagnostic(document, finding, features, linesOf)];
    const command = { title, command: turnOffCommand, arguments: [finding.rule, document.uri] };
    return { title, kind: CodeActionKind.QuickFix, diagnostics, command };
  }

  function explanation({ document }: Outcome, finding: Finding): CodeAction {
    const title = t`Explain ${finding.rule}`;
    const diagnostics = [toDiagnostic(document, finding, features, linesOf)];
    return { title, kind: CodeActionKind.QuickFix, diagnostics, command: { title, command: explainCommand, arguments: [finding.rule] } };
  }

  function silence({ document }: Outcome, finding: Finding): CodeAction[] {
    const edit = engine.ignoreEdit(document.uri, finding);
    if (edit === undefined) return [];
    const diagnostics = [toDiagnostic(document, finding, features, linesOf)];
    const title = t`Ignore ${finding.rule} here, with a reason`;
    return [{ title, kind: CodeActionKind.QuickFix, diagnostics, edit: ignoreWithReason(document, edit) }];
  }

  /** The comment ends where the reason belongs; without snippets it stays open. */
  function ignoreWithReason(document: Outcome["document"], edit: Edit): WorkspaceEdit {
    if (!features.snippetEdits) return toWorkspaceEdit(document, [edit], features, linesOf);
    const text = edit.text.replace(/(?:\r?\n)?$/u, (lineBreak) => `${reason}${lineBreak}`);
    return toSnippetEdit(document, [{ ...edit, text }], [reason], features, linesOf);
  }

  function fixAll({ document }: Outcome): CodeAction[] {
    const edits = engine.safeFixes(document.uri);
    if (edits.length === 0) return [];
    return [{ title: t("Apply all safe Watertight fixes"), kind: fixAllKind, edit: toWorkspaceEdit(document, edits, features, linesOf) }];
  }

  /** The lightbulb shows them on the line of a service's name; who asks for refactorings gets them anywhere in it. */
  function hardenings({ document }: Outcome, { range, context: { only } }: CodeActionParams): CodeAction[] {
    const asks = (kind: string) => asksFor(only, kind);
    const isRefactoring = only?.some((kind) => kind.startsWith(CodeActionKind.Refactor)) === true;
    return harden.at(document, toSpan(document, range), asks, isRefactoring);
  }

  function find({ report }: Outcome, { rule, service, start, title }: FixReference): { finding: Finding; fix: OfferedFix } | undefined {
    const same = report.findings.filter((finding) => finding.rule === rule && (finding.service ?? null) === service);
    const finding = same.find(({ at }) => at.start === start) ?? (same.length === 1 ? same[0] : undefined);
    const fix = finding && fixesOf(finding).find((one) => one.title === title);
    return finding && fix && { finding, fix };
  }

  return {
    at(outcome, params) {
      const { only } = params.context;
      return [
        ...(asksFor(only, CodeActionKind.QuickFix) ? quickFixes(outcome, params) : []),
        ...(only !== undefined && asksFor(only, fixAllKind) ? fixAll(outcome) : []),
        ...hardenings(outcome, params),
      ];
    },
    resolve(outcome, action, reference) {
      if ("fixAll" in reference) return resolveAll(outcome, action, reference.fixAll);
      if ("harden" in reference || "segment" in reference) return harden.resolve(outcome.document, action, reference);
      const fix = find(outcome, reference)?.fix;
      if (fix === undefined || fix.refused !== undefined || fix.choose !== undefined) return undefined;
      return { ...action, edit: editOf(outcome, fix, features, linesOf) };
    },
    chosen(outcome, reference, values) {
      const choose = find(outcome, reference)?.fix.choose;
      if (choose === undefined) return { refused: t("The file has changed: ask for the fix again.") };
      const answer = choose.with(values);
      if ("refused" in answer) return answer;
      return { edit: toWorkspaceEdit(outcome.document, answer.edits, features, linesOf) };
    },
  };
}

/** A fix that needs no answer first. */
function isPlain({ refused, choose, placeholders, fallbackFor }: OfferedFix): boolean {
  return refused === undefined && choose === undefined && placeholders.length === 0 && fallbackFor === undefined;
}

/** Whether a request that is limited to some kinds of action wants this one; kinds are hierarchical. */
function asksFor(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((asked) => asked === "" || kind === asked || kind.startsWith(`${asked}.`));
}

function isShown(fix: OfferedFix, { own, disabledActions }: ClientFeatures): boolean {
  if (fix.refused !== undefined && !disabledActions) return false;
  return own.chooser === true ? fix.fallbackFor !== "choose" : fix.choose === undefined;
}

/** Where the client shows no annotation, a fix that stops some programs has to say so in its title. */
function titleOf(fix: OfferedFix, features: ClientFeatures): string {
  const isAnnotated = features.changeAnnotations && !isSnippet(fix, features);
  return fix.class === "check" && !isAnnotated ? t`${fix.title} (check first)` : fix.title;
}

/** A snippet carries no annotation: the person goes through its values anyway. */
function isSnippet({ placeholders }: OfferedFix, { snippetEdits }: ClientFeatures): boolean {
  return snippetEdits && placeholders.length > 0;
}

function editOf({ document }: Outcome, fix: OfferedFix, features: ClientFeatures, linesOf: LinesOf): WorkspaceEdit {
  const { title, caveat, edits } = fix;
  if (isSnippet(fix, features)) return toSnippetEdit(document, edits, fix.placeholders, features, linesOf);
  if (caveat === undefined) return toWorkspaceEdit(document, edits, features, linesOf);
  const annotation = { label: title, description: caveat, needsConfirmation: fix.class === "check" };
  return toAnnotatedEdit(document, [{ edits, annotation }], features, linesOf);
}

function referTo({ document }: Outcome, finding: Finding, { title }: OfferedFix): FixReference {
  const { uri, version } = document;
  return { uri, version, rule: finding.rule, service: finding.service ?? null, start: finding.at.start, title };
}

/** Whether the client asks about this very finding, though the range it gives may lie elsewhere. */
function isNamed({ document }: Outcome, finding: Finding, asked: readonly Diagnostic[]): boolean {
  const { start } = toRange(document, finding.at);
  return asked.some(
    ({ code, range, source: from }) =>
      from === source && code === finding.rule && range.start.line === start.line && range.start.character === start.character,
  );
}

function firstOfItsRule(finding: Finding, index: number, findings: readonly Finding[]): boolean {
  return findings.findIndex(({ rule }) => rule === finding.rule) === index;
}

/** Fixes are worked out once per finding: editors ask again with each move of the cursor. */
function remembered<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? work(key);
    known.set(key, value);
    return value;
  };
}
