import { DiagnosticTag, type InitializeParams, MarkupKind } from "vscode-languageserver";
import type { ClientOptions } from "./protocol.js";

/** What the client at the other end can do, as far as we make use of it. */
export interface ClientFeatures {
  /** The client asks for diagnostics (`textDocument/diagnostic`); else they are sent to it. */
  readonly pull: boolean;
  readonly refresh: boolean;
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly watchedFilesRegistration: boolean;
  /** Watched files may lie outside of the workspace. */
  readonly relativePatterns: boolean;
  readonly workspaceFolders: boolean;
  readonly codeActionLiterals: boolean;
  readonly disabledActions: boolean;
  readonly preferredActions: boolean;
  /** Edits may be left out of a code action and asked for when it is chosen. */
  readonly resolveEdits: boolean;
  readonly changeAnnotations: boolean;
  readonly versionedEdits: boolean;
  readonly snippetEdits: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly unnecessaryTag: boolean;
  readonly hoverMarkdown: boolean;
  readonly completionMarkdown: boolean;
  /** A few words may stand beside the label of a completion. */
  readonly completionNotes: boolean;
  readonly inlayHints: boolean;
  /** Hints can be announced when somebody wants them, so that nobody asks before. */
  readonly inlayHintRegistration: boolean;
  readonly inlayHintRefresh: boolean;
  /** Lenses need a command at the other end. */
  readonly codeLenses: boolean;
  readonly codeLensRegistration: boolean;
  readonly codeLensRefresh: boolean;
  readonly own: ClientOptions;
}

/** Reads the capabilities that a client announces; what it does not announce it does not have. */
export function readFeatures(params: InitializeParams): ClientFeatures {
  const { textDocument, workspace } = params.capabilities;
  const pull = textDocument?.diagnostic !== undefined;
  const diagnostics = pull ? { ...textDocument?.publishDiagnostics, ...textDocument?.diagnostic } : textDocument?.publishDiagnostics;
  const own = readOptions(params.initializationOptions);
  const versionedEdits = workspace?.workspaceEdit?.documentChanges === true;
  return {
    pull,
    refresh: workspace?.diagnostics?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchedFilesRegistration: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    relativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    ...codeActionFeatures(params, versionedEdits),
    versionedEdits,
    snippetEdits: versionedEdits && workspace?.workspaceEdit?.snippetEditSupport === true,
    relatedInformation: diagnostics?.relatedInformation === true,
    codeDescription: diagnostics?.codeDescriptionSupport === true,
    unnecessaryTag: diagnostics?.tagSupport?.valueSet?.includes(DiagnosticTag.Unnecessary) === true,
    hoverMarkdown: prefersMarkdown(textDocument?.hover?.contentFormat),
    completionMarkdown: prefersMarkdown(textDocument?.completion?.completionItem?.documentationFormat),
    completionNotes: textDocument?.completion?.completionItem?.labelDetailsSupport === true,
    ...hintFeatures(params, own),
    own,
  };
}

type HintFeatures = Pick<
  ClientFeatures,
  "inlayHints" | "inlayHintRegistration" | "inlayHintRefresh" | "codeLenses" | "codeLensRegistration" | "codeLensRefresh"
>;

type CodeActionFeatures = Pick<
  ClientFeatures,
  "codeActionLiterals" | "disabledActions" | "preferredActions" | "resolveEdits" | "changeAnnotations"
>;

function codeActionFeatures({ capabilities }: InitializeParams, versionedEdits: boolean): CodeActionFeatures {
  const codeAction = capabilities.textDocument?.codeAction;
  const annotations = capabilities.workspace?.workspaceEdit?.changeAnnotationSupport;
  return {
    codeActionLiterals: codeAction?.codeActionLiteralSupport !== undefined,
    disabledActions: codeAction?.disabledSupport === true,
    preferredActions: codeAction?.isPreferredSupport === true,
    resolveEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes("edit") === true,
    changeAnnotations: versionedEdits && codeAction?.honorsChangeAnnotations === true && annotations !== undefined,
  };
}

function hintFeatures({ capabilities: { textDocument, workspace } }: InitializeParams, { commands = false }: ClientOptions): HintFeatures {
  return {
    inlayHints: textDocument?.inlayHint !== undefined,
    inlayHintRegistration: textDocument?.inlayHint?.dynamicRegistration === true,
    inlayHintRefresh: workspace?.inlayHint?.refreshSupport === true,
    codeLenses: commands && textDocument?.codeLens !== undefined,
    codeLensRegistration: commands && textDocument?.codeLens?.dynamicRegistration === true,
    codeLensRefresh: workspace?.codeLens?.refreshSupport === true,
  };
}

function prefersMarkdown(formats: readonly string[] | undefined): boolean {
  return formats?.find((format) => format === MarkupKind.Markdown || format === MarkupKind.PlainText) === MarkupKind.Markdown;
}

function readOptions(value: unknown): ClientOptions {
  if (typeof value !== "object" || value === null) return {};
  return {
    chooser: "chooser" in value && value.chooser === true,
    commands: "commands" in value && value.commands === true,
    json: "json" in value && value.json === true,
    readFile: "readFile" in value && value.readFile === true,
    status: "status" in value && value.status === true,
    ...("catalogue" in value ? { catalogue: readCatalogue(value.catalogue) } : {}),
    ...("settings" in value ? { settings: value.settings } : {}),
  };
}

/** A catalogue as a client sends it, without what is no text. */
function readCatalogue(sent: unknown): Readonly<Record<string, string>> {
  if (typeof sent !== "object" || sent === null) return {};
  return Object.fromEntries(Object.entries(sent).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
