import type { Say } from "../../client/src/status-text.js";

/** What `l10n.t` does where there is no catalogue. */
export const english: Say = (text, ...put) => text.replaceAll(/\{(\d)\}/gu, (_, index) => String(put[Number(index)]));
