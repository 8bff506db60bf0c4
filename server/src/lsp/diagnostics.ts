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

/** More than anybody reads, and all that a list of problems can bear. The worst come first and so survive. */
export const maxDiagnostics = 1000;

export interface Diagnostics {
  /** Answers a client which asks. */
  pull(uri: string, previousResultId: string | undefined): Promise<DocumentDiagnosticReport>;
  /** Tells a client which does not ask; silent when it knows already. */
  push(uri: string): Promise<void>;
  /** Lets the next check happen even when the document waits for its saving or for a command. */
  due(uri: string): void;
  forget(uri: string): void;
}

/** What was last said of a document. */
interface Said {
  readonly resultId: string;
  readonly items: Diagnostic[];
  /** Which check it was: the engine gives the same list as long as nothing has changed. */
  readonly findings: readonly Finding[] | undefined;
  readonly version: number | undefined;
}

/** Of a document that is not checked there is nothing to say. */
const nothing: Said = { resultId: "none", items: [], findings: undefined, version: undefined };

export function diagnostics(
  connection: Connection,
  features: ClientFeatures,
  checker: Checker,
  linesOf: LinesOf,
  team: (uri: string) => Promise<Diagnostic[] | undefined>,
): Diagnostics {
  const said = new Map<string, Said>();
  const published = new Map<string, Said>();
  const duties = new Set<string>();
  let results = 0;

  async function current(uri: string): Promise<Said> {
    const mistakes = await team(uri);
    if (mistakes !== undefined) return ofTeamFile(uri, mistakes);
    const ours = await checker.candidate(uri);
    if (ours !== undefined && ours.settings.run !== "onType" && !duties.has(uri)) return said.get(uri) ?? nothing;
    const outcome = await checker.check(uri);
    if (outcome !== undefined) duties.delete(uri);
    const now = outcome === undefined ? nothing : conclude(uri, outcome);
    if (now === nothing) said.delete(uri);
    else said.set(uri, now);
    report(uri, outcome, ours !== undefined, now.items);
    return now;
  }

  function ofTeamFile(uri: string, items: Diagnostic[]): Said {
    const before = said.get(uri);
    if (before !== undefined && JSON.stringify(before.items) === JSON.stringify(items)) return before;
    const now = items.length === 0 ? nothing : { resultId: String(++results), items, findings: undefined, version: undefined };
    said.set(uri, now);
    return now;
  }

  /** A text that cannot be read at all keeps what was last said of it: it is being typed. */
  function conclude(uri: string, { document, report }: Outcome): Said {
    const before = said.get(uri);
    if (before !== undefined && report.status === "failed") return before;
    const { version } = document;
    if (before?.findings === report.findings) return version === before.version ? before : { ...before, version };
    const shown = report.findings.filter(({ at }) => at.file === uri).slice(0, maxDiagnostics);
    const items = shown.map((finding) => toDiagnostic(document, finding, features, linesOf));
    return { resultId: String(++results), items, findings: report.findings, version };
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
    forget(uri) {
      said.delete(uri);
      duties.delete(uri);
      if (published.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
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
