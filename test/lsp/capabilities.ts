import type { ClientCapabilities } from "vscode-languageserver";

/** What VS Code's client announces, as far as the server looks at it. */
export const modern: ClientCapabilities = {
  general: { positionEncodings: ["utf-16"] },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true }, snippetEditSupport: true },
  },
  textDocument: {
    synchronization: { didSave: true },
    diagnostic: { relatedInformation: true, codeDescriptionSupport: true, tagSupport: { valueSet: [1, 2] } },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, versionSupport: true, tagSupport: { valueSet: [1, 2] } },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "source", "source.fixAll"] } },
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ["edit"] },
      honorsChangeAnnotations: true,
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    inlayHint: {},
    codeLens: {},
    completion: { completionItem: { documentationFormat: ["markdown", "plaintext"], snippetSupport: true, labelDetailsSupport: true } },
  },
};

/** A client which knows code action literals and nothing else that is optional; diagnostics have to be sent to it. */
export const plain: ClientCapabilities = {
  textDocument: {
    synchronization: { didSave: true },
    publishDiagnostics: {},
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
    hover: { contentFormat: ["plaintext"] },
    completion: {},
  },
};
