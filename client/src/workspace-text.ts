import type { CheckFilesResult } from "../../server/src/lsp/protocol.js";

/** What a check of all compose files came to, in one line. */
export function workspaceSummary({ checked, partial, failed, counts, isCancelled }: CheckFilesResult, isCut: boolean): string {
  const files = checked + partial;
  const findings = counts.error + counts.warning + counts.information + counts.hint;
  return [
    ...(isCancelled ? ["Cancelled."] : []),
    files === 1 ? "1 compose file checked" : `${files} compose files checked`,
    ...(partial === 0 ? [] : [`${partial} of them only partly`]),
    ...(failed === 0 ? [] : [`${failed} could not be read`]),
    findings === 1 ? "1 finding" : `${findings} findings`,
    ...(isCut ? ["more files than are checked were found"] : []),
  ]
    .join(", ")
    .replace("Cancelled., ", "Cancelled: ");
}
