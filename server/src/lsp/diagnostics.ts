import {
  type Connection,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from "vscode-languageserver";
import { type Finding, nameOf, t } from "../engine/index.js";
import type { Checker, Outcome } from "./checker.js";
import { type LinesOf, toDiagnostic } from "./convert.js";
import type { ClientFeatures } from "./features.js";
import { type SeverityCounts, type StatusParams, statusNotification } from "./protocol.js";
import { schedule } from "./schedule.js";

/** More than anybody reads, and all that a list of problems can bear. The worst come first and so survive. */
export const maxDiagnostics = 1000;

export interface Diagnostics {
  /** Answers a client which asks. */
  pull(uri: string, previousResultId: string | undefined): Promise<DocumentDiagnosticReport>;
  /** Tells a client which does not ask; silent when it knows already. */
  push(uri: string): Promise<void>;
  /** Lets the next check happen even when the document waits for its saving or for a command. */
  due(uri: string): void;
  /** A person types in a document. */
  typed(uri: string): void;
  /** Whether the client has heard of an open document's diagnostics, none included. */
  speaksOf(uri: string): boolean;
  /** A client that asks has thrown away what it had been told of an open document. */
  hidden(uri: string): void;
  forget(uri: string): void;
}

/** What was last said of a document. */
interface Said {
  readonly resultId: string;
  readonly items: Diagnostic[];
  /** Which check it was: the engine gives the same list as long as nothing has changed. */
  readonly findings: readonly Finding[] | undefined;
  readonly version: number | undefined;
  /** What of it stands on names of services. */
  readonly onNames: ReadonlySet<string>;
  /** Something was held back, since it may yet be written. */
  readonly isHolding: boolean;
}

/** For so long after the last key nothing new is said of what is not written: a service is written from its name downwards. */
const typingMilliseconds = 2000;

/** Of a document that is not checked there is nothing to say. */
const nothing: Said = { resultId: "none", items: [], findings: undefined, version: undefined, onNames: new Set(), isHolding: false };

/** `again` hears of documents that were typed in and have more to say now that it is over. */
export function diagnostics(
  connection: Connection,
  features: ClientFeatures,
  documents: { get(uri: string): unknown },
  checker: Checker,
  linesOf: LinesOf,
  team: (uri: string) => Promise<Diagnostic[] | undefined>,
  again: (uri: string) => void,
): Diagnostics {
  const said = new Map<string, Said>();
  const published = new Map<string, Said>();
  const pulled = new Set<string>();
  const duties = new Set<string>();
  const typing = new Set<string>();
  const rest = schedule(typingMilliseconds, (uri) => {
    typing.delete(uri);
    if (said.get(uri)?.isHolding) again(uri);
  });
  let results = 0;

  async function current(uri: string): Promise<Said> {
    const mistakes = await team(uri);
    if (mistakes !== undefined) return ofTeamFile(uri, mistakes);
    const ours = await checker.candidate(uri);
    if (ours !== undefined && ours.settings.run !== "onType" && !duties.has(uri)) return said.get(uri) ?? nothing;
    const outcome = await checker.check(uri);
    if (outcome !== undefined) duties.delete(uri);
    const now = outcome === undefined ? nothing : conclude(uri, outcome, ours?.settings.run === "onType" && typing.has(uri));
    if (now === nothing) said.delete(uri);
    else said.set(uri, now);
    report(uri, outcome, ours !== undefined, now.items);
    return now;
  }

  function ofTeamFile(uri: string, items: Diagnostic[]): Said {
    const before = said.get(uri);
    if (before !== undefined && JSON.stringify(before.items) === JSON.stringify(items)) return before;
    const now = items.length === 0 ? nothing : { ...nothing, resultId: String(++results), items };
    said.set(uri, now);
    return now;
  }

  /** A text that cannot be read at all keeps what was last said of it: it is being typed. */
  function conclude(uri: string, { document, report }: Outcome, isTyping: boolean): Said {
    const before = said.get(uri);
    if (before !== undefined && report.status === "failed") return before;
    const { version } = document;
    const isSame = before?.findings === report.findings && (!before.isHolding || isTyping);
    if (isSame) return version === before.version ? before : { ...before, version };
    const own = report.findings.filter(({ at }) => at.file === uri);
    const ready = isTyping && before !== undefined ? own.filter((one) => !one.onName || before.onNames.has(nameKey(one))) : own;
    return {
      resultId: String(++results),
      items: ready.slice(0, maxDiagnostics).map((finding) => toDiagnostic(document, finding, features, linesOf)),
      findings: report.findings,
      version,
      onNames: new Set(ready.filter(({ onName }) => onName).map(nameKey)),
      isHolding: ready.length < own.length,
    };
  }

  function report(uri: string, outcome: Outcome | undefined, isOurs: boolean, items: readonly Diagnostic[]): void {
    if (features.own.status !== true) return;
    const params: StatusParams = {
      uri,
      state: outcome?.report.status ?? (isOurs ? "failed" : "off"),
      counts: countBySeverity(items),
      preset: outcome?.preset ?? "recommended",
      ...(outcome?.teamFile !== undefined && { config: nameOf(outcome.teamFile) }),
      milliseconds: outcome?.milliseconds ?? 0,
      reasons:
        outcome?.report.problems.map(({ message }) => message).slice(0, 5) ?? (isOurs ? [t("The file is too large to be checked.")] : []),
    };
    void connection.sendNotification(statusNotification, params);
  }

  return {
    async pull(uri, previousResultId) {
      const { resultId, items } = await current(uri);
      if (documents.get(uri) !== undefined) pulled.add(uri);
      if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    },
    async push(uri) {
      const now = await current(uri);
      if (published.get(uri) === now || (now === nothing && !published.has(uri))) return;
      published.set(uri, now);
      const { version, items } = now;
      await connection.sendDiagnostics({ uri, diagnostics: items, ...(version === undefined ? {} : { version }) });
    },
    due(uri) {
      duties.add(uri);
    },
    typed(uri) {
      typing.add(uri);
      rest.soon(uri);
    },
    speaksOf: (uri) => pulled.has(uri) || published.has(uri),
    hidden(uri) {
      pulled.delete(uri);
    },
    forget(uri) {
      said.delete(uri);
      pulled.delete(uri);
      duties.delete(uri);
      typing.delete(uri);
      rest.cancel(uri);
      if (published.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}

function nameKey({ rule, service }: Finding): string {
  return `${rule} ${service}`;
}

/** How many diagnostics there are of each severity. */
export function countBySeverity(items: readonly Diagnostic[]): SeverityCounts {
  const of = (severity: DiagnosticSeverity): number => items.filter((item) => item.severity === severity).length;
  return {
    error: of(DiagnosticSeverity.Error),
    warning: of(DiagnosticSeverity.Warning),
    information: of(DiagnosticSeverity.Information),
    hint: of(DiagnosticSeverity.Hint),
  };
}
