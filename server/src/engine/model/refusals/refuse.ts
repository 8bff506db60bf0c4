import type { Place } from "../../text/span.js";

/** Notes for what Compose refuses a project. */
export type Refuse = (code: string, message: string, at: Place) => void;
