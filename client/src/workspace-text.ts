import type { CheckFilesResult } from "../../server/src/lsp/protocol.js";
import type { Say } from "./status-text.js";

/** What a check of all compose files came to, in one line. */
export function workspaceSummary({ checked, partial, failed, counts, isCancelled }: CheckFilesResult, isCut: boolean, t: Say): string {
  const files = checked + partial;
  const findings = counts.error + counts.warning + counts.information + counts.hint;
  const summary = [
    files === 1 ? t("1 compose file checked") : t("{0} compose files checked", files),
    ...(partial === 0 ? [] : [t("{0} of them only partly", partial)]),
    ...(failed === 0 ? [] : [t("{0} could not be read", failed)]),
    findings === 1 ? t("1 finding") : t("{0} findings", findings),
    ...(isCut ? [t("more files than are checked were found")] : []),
  ].join(", ");
  return isCancelled ? t("Cancelled: {0}", summary) : summary;
}
