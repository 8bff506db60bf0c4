/**
 * What server and client say to each other beyond LSP. Other editors need none of it: a client asks for each part by the
 * flags of `ClientOptions`, sent as `initializationOptions`.
 */
export interface ClientOptions {
  /** The client has the command of `chooseCommand` and a multi-select behind it; without it common sets are offered. */
  readonly chooser?: boolean;
  /** The client has the commands of `explainCommand`, `turnOffCommand` and `hardenServiceCommand`. */
  readonly commands?: boolean;
  /** The client answers `readFileRequest`: needed where the server cannot read files itself. */
  readonly readFile?: boolean;
  /** The client's editor tells by itself where a JSON file is no JSON. */
  readonly json?: boolean;
  /** The client wants `statusNotification` after each check. */
  readonly status?: boolean;
  /** English texts of findings and fixes, and what they are in the person's language; English is what is not among them. */
  readonly catalogue?: Readonly<Record<string, string>>;
  /** Settings of section "watertight", for clients that do not answer `workspace/configuration`. */
  readonly settings?: unknown;
}

/** Server to client: the text of a file. */
export const readFileRequest = "watertight/readFile";

export interface ReadFileParams {
  readonly uri: string;
  /** URIs of folders: it has to lie below one of them without a link on the way; absent where it may lie anywhere. */
  readonly roots?: readonly string[];
}

export interface ReadFileResult {
  /** Null when it does not exist or is not read. */
  readonly text: string | null;
  /** Why a file that is there is not read, as half a sentence. */
  readonly refused?: string;
}

/** Client to server: the edit for a selection of the chooser. */
export const chosenEditRequest = "watertight/chosenEdit";

/** Names what "Harden" is to work on: a service, or all of a document's project. */
export interface HardenReference {
  readonly uri: string;
  readonly version: number;
  readonly harden: string | null;
  /** Set for clients that show no annotations: only what suits most images. */
  readonly recommendedOnly: boolean;
}

/** What an action carries that was listed without its edit. */
export type ActionReference = FixReference | FixAllReference | HardenReference | SegmentReference;

/** Names the plan that takes a flat network apart. */
export interface SegmentReference {
  readonly uri: string;
  readonly version: number;
  readonly segment: true;
}

/** Names one fix of one finding, as long as the document stays as it is. */
export interface FixReference {
  readonly uri: string;
  readonly version: number;
  readonly rule: string;
  readonly service: string | null;
  /** Offset of the finding's first character. */
  readonly start: number;
  readonly title: string;
}

/** Names every finding of a rule in one document, as long as that stays as it is. */
export interface FixAllReference {
  readonly uri: string;
  readonly version: number;
  readonly fixAll: string;
}

/** Argument of `chooseCommand`. */
export interface ChooseParams {
  readonly fix: FixReference;
  readonly candidates: readonly ChooseCandidate[];
}

export interface ChooseCandidate {
  readonly value: string;
  readonly description: string;
  readonly because?: string;
  readonly picked: boolean;
}

export interface ChosenEditParams {
  readonly fix: FixReference;
  readonly chosen: readonly string[];
}

/** `edit` is an LSP WorkspaceEdit; it has another type in each library, so it stays unnamed here. */
export interface ChosenEditResult<WorkspaceEdit = unknown> {
  readonly edit?: WorkspaceEdit;
  /** Why there is no edit, as one sentence. */
  readonly refused?: string;
}

/** Client to server: every rule, for a list to choose from. */
export const rulesRequest = "watertight/rules";

export interface RuleSummary {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  /** Address of its page. */
  readonly page: string;
}

/** Client to server: a rule's page as Markdown. */
export const explainRequest = "watertight/explain";

export interface ExplainParams {
  readonly rule: string;
}

export interface ExplainResult {
  /** Null when there is no such rule. */
  readonly markdown: string | null;
}

/** Client to server: the security report of a document's project. */
export const reportRequest = "watertight/report";

export interface ReportParams {
  readonly uri: string;
  /** `panel`: for a page of the editor's that leads to places; `page`: an HTML file of its own. */
  readonly format: "panel" | "page";
}

export interface ReportResult {
  /** Null when the document is no compose file that can be read. */
  readonly html: string | null;
  /** Those of a panel. */
  readonly title?: string;
  readonly style?: string;
  /** URIs of the files that `data-file` of its elements counts. */
  readonly files?: readonly string[];
}

/** Client to server: check this document now, whatever `watertight.run` says. */
export const checkNotification = "watertight/check";

export interface CheckParams {
  readonly uri: string;
}

/** How many findings there are of each severity. */
export interface SeverityCounts {
  readonly error: number;
  readonly warning: number;
  readonly information: number;
  readonly hint: number;
}

/** Server to client: how the last check of a document went. */
export const statusNotification = "watertight/status";

export interface StatusParams {
  readonly uri: string;
  /** `off`: not one of our files, or switched off by a setting. */
  readonly state: "checked" | "partial" | "failed" | "skipped" | "off";
  /** What is shown of the document. */
  readonly counts: SeverityCounts;
  readonly preset: string;
  /** Name of the file in which the team decides, without its path; absent where settings decide alone. */
  readonly config?: string;
  /** What the check cost, without the time in which files were read. */
  readonly milliseconds: number;
  /** What could not be read or checked, one sentence each. */
  readonly reasons: readonly string[];
}

/**
 * Client to server: these are the compose files of the workspace, open or not. All are checked, their diagnostics are sent, and follow what changes
 * from then on. An open document that is asked for takes over. An empty list ends it.
 */
export const checkFilesRequest = "watertight/checkFiles";

export interface CheckFilesParams {
  readonly uris: readonly string[];
  /** Check only those that are not followed yet: for a list that has changed. */
  readonly onlyNew?: boolean;
}

/**
 * Client to server: these documents are still open, but in no tab: nobody asks for their diagnostics any more, and what the client had of them is gone.
 * Editors keep documents for minutes after that.
 */
export const hiddenNotification = "watertight/hidden";

export interface HiddenParams {
  readonly uris: readonly string[];
}

/** How it stands with all files that are followed. */
export interface CheckFilesResult {
  readonly checked: number;
  readonly partial: number;
  readonly failed: number;
  readonly counts: SeverityCounts;
  /** It was cancelled: what had not been checked by then is not followed. */
  readonly isCancelled: boolean;
}

/** Server to client: how far the check of the workspace is. */
export const checkFilesProgress = "watertight/checkFilesProgress";

export interface CheckFilesProgress {
  readonly done: number;
  readonly total: number;
}

/** Client to server: what belongs into a diagnostic report. */
export const serverReportRequest = "watertight/serverReport";

export interface ServerReport {
  readonly version: string;
  readonly diagnostics: "pull" | "push";
  readonly documents: number;
  /** How many files of the workspace are followed; absent where nobody asked for that. */
  readonly workspaceFiles?: number;
  readonly timings: readonly { readonly name: string; readonly count: number; readonly median: number; readonly longest: number }[];
}

export const chooseCommand = "watertight.chooseCapabilities";
export const explainCommand = "watertight.explainRule";
/** Its arguments: a rule's id, and the document's URI. */
export const turnOffCommand = "watertight.turnOffRule";

/** Hardens the service at its argument, else the one at the cursor. */
export const hardenServiceCommand = "watertight.hardenService";

/** Argument of `hardenServiceCommand`: where the service's name is written. */
export interface ServicePlace {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}
