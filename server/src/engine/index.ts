// The one door of the engine: adapters (`lsp`, `cli`) and tests import from here and from nowhere deeper.
import { type Completion, completions } from "./ide/completion.js";
import { type Hover, hover } from "./ide/hover.js";
import { type Checked, check, safeFixes } from "./lint/check.js";
import type { Finding, OfferedFix } from "./lint/finding.js";
import { ignoreEdit } from "./lint/ignore-edit.js";
import { defaultSettings, type Settings } from "./lint/settings.js";
import type { ComposeProject, Problem } from "./model/project.js";
import { secretsIn } from "./rules/secret-in-env.js";
import type { Edit, Place, Span } from "./text/span.js";

export { capabilityPage } from "./ide/capability-hover.js";
export type { Completion } from "./ide/completion.js";
export type { Hover } from "./ide/hover.js";
export { rulePageText } from "./ide/rule-page.js";
export { type Capability, capabilities, capability } from "./knowledge/capabilities.js";
export type { Finding, OfferedChoice, OfferedFix, RelatedPlace } from "./lint/finding.js";
export { isWorse } from "./lint/run.js";
export { defaultSettings, type Preset, type Settings } from "./lint/settings.js";
export type { Problem } from "./model/project.js";
export { ruleById, rules } from "./rules/index.js";
export type { FixClass, Rule, Severity } from "./rules/rule.js";
export { Lines, type Position } from "./text/lines.js";
export { applyEdits, type Edit, type Place, type Span } from "./text/span.js";

/** How far a file could be checked. `skipped`: not a compose file; `partial`: something could not be read; `failed`: no part could be. */
export type Status = "checked" | "partial" | "skipped" | "failed";

/** What is known of one file at one moment. */
export interface FileReport {
  readonly uri: string;
  readonly status: Status;
  readonly problems: readonly Problem[];
  /** Worst first, then by place. */
  readonly findings: readonly Finding[];
  /** Where secrets stand in the text: what prints a part of it leaves these out. */
  readonly secrets: readonly Place[];
  /** URIs that the adapter has to read and `provide` before the report is complete. */
  readonly wanted: readonly string[];
}

/**
 * Holds texts and answers questions about them. Synchronous and free of I/O: what it wants to read stands in `FileReport.wanted`;
 * the adapter reads it, calls `provide`, and asks again. No method throws for any text.
 */
export class Engine {
  readonly #texts = new Map<string, string>();
  readonly #provided = new Map<string, string | undefined>();
  readonly #settings = new Map<string, Settings>();
  readonly #checked = new Map<string, Checked>();

  /** Sets or replaces the text of a document. */
  setText(uri: string, text: string): void {
    if (this.#texts.get(uri) === text) return;
    this.#texts.set(uri, text);
    this.#forget(uri);
  }

  /** Forgets a document: its text, its settings and what rests on them. */
  drop(uri: string): void {
    this.#texts.delete(uri);
    this.#settings.delete(uri);
    this.#forget(uri);
  }

  /** Answers a wanted file: its text, or `undefined` when it does not exist or cannot be read (then it is not wanted again). */
  provide(uri: string, text: string | undefined): void {
    if (this.#provided.has(uri) && this.#provided.get(uri) === text) return;
    this.#provided.set(uri, text);
    this.#forget(uri);
  }

  /** The settings of every following answer for this document. */
  configure(uri: string, settings: Settings): void {
    this.#settings.set(uri, settings);
    this.#checked.delete(uri);
  }

  /** The report on a document; kept until a text or setting it rests on changes. A URI without text gives status "failed". */
  check(uri: string): FileReport {
    const checked = this.#check(uri);
    if (checked === undefined) return { uri, status: "failed", problems: [], findings: [], secrets: [], wanted: [] };
    const { project, problems, findings } = checked;
    const silent = project.kind === "other";
    return {
      uri,
      status: statusOf(checked),
      problems,
      findings: silent ? [] : findings,
      secrets: secretsIn(project),
      wanted: project.wanted,
    };
  }

  /** Findings that touch a span, each with its verified fixes. */
  fixesAt(uri: string, span: Span): readonly { readonly finding: Finding; readonly fixes: readonly OfferedFix[] }[] {
    return this.check(uri)
      .findings.filter(({ at }) => at.file === uri && at.start <= span.end && span.start <= at.end)
      .map((finding) => ({ finding, fixes: finding.fixes() }));
  }

  /** The edits of all safe fixes together, verified; empty when there is nothing to do. */
  safeFixes(uri: string): readonly Edit[] {
    const text = this.#texts.get(uri);
    return text === undefined ? [] : safeFixes(uri, text, (other) => this.#read(other), this.#settingsOf(uri));
  }

  hover(uri: string, offset: number): Hover | undefined {
    const checked = this.#check(uri);
    return checked === undefined || checked.project.kind === "other" ? undefined : hover(checked, offset);
  }

  completions(uri: string, offset: number): readonly Completion[] {
    const checked = this.#check(uri);
    return checked === undefined || checked.project.kind === "other" ? [] : completions(checked, offset);
  }

  /** The comment that ignores a finding, on a line above it, ending with an empty reason; absent where no line can be put. */
  ignoreEdit(uri: string, finding: Finding): Edit | undefined {
    const file = this.#check(uri)?.project.files.find((one) => one.uri === finding.at.file);
    return file === undefined ? undefined : ignoreEdit(file, finding);
  }

  #check(uri: string): Checked | undefined {
    const text = this.#texts.get(uri);
    if (text === undefined) return undefined;
    const kept = this.#checked.get(uri);
    if (kept !== undefined) return kept;
    const checked = check(uri, text, (other) => this.#read(other), this.#settingsOf(uri));
    this.#checked.set(uri, checked);
    return checked;
  }

  #settingsOf(uri: string): Settings {
    return this.#settings.get(uri) ?? defaultSettings;
  }

  /** An open document wins over what was provided from the disk. */
  #read(uri: string): { readonly text: string } | "absent" | "unknown" {
    const text = this.#texts.get(uri) ?? this.#provided.get(uri);
    if (text !== undefined) return { text };
    return this.#provided.has(uri) ? "absent" : "unknown";
  }

  /** Any other report may rest on a file which is no compose file of its own, such as `.env`. */
  #forget(uri: string): void {
    this.#checked.delete(uri);
    for (const [other, { project }] of this.#checked) if (project.read.has(uri)) this.#checked.delete(other);
  }
}

function statusOf({ project, problems, text }: Checked): Status {
  const unreadable = problems.some(({ fatal }) => fatal) && text.trim() !== "" && !hasKeys(project);
  if (project.kind === "other") return unreadable ? "failed" : "skipped";
  return problems.length > 0 ? "partial" : "checked";
}

/** Whether any key could be read: else nobody can tell what kind of file it is. */
function hasKeys({ files }: ComposeProject): boolean {
  return files.some(({ documents }) =>
    documents.some(({ root }) => root?.kind === "map" && root.entries.some(({ colon }) => colon !== undefined)),
  );
}
