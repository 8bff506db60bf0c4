import type { ClientCapabilities } from "vscode-languageserver";

/** An editor other than VS Code: what it announces, and what follows from that. */
export interface OtherClient {
  readonly name: string;
  /** What it calls a compose file. */
  readonly languageId: string;
  /** Recorded from the editor or read in its source; what no server of our kind can look at is left out. */
  readonly capabilities: ClientCapabilities;
  readonly diagnostics: "pull" | "push";
  readonly hover: "markdown" | "plaintext";
  /** Whether the edits of a code action come when it is chosen. */
  readonly resolves: boolean;
  readonly edits: "documentChanges" | "changes";
  readonly snippets: boolean;
  /** Whether fixes that are refused are listed with their reason. */
  readonly disabled: boolean;
}

const refactorings = ["refactor", "refactor.extract", "refactor.inline", "refactor.rewrite"];

/** Neovim 0.11.4, by `vim.lsp.protocol.make_client_capabilities()`. */
const neovim: OtherClient = {
  name: "Neovim 0.11",
  languageId: "yaml.docker-compose",
  capabilities: {
    general: { positionEncodings: ["utf-8", "utf-16", "utf-32"] },
    workspace: {
      applyEdit: true,
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: false },
      didChangeWatchedFiles: { dynamicRegistration: false, relativePatternSupport: true },
      workspaceEdit: { resourceOperations: ["rename", "create", "delete"] },
      workspaceFolders: true,
    },
    textDocument: {
      synchronization: { dynamicRegistration: false, didSave: true, willSave: true, willSaveWaitUntil: true },
      diagnostic: { dynamicRegistration: false, tagSupport: { valueSet: [1, 2] } },
      publishDiagnostics: { tagSupport: { valueSet: [1, 2] }, dataSupport: true, relatedInformation: true },
      codeAction: {
        dynamicRegistration: true,
        isPreferredSupport: true,
        dataSupport: true,
        codeActionLiteralSupport: {
          codeActionKind: { valueSet: ["", "quickfix", ...refactorings, "source", "source.organizeImports"] },
        },
        resolveSupport: { properties: ["edit", "command"] },
      },
      hover: { dynamicRegistration: true, contentFormat: ["markdown", "plaintext"] },
      completion: {
        dynamicRegistration: false,
        contextSupport: true,
        completionItem: { documentationFormat: ["markdown", "plaintext"], snippetSupport: true },
      },
    },
  },
  diagnostics: "pull",
  hover: "markdown",
  resolves: true,
  edits: "changes",
  snippets: false,
  disabled: false,
};

/** Helix, helix-lsp/src/client.rs, with the language as its languages.toml has it. */
const helix: OtherClient = {
  name: "Helix",
  languageId: "dockercompose",
  capabilities: {
    general: { positionEncodings: ["utf-8", "utf-32", "utf-16"] },
    workspace: {
      applyEdit: true,
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: false },
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: false },
      workspaceEdit: {
        documentChanges: true,
        resourceOperations: ["create", "rename", "delete"],
        failureHandling: "abort",
        normalizesLineEndings: false,
      },
      workspaceFolders: true,
    },
    textDocument: {
      publishDiagnostics: { versionSupport: true, tagSupport: { valueSet: [1, 2] } },
      codeAction: {
        codeActionLiteralSupport: {
          codeActionKind: { valueSet: ["", "quickfix", ...refactorings, "source", "source.organizeImports"] },
        },
        isPreferredSupport: true,
        disabledSupport: true,
        dataSupport: true,
        resolveSupport: { properties: ["edit", "command"] },
      },
      hover: { contentFormat: ["markdown"] },
      completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true, deprecatedSupport: true } },
    },
    window: { workDoneProgress: true },
  },
  diagnostics: "push",
  hover: "markdown",
  resolves: true,
  edits: "documentChanges",
  snippets: false,
  disabled: true,
};

/** Zed, crates/lsp/src/lsp.rs, with the language of the extension Docker Compose. */
const zed: OtherClient = {
  name: "Zed",
  languageId: "Docker Compose",
  capabilities: {
    general: { positionEncodings: ["utf-16"] },
    workspace: {
      applyEdit: true,
      configuration: true,
      didChangeConfiguration: { dynamicRegistration: true },
      didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      workspaceEdit: { documentChanges: true, snippetEditSupport: true, resourceOperations: ["create", "rename", "delete"] },
      workspaceFolders: true,
    },
    textDocument: {
      synchronization: { didSave: true },
      diagnostic: { dynamicRegistration: false, relatedDocumentSupport: true },
      publishDiagnostics: { relatedInformation: true },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: ["refactor", "quickfix", "source"] } },
        dataSupport: true,
        resolveSupport: { properties: ["kind", "diagnostics", "isPreferred", "disabled", "edit", "command"] },
      },
      hover: { contentFormat: ["markdown"] },
      completion: { contextSupport: true, completionItem: { snippetSupport: true, insertReplaceSupport: true } },
    },
    window: { workDoneProgress: true },
  },
  diagnostics: "pull",
  hover: "markdown",
  resolves: true,
  edits: "documentChanges",
  snippets: true,
  disabled: false,
};

/** Emacs' eglot 1.9 with no Markdown mode, by its `eglot-client-capabilities`. */
const eglot: OtherClient = {
  name: "Emacs (eglot)",
  languageId: "docker-compose",
  capabilities: {
    workspace: {
      applyEdit: true,
      configuration: true,
      didChangeWatchedFiles: { dynamicRegistration: true },
      workspaceEdit: { documentChanges: true },
      workspaceFolders: true,
    },
    textDocument: {
      synchronization: { dynamicRegistration: false, willSave: true, willSaveWaitUntil: true, didSave: true },
      publishDiagnostics: { relatedInformation: false, codeDescriptionSupport: false, tagSupport: { valueSet: [1, 2] } },
      codeAction: {
        dynamicRegistration: false,
        codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", ...refactorings, "source", "source.organizeImports"] } },
        isPreferredSupport: true,
      },
      hover: { dynamicRegistration: false, contentFormat: ["plaintext"] },
      completion: { dynamicRegistration: false, contextSupport: true, completionItem: { snippetSupport: false, deprecatedSupport: true } },
    },
  },
  diagnostics: "push",
  hover: "plaintext",
  resolves: false,
  edits: "documentChanges",
  snippets: false,
  disabled: false,
};

/** JetBrains' editors with LSP4IJ, SupportedFeatures.java. */
const lsp4ij: OtherClient = {
  name: "JetBrains (LSP4IJ)",
  languageId: "dockercompose",
  capabilities: {
    workspace: {
      applyEdit: true,
      didChangeConfiguration: { dynamicRegistration: true },
      didChangeWatchedFiles: { dynamicRegistration: true },
      workspaceEdit: { documentChanges: true, resourceOperations: ["create", "delete", "rename"] },
      workspaceFolders: true,
    },
    textDocument: {
      synchronization: { willSave: true, willSaveWaitUntil: true, didSave: true },
      publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
      codeAction: {
        dynamicRegistration: true,
        codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", ...refactorings, "source", "source.organizeImports"] } },
        dataSupport: true,
        resolveSupport: { properties: ["edit"] },
      },
      hover: { contentFormat: ["markdown", "plaintext"] },
      completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown", "plaintext"] } },
    },
    window: { showDocument: { support: true }, workDoneProgress: true },
  },
  diagnostics: "push",
  hover: "markdown",
  resolves: true,
  edits: "documentChanges",
  snippets: false,
  disabled: false,
};

export const otherClients: readonly OtherClient[] = [neovim, helix, zed, eglot, lsp4ij];
